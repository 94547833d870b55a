import path from 'node:path';
import { type Dn, toSequence } from '@3cx-relay/contracts';
import { Databases } from '@3cx-relay/store/testing';
import { until } from '@3cx-relay/testing';
import { aborted } from '@3cx-relay/util';
import { clock, draft, LogNode } from '../testing/log-node';
import { FencedError } from './log.errors';
import { RetentionWorker } from './retention.worker';

/** Ends the session that holds the lock. */
const CUT_LEASE = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
   WHERE application_name = '3cx-relay writer' AND datname = current_database()`;

describe('the event log', () => {
  let databases: Databases;
  let url: string;
  let nodes: LogNode[];

  beforeAll(async () => {
    databases = await Databases.start();
  });
  afterAll(() => databases.stop());
  beforeEach(async () => {
    nodes = [];
    url = await databases.empty();
  });
  afterEach(() => Promise.all(nodes.map((node) => node.stop())));

  async function node(): Promise<LogNode> {
    const made = await LogNode.on(
      url,
      path.join(databases.folder, `spool-${path.basename(url)}-${nodes.length}`),
    );
    nodes.push(made);
    return made;
  }

  async function writer(): Promise<LogNode> {
    const made = (await node()).candidate();
    await until('the lease is held', () => made.lease.isHeld);
    return made;
  }

  it('numbers concurrent appends without a hole, in the order of the calls', async () => {
    const { log, seen } = await writer();
    const written = await Promise.all(
      Array.from({ length: 300 }, (_, n) => log.append(n % 3 ? [draft(n)] : [draft(n), draft(n)])),
    );
    expect(written.flat().map((event) => event.sequence)).toEqual(
      Array.from({ length: 400 }, (_, n) => n + 1),
    );
    expect(seen.map((event) => event.sequence)).toEqual(written.flat().map((e) => e.sequence));
    const page = await log.read({ since: toSequence(0), limit: 1_000 });
    expect(page.events.map((event) => event.json)).toEqual(seen.map((event) => event.json));
    expect(JSON.parse(seen[0]?.json ?? '')).toMatchObject({
      specversion: '1.0',
      source: '//pbx.example.com',
      sequence: '0000000000000001',
      epoch: log.position().epoch,
      data: { n: 0, loggedAt: expect.any(String) },
    });
  });

  it('lets an entry that fails spoil neither its neighbours nor the numbers', async () => {
    const { log } = await writer();
    log.writesAlongside('quotient', (transaction, by) => transaction.query('SELECT 1 / $1', [by]));
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        log.append([draft(n)], { kind: 'quotient', data: n === 7 ? 0 : 1 }),
      ),
    );
    expect(results.map((result) => result.status).filter((s) => s === 'rejected')).toHaveLength(1);
    expect(results[7]?.status).toBe('rejected');
    const page = await log.read({ since: toSequence(0), limit: 100 });
    expect(page.events.map((event) => event.sequence)).toEqual(
      Array.from({ length: 19 }, (_, n) => n + 1),
    );
  });

  it('writes what comes with the events in their transaction', async () => {
    const { log, db } = await writer();
    await db.query('CREATE TABLE beside (sequence bigint)');
    log.writesAlongside('beside', (transaction, data, [event]) =>
      transaction.query('INSERT INTO beside VALUES ($1::bigint + $2::bigint)', [
        event?.sequence,
        data,
      ]),
    );
    await log.append([draft(1)], { kind: 'beside', data: 41 });
    expect(await db.query('SELECT sequence FROM beside')).toEqual([{ sequence: '42' }]);
  });

  it('goes on in order when its sessions are cut in the middle of appends', async () => {
    const { log, db, seen } = await writer();
    const cutter = await node();
    const written: Promise<unknown>[] = [];
    for (let n = 0; n < 200; n += 1) {
      written.push(log.append([draft(n)]));
      if (n % 20 === 0) {
        await cutter.db.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
              AND application_name = '3cx-relay'`,
        );
      }
    }
    await Promise.all(written);
    expect(seen.map((event) => JSON.parse(event.json).data.n)).toEqual(
      Array.from({ length: 200 }, (_, n) => n),
    );
    const [{ count, last }] = await db.query('SELECT count(*), max(sequence) AS last FROM events');
    expect([count, last]).toEqual(['200', '200']);
  });

  it('lets one relay write and fences the one before it', async () => {
    const first = await writer();
    const second = (await node()).candidate().follow();
    await first.log.append([draft(1)]);
    await until('the follower has heard of it', () => second.seen.length === 1);
    expect(second.lease.isHeld).toBe(false);
    await expect(second.log.append([draft(2)])).rejects.toThrow(FencedError);
    await first.db.query(CUT_LEASE);
    await until('somebody has taken over', () => first.lease.isHeld || second.lease.isHeld);
    const winner = first.lease.isHeld ? first : second;
    await winner.log.append([draft(3)]);
    await until('the other has heard', () => second.seen.length === 2);
    expect(second.seen.map((event) => event.sequence)).toEqual([1, 2]);
  });

  it('ends what waits for an append of a relay that was fenced, and lets it stand by again', async () => {
    let pending: Promise<unknown> = Promise.resolve();
    const fenced = (await node()).candidate(async (held) => {
      await aborted(held);
      // As the reader of call records does, whose page is one of the entries.
      await pending;
    });
    await until('the lease is held', () => fenced.lease.isHeld);
    const { db, log, lease } = fenced;
    const other = db.createQueryRunner();
    await other.startTransaction();
    await other.query("UPDATE event_log_head SET term = term + 1, writer = 'another'");
    const refused = expect(log.append([draft(1)])).rejects.toThrow(FencedError);
    pending = refused;
    await other.query(CUT_LEASE);
    await until('it is in doubt', () => log.backlog().isOnDisk);
    await other.commitTransaction();
    await other.release();
    await refused;
    const writes = () => log.append([draft(2)]).catch(() => undefined);
    await until('it writes again', async () => lease.isHeld && (await writes()) !== undefined);
    expect(await db.query('SELECT call_id FROM events')).toEqual([{ call_id: 'c2' }]);
  });

  it('never writes under a later term what was taken under an earlier one', async () => {
    const { log, db, writer: pen, lease } = await writer();
    let tries = 0;
    log.writesAlongside('theft', async () => {
      tries += 1;
      // Another relay becomes the writer in the middle of it.
      pen.close();
      throw Object.assign(new Error('terminating connection'), { code: '57P01' });
    });
    await expect(log.append([draft(1)], { kind: 'theft', data: null })).rejects.toThrow(
      FencedError,
    );
    expect([tries, lease.isHeld]).toEqual([1, true]);
    expect(await db.query('SELECT count(*)::int AS n FROM events')).toEqual([{ n: 0 }]);
  });

  it('looks at a bounded number of rows for a page, and says how far it looked', async () => {
    const { log, db } = await writer();
    await log.append([draft(1, ['999'])]);
    await db.query(
      `INSERT INTO events SELECT n, 'pbx', 'id' || n, 'call.updated', null, '{101}', now(), now(), '{}'
         FROM generate_series(2, 50000) AS n`,
    );
    await db.query('UPDATE event_log_head SET last_sequence = 50000');
    await log.catchUp();
    const filter = { dns: ['999'] as Dn[], limit: 10 };
    const first = await log.read({ since: toSequence(0), ...filter });
    expect(first.events.map((event) => event.sequence)).toEqual([1]);
    expect(first.lookedAt).toBe(20_000);
    const second = await log.read({ since: toSequence(40_000), ...filter });
    expect(second).toEqual({ events: [], lookedAt: 50_000 });
  });

  it('shows events for everybody to every filter, and the rest to those it concerns', async () => {
    const { log } = await writer();
    await log.append([draft(1, ['101', '102']), draft(2, ['103']), draft(3, null)]);
    const read = async (dns?: string[], visibleDns?: string[]) => {
      const request = { since: toSequence(0), limit: 10, dns: dns as Dn[] | undefined };
      const page = await log.read({ ...request, visibleDns: visibleDns as Dn[] | undefined });
      return page.events.map((event) => event.sequence as number);
    };
    expect(await read(['102'])).toEqual([1, 3]);
    expect(await read(['102', '103'], ['103'])).toEqual([2, 3]);
    expect(await read()).toEqual([1, 2, 3]);
  });

  it('tells a consumer what became of its position', async () => {
    const { log } = await writer();
    await log.append([draft(1), draft(2), draft(3)]);
    const { epoch } = log.position();
    expect(log.resolve('now')).toMatchObject({ from: 3, recovered: true });
    expect(log.resolve(toSequence(1), epoch)).toMatchObject({ from: 1, recovered: true });
    expect(log.resolve(toSequence(1), 'another')).toMatchObject({ from: 0, recovered: false });
    expect(log.resolve(toSequence(99))).toMatchObject({ from: 0, recovered: false });
  });

  it('knows a position that another node has told of before it has heard of it', async () => {
    const { log } = await writer();
    const other = await node();
    const [event] = await log.append([draft(1)]);
    const since = event?.sequence ?? toSequence(0);
    await other.log.reach(since);
    expect(other.log.resolve(since)).toMatchObject({ from: 1, recovered: true });
    await other.log.reach(toSequence(9));
    expect(other.log.resolve(toSequence(9))).toMatchObject({ from: 0, recovered: false });
  });

  it('forgets what is past retention, from the beginning on', async () => {
    const { log, db, options, lease } = await writer();
    await log.append([draft(1), draft(2), draft(3)]);
    await db.query("UPDATE events SET logged_at = now() - interval '31 days' WHERE sequence < 3");
    await new RetentionWorker(db, log, options, lease, clock).forget(new AbortController().signal);
    expect(log.position()).toMatchObject({ oldest: 3, newest: 3 });
    expect(log.resolve(toSequence(1))).toMatchObject({ from: 2, recovered: false });
    expect(log.resolve(toSequence(2))).toMatchObject({ from: 2, recovered: true });
  });
});
