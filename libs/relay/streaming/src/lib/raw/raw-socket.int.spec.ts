import { EventEmitter, once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { StreamingOptions } from '../streaming.options';
import { until } from '@3cx-relay/testing';
import { StreamWorld } from '../testing/stream-world';

interface Frame {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A plain `ws` client that keeps what it was sent. */
class Client {
  readonly frames: Frame[] = [];
  closed: { code: number; reason: string } | undefined;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data) =>
      this.frames.push(JSON.parse((data as Buffer).toString()) as Frame),
    );
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
    });
    socket.on('error', () => undefined);
  }

  get sequences(): number[] {
    return this.frames
      .filter(({ type }) => type === 'call_event')
      .map(({ data }) => Number((data as { sequence: string }).sequence));
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  of(type: string): Frame[] {
    return this.frames.filter((frame) => frame.type === type);
  }

  async untilFrame(type: string, count = 1): Promise<Frame> {
    await until(`${count} ${type}`, () => this.of(type).length >= count);
    return this.of(type)[count - 1] as Frame;
  }

  async untilClosed(limitMs = 15_000): Promise<{ code: number; reason: string }> {
    await until('the socket is closed', () => this.closed !== undefined, { limitMs });
    return this.closed ?? { code: 0, reason: '' };
  }
}

