import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '@3cx-relay/embedded-postgres';
import { type Group, inParallel, rate } from './measure';
import { draft, LogNode } from './testing';

const SINGLE = 500;
const GROUPED = 10_000;

/** Events on a PostgreSQL that syncs each commit to the disk, as in production. */
export async function appends(): Promise<Group> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-log-'));
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'pg'), durable: true });
  const node = await LogNode.on(postgres.url(), path.join(folder, 'spool'));
  node.candidate();
  while (!node.lease.isHeld) await new Promise((resolve) => setTimeout(resolve, 20));
  const write = (n: number) => node.log.append([draft(n)]);
  await inParallel(200, 1, write);
  const single = await rate(SINGLE, () => inParallel(SINGLE, 1, write));
  const grouped = await rate(GROUPED, () => inParallel(GROUPED, 500, write));
  await node.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
  return {
    title: 'Events written to the log, each durable before it is told',
    unit: 'events',
    rows: [
      { name: 'one commit for each event', perSecond: single },
      { name: 'grouped, 500 on their way', perSecond: grouped },
    ],
  };
}
