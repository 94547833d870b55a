import type { AnyRelayEvent, PositionDto, SubscribeAck } from '@3cx-relay/contracts';
import { io, type Socket } from 'socket.io-client';
import { until } from '@3cx-relay/testing';
import { StreamWorld } from '../testing/stream-world';

class Client {
  readonly events: AnyRelayEvent[] = [];
  readonly order: string[] = [];
  readonly positions: PositionDto[] = [];
  refusal: { code: string; detail: string } | undefined;
  disconnected: string | undefined;

  constructor(readonly socket: Socket) {
    socket.onAny((name: string) => this.order.push(name));
    socket.on('call_event', (event: AnyRelayEvent) => this.events.push(event));
    socket.on('subscribed', (position: PositionDto) => this.positions.push(position));
    socket.on('connect_error', (error) => {
      this.refusal = (error as Error & { data?: { code: string; detail: string } }).data;
    });
    socket.on('disconnect', (reason) => {
      this.disconnected = reason;
    });
  }

  get sequences(): number[] {
    return this.events.map(({ sequence }) => Number(sequence));
  }
}

describe('Socket.IO at /relay', () => {
  let world: StreamWorld;
  const clients: Client[] = [];

  beforeAll(async () => {
    world = await StreamWorld.start();
  }, 60_000);
  afterEach(() => {
    for (const { socket } of clients.splice(0)) socket.disconnect();
  });
  afterAll(() => world.stop(), 30_000);

  function connect(auth: object, options: object = {}, namespace = '/relay'): Client {
    const client = new Client(
      io(`${world.httpUrl}${namespace}`, {
        path: '/relay/socket.io',
        forceNew: true,
        reconnection: false,
        auth: { ...auth },
        ...options,
      }),
    );
    clients.push(client);
    return client;
  }

  const subscribed = (client: Client) =>
    until('it is subscribed', () => client.positions.length > 0);

  it.each([['websocket'], ['polling']])(
    'tells of the position, then sends every event in order, over %s',
    async (transport) => {
      const since = String(world.log.position().newest);
      const before = await world.append(300);
      const client = connect({ apiKey: await world.key(), since }, { transports: [transport] });
      await subscribed(client);
      const after = await world.append(50);
      await until('all came', () => client.events.length >= 350);
      expect(client.sequences).toEqual([...before, ...after]);
      expect(client.order[0]).toBe('subscribed');
      expect(client.positions[0]).toMatchObject({ recovered: true });
    },
  );

  it('takes the key in a header as well', async () => {
    const key = await world.key();
    await subscribed(connect({}, { extraHeaders: { authorization: `Bearer ${key}` } }));
    await subscribed(connect({}, { extraHeaders: { 'x-api-key': key } }));
  });

  it.each([
    ['no key', {}, 'UNAUTHENTICATED'],
    ['a wrong key', { apiKey: 'cxr_wrong' }, 'INVALID_KEY'],
    ['a wrong ticket', { ticket: 'tkt_wrong' }, 'INVALID_TICKET'],
    ['a wrong subscription', { apiKey: 'x', since: 'yesterday' }, 'INVALID_REQUEST'],
    ['a key that is no text', { apiKey: { a: 1 } }, 'INVALID_REQUEST'],
  ])('refuses %s with a connect_error', async (_what, auth, code) => {
    const client = connect(auth);
    await until('it is refused', () => client.refusal !== undefined);
    expect(client.refusal?.code).toBe(code);
  });

  it('refuses who forgot the namespace, naming it, whatever the key', async () => {
    const client = connect({ apiKey: await world.key() }, {}, '/');
    await until('it is refused', () => client.refusal !== undefined);
    expect(client.refusal).toMatchObject({
      code: 'NOT_FOUND',
      detail: expect.stringContaining('/relay'),
    });
  });

  it('acks a subscribe with what became of the position, and replays', async () => {
    const client = connect({ apiKey: await world.key() });
    await subscribed(client);
    const since = world.log.position().newest;
    const sent = await world.append(5, { dns: ['321'] });
    await until('live ones came', () => client.events.length === 5);
    const ack = (await client.socket.emitWithAck('subscribe', {
      since,
      types: ['call.*'],
      dn: ['321'],
    })) as SubscribeAck;
    expect(ack).toMatchObject({ ok: true, recovered: true });
    await until('they came again', () => client.events.length === 10);
    expect(client.sequences.slice(5)).toEqual(sent);
  });

  it('acks a refused subscribe and keeps the old subscription', async () => {
    const client = connect({ apiKey: await world.key() });
    await subscribed(client);
    const ack = (await client.socket.emitWithAck('subscribe', { dn: '101' })) as SubscribeAck;
    expect(ack).toMatchObject({ ok: false, code: 'INVALID_REQUEST' });
    await world.append(1);
    await until('an event came', () => client.events.length === 1);
  });

  it('disconnects for good when the key is revoked', async () => {
    const { key, id } = await world.keyWithId();
    const client = connect({ apiKey: key }, { reconnection: true });
    await subscribed(client);
    await world.keys.revoke(id);
    await until('it is disconnected', () => client.disconnected !== undefined);
    expect(client.disconnected).toBe('io server disconnect');
    expect(client.order).toContain('error');
  });

  it('gives every consumer the same events under the same sequences', async () => {
    const [a, b] = [connect({ apiKey: await world.key() }), connect({ apiKey: await world.key() })];
    await Promise.all([subscribed(a), subscribed(b)]);
    await world.append(20);
    await until('both have all', () => a.events.length === 20 && b.events.length === 20);
    expect(a.events).toEqual(b.events);
  });

  it('lets go of a consumer that reads nothing, without holding up another', async () => {
    const slow = connect({ apiKey: await world.key() }, { transports: ['websocket'] });
    const quick = connect({ apiKey: await world.key() }, { transports: ['websocket'] });
    await Promise.all([subscribed(slow), subscribed(quick)]);
    const { ws } = slow.socket.io.engine.transport as unknown as {
      ws: { pause(): void; resume(): void };
    };
    ws.pause();
    const sent: number[] = [];
    for (let i = 0; i < 10; i += 1) {
      sent.push(...(await world.append(200, { padding: 'x'.repeat(10_000) })));
    }
    await until('the quick one has all', () => quick.events.length === sent.length);
    expect(quick.sequences).toEqual(sent);
    await until('the slow one was let go', () => world.connectionCount() === 1, {
      limitMs: 20_000,
    });
    ws.resume();
    await until('it notices', () => slow.disconnected !== undefined);
    // A lost connection, after which the client library comes back by itself.
    expect(slow.disconnected).toMatch(/transport (close|error)/);
    expect(slow.sequences).toEqual(sent.slice(0, slow.events.length));
    expect(slow.events.length).toBeLessThan(sent.length);
  }, 40_000);
});
