import type { IncomingMessage } from 'node:http';
import WebSocket from 'ws';
import { StreamingOptions } from './streaming.options';
import { StreamWorld } from './testing/stream-world';

describe('the connections of a node', () => {
  it('are 10,000, and 100 for each key, unless it is told otherwise', () => {
    const { connectionsPerNode, connectionsPerKey } = new StreamingOptions();
    expect([connectionsPerNode, connectionsPerKey]).toEqual([10_000, 100]);
  });

  it('are no more than the node may have, whatever keys they are of', async () => {
    const world = await StreamWorld.start(new StreamingOptions(['loopback'], [], null, 100, 3));
    const sockets: WebSocket[] = [];
    /** @returns 101 for a connection that was let in, else the status of the refusal */
    const open = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${await world.key()}` };
      const socket = new WebSocket(world.wsUrl, { headers });
      return new Promise((resolve) => {
        socket.on('open', () => {
          sockets.push(socket);
          resolve(101);
        });
        socket.on('unexpected-response', (_request, answer: IncomingMessage) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        });
      });
    };
    expect([await open(), await open(), await open()]).toEqual([101, 101, 101]);
    expect(await open()).toBe(429);
    const [leaving] = sockets;
    const left = new Promise((resolve) => leaving?.once('close', resolve));
    leaving?.close();
    await left;
    expect(await open()).toBe(101);
    for (const socket of sockets) socket.terminate();
    await world.stop();
  }, 60_000);
});
