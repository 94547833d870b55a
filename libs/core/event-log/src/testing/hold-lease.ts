import type { WriterLease } from '../lib/writer-lease';

/**
 * Makes this relay the writer until `signal` aborts.
 * @returns once it may write; `ended` settles when it has given the lease back
 */
export async function holdLease(
  lease: WriterLease,
  signal: AbortSignal,
): Promise<{ readonly ended: Promise<unknown> }> {
  let ended: Promise<unknown> = Promise.resolve();
  await new Promise<void>((resolve) => {
    ended = lease.run(signal, (lost) => {
      resolve();
      return new Promise<void>((done) => lost.addEventListener('abort', () => done()));
    });
  });
  return { ended };
}
