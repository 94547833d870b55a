import type { Group } from './measure';
import type { RestWorld } from './testing';

const SMALL = 5_000;
const LARGE = 100_000;
const MIB = 1024 * 1024;

/** An export of a few and of many calls; the second must not need more memory. */
export async function csvExport(world: RestWorld): Promise<Group> {
  const key = await world.key();
  await exported(world, key, SMALL);
  const small = await exported(world, key, SMALL);
  const large = await exported(world, key, LARGE);
  const name = (calls: number) => `CSV of ${calls} calls`;
  const grown = (bytes: number) => `memory grew by ${(bytes / MIB).toFixed(0)} MiB`;
  return {
    title: 'Call history as CSV',
    unit: 'rows',
    rows: [
      { name: name(SMALL), perSecond: small.perSecond, remark: grown(small.grown) },
      { name: name(LARGE), perSecond: large.perSecond, remark: grown(large.grown) },
    ],
  };
}

async function exported(world: RestWorld, key: string, calls: number) {
  world.history.size = calls;
  const before = process.memoryUsage.rss();
  let peak = before;
  let rows = -1;
  const began = performance.now();
  const answer = await world.get('/relay/call-history', key, { accept: 'text/csv' });
  for await (const chunk of answer.body ?? []) {
    for (const byte of chunk) if (byte === 10) rows += 1;
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  if (rows !== calls) throw new Error(`${rows} rows instead of ${calls}`);
  return { perSecond: rows / ((performance.now() - began) / 1_000), grown: peak - before };
}
