import { until } from '@3cx-relay/testing';
import { messageFaults } from './described';
import { IoClient, RawClient, refusedUpgrade, SseClient } from './streams';
import { type MadeKey, World } from './world';

const bearer = ({ key }: MadeKey) => ({ authorization: `Bearer ${key}` });
const PER_KEY = 100;

describe('connections', () => {
  let world: World;
  const open: (RawClient | IoClient | SseClient)[] = [];

  beforeAll(async () => {
    world = await World.start();
  });
  afterEach(() => {
    for (const client of open.splice(0)) {
      client.close();
      world.faults.push(...client.faults);
    }
    expect(world.faults.splice(0)).toEqual([]);
  });
  afterAll(() => world.stop());

  function raw(made: MadeKey): RawClient {
    const client = new RawClient(world.url, '', bearer(made));
    open.push(client);
    return client;
  }

  /** One connection of each kind, each told that it is subscribed. */
  async function oneOfEach(made: MadeKey): Promise<[RawClient, IoClient, SseClient]> {
    const socket = raw(made);
    const io = new IoClient(world.url, { apiKey: made.key });
    const sse = await SseClient.open(world.url, '', bearer(made));
    open.push(io, sse);
    await Promise.all([
      socket.untilFrame('subscribed'),
      io.untilMessage('subscribed'),
      sse.untilReceived('subscribed'),
    ]);
    return [socket, io, sse];
  }

  it('are 100 for a key, all kinds counted together', async () => {
    const made = await world.makeKey();
    await oneOfEach(made);
    const more = Array.from({ length: PER_KEY - 3 }, () => raw(made));
    await Promise.all(more.map((client) => client.untilFrame('subscribed')));
    const refusal = await refusedUpgrade(world.url, '', bearer(made));
    expect(refusal.body).toMatchObject({ status: 429, code: 'TOO_MANY_CONNECTIONS' });
    expect(Number(refusal.header('retry-after'))).toBeGreaterThan(0);
    const headers = { accept: 'text/event-stream' };
    const stream = await world.request('GET', '/relay/events', { key: made.key, headers });
    expect(stream.body).toMatchObject({ status: 429, code: 'TOO_MANY_CONNECTIONS' });
    const io = new IoClient(world.url, { apiKey: made.key });
    open.push(io);
    expect(await io.untilRefused()).toMatchObject({ code: 'TOO_MANY_CONNECTIONS' });
    const late = new RawClient(world.url);
    open.push(late);
    await late.untilOpen();
    late.send({ type: 'auth', apiKey: made.key });
    expect(await late.untilClosed()).toBe(4429);
    expect(late.of('error')).toMatchObject([{ code: 'TOO_MANY_CONNECTIONS' }]);
  });

  it('are refused to a key that is revoked, or calls from elsewhere', async () => {
    const revoked = await world.makeKey();
    await world.revoke(revoked);
    const elsewhere = await world.makeKey({ networks: ['192.0.2.0/24'] });
    for (const [made, status, code, closeCode] of [
      [revoked, 401, 'KEY_REVOKED', 4401],
      [elsewhere, 403, 'NETWORK_NOT_ALLOWED', 4403],
    ] as const) {
      const upgrade = await refusedUpgrade(world.url, '', bearer(made));
      expect(upgrade.body).toMatchObject({ status, code });
      const late = new RawClient(world.url);
      const io = new IoClient(world.url, { apiKey: made.key });
      open.push(late, io);
      await late.untilOpen();
      late.send({ type: 'auth', apiKey: made.key });
      expect(await late.untilClosed()).toBe(closeCode);
      expect(await io.untilRefused()).toMatchObject({ code });
      const headers = { accept: 'text/event-stream' };
      const stream = await world.request('GET', '/relay/events', { key: made.key, headers });
      expect(stream.body).toMatchObject({ status, code });
    }
  });

  it('hear a heartbeat with the newest sequence every 15 s', async () => {
    const [socket, io] = await oneOfEach(await world.makeKey());
    const began = performance.now();
    const beat = await socket.untilFrame('heartbeat', 1, 20_000);
    expect(performance.now() - began).toBeLessThan(18_000);
    expect(beat).toMatchObject({ sequence: expect.stringMatching(/^\d{16}$/) as string });
    expect(messageFaults('socketio', 'heartbeat', await io.untilMessage('heartbeat'))).toEqual([]);
  });

  /** Each kind is told why its connection ends. */
  async function expectEnds(clients: [RawClient, IoClient, SseClient], code: string) {
    const [socket, io, sse] = clients;
    expect(await socket.untilClosed()).toBe(4401);
    expect(socket.of('error')).toMatchObject([{ code }]);
    await until('Socket.IO is disconnected', () => io.disconnected);
    expect(await io.untilMessage('error')).toMatchObject({ code });
    await until('the stream has ended', () => sse.ended);
    expect(JSON.parse((await sse.untilReceived('problem')).data)).toMatchObject({ code });
  }

  it('end at once when their key is revoked', async () => {
    const made = await world.makeKey();
    const clients = await oneOfEach(made);
    await world.revoke(made);
    await expectEnds(clients, 'KEY_REVOKED');
  });

  it('end when their key expires', async () => {
    // Long enough to connect on a busy machine too.
    const expiresAt = new Date(Date.now() + 6_000).toISOString();
    const clients = await oneOfEach(await world.makeKey({ expiresAt }));
    await expectEnds(clients, 'KEY_EXPIRED');
  });

  it('hear a goodbye when the relay goes, and when to come again', async () => {
    const [socket, io, sse] = await oneOfEach(await world.makeKey());
    await world.relay.program.stop();
    expect(await socket.untilClosed()).toBe(1012);
    const { reconnectInMs } = await socket.untilFrame('goodbye');
    expect(reconnectInMs).toBeGreaterThan(0);
    expect(await io.untilMessage('goodbye')).toMatchObject({
      reconnectInMs: expect.any(Number) as number,
    });
    await sse.untilReceived('goodbye');
    expect(sse.retry).toBeGreaterThan(0);
    await world.relay.restart();
  });
});
