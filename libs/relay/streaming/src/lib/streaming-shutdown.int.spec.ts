import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { StreamWorld, until } from './testing/stream-world';

describe('a relay that stops', () => {
  it('tells its consumers when to come back, then closes with 1012', async () => {
    const world = await StreamWorld.start();
    const key = await world.key();
    const frames: { type: string; reconnectInMs?: number }[] = [];
    let code = 0;
    const raw = new WebSocket(world.wsUrl, { headers: { 'x-api-key': key } });
    raw.on('message', (data) => frames.push(JSON.parse((data as Buffer).toString())));
    raw.on('close', (closed) => {
      code = closed;
    });
    const goodbyes: { reconnectInMs: number }[] = [];
    let reason = '';
    const socket = io(`${world.httpUrl}/relay`, {
      path: '/relay/socket.io',
      auth: { apiKey: key },
      reconnection: false,
    });
    let isReady = false;
    socket.on('subscribed', () => {
      isReady = true;
    });
    socket.on('goodbye', (goodbye) => goodbyes.push(goodbye));
    socket.on('disconnect', (why) => {
      reason = why;
    });
    await until('both are connected', () => isReady && frames.length >= 2);
    await world.shutDown();
    await until('both are gone', () => code !== 0 && reason !== '');
    expect(frames.at(-1)).toEqual({ type: 'goodbye', reconnectInMs: expect.any(Number) });
    expect(code).toBe(1012);
    expect(goodbyes).toHaveLength(1);
    // Not "io server disconnect", after which the client library would stay away.
    expect(reason).toMatch(/transport (close|error)/);
    await world.stop();
  }, 60_000);
});
