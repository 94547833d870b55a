import WebSocket from 'ws';

const LIMIT_MS = 10_000;
const MIB = 1024 * 1024;
/** What Node prints for `--inspect`, once in each life of a process. */
const INSPECTOR = /Debugger listening on (ws:\S+)/g;

/** One after another: the second collection finds swept what the first one left to a thread. */
const ASKED = [
  'HeapProfiler.collectGarbage',
  'HeapProfiler.collectGarbage',
  'Runtime.getHeapUsage',
] as const;

interface Answer {
  readonly id: number;
  readonly result?: { readonly usedSize?: number; readonly backingStorageSize?: number };
}

/**
 * What a process holds after a collection: its heap and the buffers behind it, in MiB. Without the
 * collection it would be a saw that says more about V8 than about us.
 * @param output of a process that was started with `--inspect`; its last life counts
 * @returns `null` when it does not answer in time, as when it was stopped
 */
export async function heldMiB(output: string): Promise<number | null> {
  const url = [...output.matchAll(INSPECTOR)].at(-1)?.[1];
  if (url === undefined) return null;
  const socket = new WebSocket(url, { handshakeTimeout: LIMIT_MS });
  try {
    return await new Promise<number | null>((resolve) => {
      const timer = setTimeout(() => resolve(null), LIMIT_MS);
      const finish = (result: number | null) => {
        clearTimeout(timer);
        resolve(result);
      };
      socket.on('error', () => finish(null));
      socket.on('close', () => finish(null));
      const ask = (id: number) => socket.send(JSON.stringify({ id, method: ASKED[id] }));
      socket.on('open', () => ask(0));
      socket.on('message', (data: Buffer) => {
        const { id, result } = JSON.parse(data.toString()) as Answer;
        if (id < ASKED.length - 1) ask(id + 1);
        else finish(((result?.usedSize ?? 0) + (result?.backingStorageSize ?? 0)) / MIB);
      });
    });
  } finally {
    socket.terminate();
  }
}
