import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@3cx-relay/embedded-postgres';
import fc from 'fast-check';
import { until } from '@3cx-relay/testing';
import { draft, LogNode } from '../testing/log-node';

jest.setTimeout(60_000);

type Fate = 'fine' | 'refused' | 'answer lost';

/** Cuts the connection before or after the commit, as a network does. */
function harm(node: LogNode, fates: Fate[]): void {
  const transaction = node.db.transaction.bind(node.db) as (
    work: (manager: unknown) => Promise<unknown>,
  ) => Promise<unknown>;
  const cut = () => Object.assign(new Error('cut'), { code: 'ECONNRESET' });
  Object.assign(node.db, {
    transaction: async (work: (manager: unknown) => Promise<unknown>) => {
      const fate = fates.shift() ?? 'fine';
      if (fate === 'refused') throw cut();
      const result = await transaction(work);
      if (fate === 'answer lost') throw cut();
      return result;
    },
  });
}

describe('a log whose store loses answers', () => {
  let folder: string;
  let server: EmbeddedPostgres;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'log-answers-'));
    chmodSync(folder, 0o755);
    server = await startEmbeddedPostgres({ dataDir: path.join(folder, 'pg'), durable: false });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds every event once, in order, without a hole, whatever becomes of the answers', async () => {
    const node = (await LogNode.on(server.url(), path.join(folder, 'spool'))).candidate();
    await until('the lease is held', () => node.lease.isHeld);
    const fate = fc.constantFrom<Fate>('fine', 'refused', 'answer lost');
    const burst = fc.integer({ min: 1, max: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { maxLength: 6 }),
        fc.array(burst, { minLength: 1, maxLength: 5 }),
        async (fates, bursts) => {
          const before = node.log.position().newest;
          const fresh = node.seen.length;
          harm(node, [...fates]);
          let n = 0;
          const written: Promise<readonly { sequence: number }[]>[] = [];
          for (const size of bursts) {
            for (let i = 0; i < size; i += 1) written.push(node.log.append([draft((n += 1))]));
            await Promise.race(written);
          }
          const sequences = (await Promise.all(written)).flat().map(({ sequence }) => sequence);
          const expected = Array.from({ length: n }, (_, index) => Number(before) + index + 1);
          expect(sequences).toEqual(expected);
          await until('it was told', () => node.seen.length === fresh + n);
          expect(node.seen.slice(fresh).map(({ sequence }) => Number(sequence))).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
    const rows = await node.db.query<{ count: number; last: number }[]>(
      'SELECT count(*)::int, max(sequence)::int AS last FROM events',
    );
    expect(rows[0]?.count).toBe(rows[0]?.last);
    await node.stop();
  });
});
