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
  });

  it('hear a heartbeat with the newest sequence every 15 s', async () => {
    const [socket, io] = await oneOfEach(await world.makeKey());
    const began = performance.now();
    const beat = await socket.untilFrame('heartbeat', 1, 20_000);
    expect(performance.now() - began).toBeLessThan(18_000);
    expect(beat).toMatchObject({ sequence: expect.stringMatching(/^\d{16}$/) as string });
    expect(messageFaults('socketio', 'heartbeat', await io.untilMessage('heartbeat'))).toEqual([]);
  });

  it('end at once when their key is revoked', async () => {
    const made = await world.makeKey();
    const [socket, io, sse] = await oneOfEach(made);
    await world.revoke(made);
    expect(await socket.untilClosed()).toBe(4401);
    await until('Socket.IO is disconnected', () => io.disconnected);
    await until('the stream has ended', () => sse.ended);
    expect(await io.untilMessage('error')).toMatchObject({ code: 'KEY_REVOKED' });
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
