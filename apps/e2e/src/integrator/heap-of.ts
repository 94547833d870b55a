import WebSocket from 'ws';
import type { Program } from '@3cx-relay/testing';

/** What makes a program answer the questions below. */
export const INSPECTABLE = { NODE_OPTIONS: '--inspect=127.0.0.1:0' } as const;

/** Bytes that a program still holds after its collector has taken what it can. */
export async function settledHeapOf(program: Program): Promise<number> {
  const [address] = await program.untilPrinted(/ws:\/\/127\.0\.0\.1\S+/);
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const ask = (method: string) =>
    new Promise<{ usedSize?: number }>((resolve) => {
      socket.once('message', (data: Buffer) => {
        resolve((JSON.parse(data.toString()) as { result: { usedSize?: number } }).result);
      });
      socket.send(JSON.stringify({ id: 1, method }));
    });
  // Twice: what finalizers give back is taken by the second.
  await ask('HeapProfiler.collectGarbage');
  await ask('HeapProfiler.collectGarbage');
  const { usedSize = Number.NaN } = await ask('Runtime.getHeapUsage');
  socket.close();
  return usedSize;
}
