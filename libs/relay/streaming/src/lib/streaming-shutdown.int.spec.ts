import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { until } from '@3cx-relay/testing';
import { StreamWorld } from './testing/stream-world';

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

  it('is not held up by a client that reads nothing any more', async () => {
    const world = await StreamWorld.start();
    const raw = new WebSocket(world.wsUrl, { headers: { 'x-api-key': await world.key() } });
    const silent = new WebSocket(world.wsUrl);
    let frames = 0;
    raw.on('message', () => (frames += 1));
    raw.on('error', () => undefined);
    silent.on('error', () => undefined);
    await until('both are connected', () => frames >= 2 && silent.readyState === WebSocket.OPEN);
    raw.pause();
    silent.pause();
    await world.append(500, { padding: 'x'.repeat(10_000) });
    const startedAt = performance.now();
    await world.shutDown();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    raw.terminate();
    silent.terminate();
    await world.stop();
  }, 60_000);
});