describe('the raw WebSocket at /relay/ws', () => {
  let world: StreamWorld;
  const clients: Client[] = [];

  beforeAll(async () => {
    world = await StreamWorld.start(
      new StreamingOptions(['loopback'], ['https://good.example'], null, 5),
    );
  }, 60_000);
  afterEach(() => {
    for (const { socket } of clients.splice(0)) socket.terminate();
  });
  afterAll(() => world.stop(), 30_000);

  function connect(query = '', key?: string, headers: Record<string, string> = {}): Client {
    const client = new Client(
      new WebSocket(`${world.wsUrl}${query}`, {
        headers: { ...headers, ...(key ? { authorization: `Bearer ${key}` } : {}) },
      }),
    );
    clients.push(client);
    return client;
  }

  async function refusal(query: string, key?: string, headers: Record<string, string> = {}) {
    const socket = new WebSocket(`${world.wsUrl}${query}`, {
      headers: { ...headers, ...(key ? { authorization: `Bearer ${key}` } : {}) },
    });
    const [, response] = (await once(socket as EventEmitter, 'unexpected-response')) as [
      unknown,
      IncomingMessage,
    ];
    let body = '';
    for await (const chunk of response) body += String(chunk);
    return {
      status: response.statusCode,
      contentType: response.headers['content-type'],
      problem: JSON.parse(body) as Record<string, unknown>,
    };
  }

  it('says hello, tells of the position, then sends what comes', async () => {
    const client = connect('', await world.key());
    await client.untilFrame('subscribed');
    const sequences = await world.append(3);
    await client.untilFrame('call_event', 3);
    expect(client.frames.map(({ type }) => type)).toEqual([
      'hello',
      'subscribed',
      ...['call_event', 'call_event', 'call_event'],
    ]);
    expect(client.frames[0]).toMatchObject({ sequence: expect.stringMatching(/^\d{16}$/) });
    expect(client.sequences).toEqual(sequences);
  });

  it('sends each event as the text that was stored', async () => {
    const client = connect('', await world.key());
    await client.untilFrame('subscribed');
    await world.append(1, { padding: 'ü"\\' });
    const { data } = await client.untilFrame('call_event');
    const [stored] = (
      await world.log.read({ since: (world.log.position().newest - 1) as never, limit: 1 })
    ).events;
    expect(data).toEqual(JSON.parse(stored?.json ?? ''));
  });

  it('resumes from a position without a hole or a repeat, over thousands of events', async () => {
    const key = await world.key();
    await world.append(1_500);
    const since = world.log.position().newest - 1_200;
    const client = connect(`?since=${since}`, key);
    await world.append(300);
    await until('all came', () => client.sequences.length >= 1_500);
    expect(client.sequences).toEqual(Array.from({ length: 1_500 }, (_, i) => since + 1 + i));
    expect(client.of('subscribed')[0]).toMatchObject({ recovered: true });
  });

  it('takes the key in the first message, and what is sent right behind it', async () => {
    const key = await world.key();
    const client = connect();
    await once(client.socket as EventEmitter, 'open');
    const [first] = await world.append(1);
    client.send({ type: 'auth', apiKey: key });
    client.send({ type: 'subscribe', since: (first ?? 0) - 1 });
    await client.untilFrame('call_event');
    expect(client.sequences[0]).toBe(first);
    expect(client.frames[0]?.type).toBe('hello');
  });

  it('closes with 4401 after a wrong key in the first message', async () => {
    const client = connect();
    await once(client.socket as EventEmitter, 'open');
    client.send({ type: 'auth', apiKey: 'cxr_nonsense' });
    expect(await client.untilClosed()).toMatchObject({ code: 4401 });
    expect(client.of('error')[0]).toMatchObject({ code: 'INVALID_KEY' });
  });

  it('closes with 4408 when no key comes in time', async () => {
    expect(await connect().untilClosed(8_000)).toMatchObject({ code: 4408 });
  }, 10_000);

  it('refuses a wrong key, a missing scope and a wrong query on the upgrade, as problems', async () => {
    const wrong = await refusal('', 'cxr_wrong');
    expect(wrong).toMatchObject({ status: 401, contentType: 'application/problem+json' });
    expect(wrong.problem).toMatchObject({ code: 'INVALID_KEY', status: 401 });
    const scope = await refusal('', await world.key({ scopes: ['calls:read'] }));
    expect(scope).toMatchObject({ status: 403, problem: { code: 'INSUFFICIENT_SCOPE' } });
    const query = await refusal('?since=yesterday', await world.key());
    expect(query).toMatchObject({ status: 400, problem: { code: 'INVALID_REQUEST' } });
    const network = await refusal('', await world.key({ networks: ['192.0.2.0/24'] }));
    expect(network).toMatchObject({ status: 403, problem: { code: 'NETWORK_NOT_ALLOWED' } });
  });

  it('answers an upgrade to nowhere with 404', async () => {
    const socket = new WebSocket(`${world.wsUrl}x`);
    const [, response] = (await once(socket as EventEmitter, 'unexpected-response')) as [
      unknown,
      IncomingMessage,
    ];
    expect(response.statusCode).toBe(404);
    response.resume();
  });

  it('takes a ticket once', async () => {
    const { id } = await world.keyWithId();
    const ticket = await world.ticket(id);
    await connect(`?ticket=${ticket}`).untilFrame('subscribed');
    expect(await refusal(`?ticket=${ticket}`)).toMatchObject({
      status: 401,
      problem: { code: 'INVALID_TICKET' },
    });
  });

  it('lets in pages of its own and of named origins alone', async () => {
    const key = await world.key();
    await connect('', key, { origin: 'https://good.example' }).untilFrame('hello');
    await connect('', key, { origin: world.httpUrl }).untilFrame('hello');
    expect(await refusal('', key, { origin: 'https://evil.example' })).toMatchObject({
      status: 403,
    });
    expect(await refusal('', key, { origin: 'null' })).toMatchObject({ status: 403 });
  });

  it('allows a key no more connections than its limit, and frees the place of one that left', async () => {
    const key = await world.key();
    const open = Array.from({ length: 5 }, () => connect('', key));
    for (const client of open) await client.untilFrame('hello');
    const refused = await refusal('', key);
    expect(refused).toMatchObject({ status: 429, problem: { code: 'TOO_MANY_CONNECTIONS' } });
    open[0]?.socket.close();
    await open[0]?.untilClosed();
    await connect('', key).untilFrame('hello');
  });

  it('sends nothing of the old subscription after the new one was told', async () => {
    const client = connect('', await world.key());
    await client.untilFrame('subscribed');
    await world.append(50, { dns: ['101'] });
    client.send({ type: 'subscribe', dn: ['999'] });
    await client.untilFrame('subscribed', 2);
    const before = client.sequences.length;
    await world.append(20, { dns: ['101'] });
    const [mine] = await world.append(1, { dns: ['999'] });
    await until('the event of 999', () => client.sequences.includes(mine ?? 0));
    expect(client.sequences.slice(before)).toEqual([mine]);
  });

  it('keeps the old subscription when a new one is refused', async () => {
    const client = connect('', await world.key());
    await client.untilFrame('subscribed');
    client.send({ type: 'subscribe', types: ['nonsense'] });
    expect(await client.untilFrame('error')).toMatchObject({ code: 'INVALID_REQUEST' });
    await world.append(1);
    await client.untilFrame('call_event');
  });

  it('never sends a restricted key an event of other DNs', async () => {
    const client = connect('?since=0', await world.key({ dns: ['777' as never] }));
    await client.untilFrame('subscribed');
    await world.append(5, { dns: ['101', '102'] });
    const mine = await world.append(1, { dns: ['102', '777'] });
    const everyone = await world.append(1, { dns: null, type: 'connection.changed' });
    await client.untilFrame('call_event', 2);
    expect(client.sequences).toEqual([...mine, ...everyone]);
  });

  it('closes with 4401 as soon as the key is revoked', async () => {
    const { key, id } = await world.keyWithId();
    const client = connect('', key);
    await client.untilFrame('subscribed');
    await world.keys.revoke(id);
    expect(await client.untilClosed()).toMatchObject({ code: 4401, reason: 'KEY_REVOKED' });
  });

  it('closes with 4401 when the key expires', async () => {
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const client = connect('', await world.key({ expiresAt }));
    await client.untilFrame('subscribed');
    expect(await client.untilClosed()).toMatchObject({ code: 4401, reason: 'KEY_EXPIRED' });
  });

  it('applies a new restriction of a key to its open connections', async () => {
    const { key, id } = await world.keyWithId();
    const client = connect('', key);
    await client.untilFrame('subscribed');
    await world.keys.update(id, { dns: ['555' as never] });
    await world.append(3, { dns: ['101'] });
    const mine = await world.append(1, { dns: ['555'] });
    await client.untilFrame('call_event');
    expect(client.sequences).toEqual(mine);
  });

  it('shows its connections as figures', async () => {
    const client = connect('', await world.key());
    await client.untilFrame('subscribed');
    await until('those of other tests are gone', () => world.connectionCount() === 1);
    expect(await world.metrics()).toContain('relay_stream_connections{transport="websocket"} 1');
  });

  it('answers ping with pong', async () => {
    const client = connect('', await world.key());
    await client.untilFrame('hello');
    client.send({ type: 'ping' });
    await client.untilFrame('pong');
  });

  it('answers faulty messages, and closes with 4400 at the fifth in a minute', async () => {
    const client = connect('', await world.key());
    await client.untilFrame('hello');
    for (const message of ['{', '[]', '{"type":"x"}', '"text"']) client.send(message);
    await client.untilFrame('error', 4);
    expect(client.closed).toBeUndefined();
    client.send('{"type":"subscribe","extra":1}');
    expect(await client.untilClosed()).toMatchObject({ code: 4400 });
  });

  it('closes a binary message with 4400', async () => {
    const client = connect('', await world.key());
    await client.untilFrame('hello');
    client.socket.send(Buffer.from([1, 2, 3]));
    expect(await client.untilClosed()).toMatchObject({ code: 4400 });
  });

  it('closes a message of more than 64 KiB with 4413', async () => {
    const client = connect('', await world.key());
    await client.untilFrame('hello');
    client.send('x'.repeat(64 * 1024 + 1));
    expect(await client.untilClosed()).toMatchObject({ code: 4413 });
  });

  it('closes who sends more than 50 messages a second with 4429', async () => {
    const client = connect('', await world.key());
    await client.untilFrame('hello');
    for (let i = 0; i < 60; i += 1) client.send({ type: 'ping' });
    expect(await client.untilClosed()).toMatchObject({ code: 4429 });
  });

  it('says what is not recovered: a position that this log never had', async () => {
    const client = connect('?since=999999', await world.key());
    expect(await client.untilFrame('subscribed')).toMatchObject({ recovered: false });
    const foreign = connect('?since=1&epoch=another', await world.key());
    expect(await foreign.untilFrame('subscribed')).toMatchObject({ recovered: false });
  });

  it('closes a consumer that reads nothing with 4508, without holding up another', async () => {
    const slow = connect('', await world.key());
    const quick = connect('', await world.key());
    await Promise.all([slow.untilFrame('subscribed'), quick.untilFrame('subscribed')]);
    (slow.socket as unknown as { pause(): void }).pause();
    const padding = 'x'.repeat(10_000);
    const sent: number[] = [];
    for (let i = 0; i < 10; i += 1) sent.push(...(await world.append(200, { padding })));
    await until('the quick one has all', () => quick.sequences.length === sent.length);
    expect(quick.sequences).toEqual(sent);
    await until('the slow one is given up', () => world.givenUp() === 1, { limitMs: 20_000 });
    (slow.socket as unknown as { resume(): void }).resume();
    expect(await slow.untilClosed()).toMatchObject({ code: 4508 });
    expect(slow.sequences).toEqual(sent.slice(0, slow.sequences.length));
    expect(slow.sequences.length).toBeLessThan(sent.length);
  }, 40_000);
});
