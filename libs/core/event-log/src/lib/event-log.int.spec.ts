import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CallId, type Dn, toSequence } from '@3cx-relay/contracts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@3cx-relay/embedded-postgres';
import { connectStore, StoreOptions } from '@3cx-relay/store';
import { SystemClock, SystemRandom } from '@3cx-relay/util';
import type { DataSource } from 'typeorm';
import type { EventDraft, StoredEvent } from './event-log';
import { EventLogOptions } from './event-log.options';
import { LogFollower } from './log-follower.worker';
import { FencedError } from './log.errors';
import { LogWriter } from './log-writer';
import { PostgresEventLog } from './postgres-event-log';
import { RetentionWorker } from './retention.worker';
import { WriterLease, WriterLeaseOptions } from './writer-lease';

const SCHEMA = path.resolve(__dirname, '../../../../../schema');
const clock = new SystemClock();
const random = new SystemRandom();

function draft(n: number, dns: string[] | null = ['101']): EventDraft {
  return {
    type: n % 2 ? 'call.updated' : 'call.ringing',
    subject: `calls/c${n}`,
    time: new Date(n).toISOString(),
    callId: `c${n}` as CallId,
    dns: dns as Dn[] | null,
    data: { n },
  };
}

/** One relay's view of a store: writer, log and lease. */
class Node {
  readonly options = new EventLogOptions('pbx', '//pbx.example.com', { maxPending: 1_000 });
  readonly writer: LogWriter;
  readonly log: PostgresEventLog;
  readonly lease: WriterLease;
  readonly seen: StoredEvent[] = [];
  private readonly stopping = new AbortController();
  private running: Promise<void>[] = [];

  private constructor(
    readonly db: DataSource,
    readonly url: string,
  ) {
    this.writer = new LogWriter(db, this.options, clock, random);
    this.log = new PostgresEventLog(db, this.writer);
    this.lease = new WriterLease(new WriterLeaseOptions(url), this.options, this.writer, clock);
    this.log.onAppended((events) => this.seen.push(...events));
  }

  static async on(url: string): Promise<Node> {
    const node = new Node(await connectStore(new StoreOptions(url, SCHEMA, 'pbx', 5)), url);
    await node.log.open();
    return node;
  }

  /** Becomes the writer, or waits to. */
  candidate(): this {
    const { signal } = this.stopping;
    this.running.push(
      this.lease.run(
        signal,
        (held) => new Promise((done) => held.addEventListener('abort', () => done())),
      ),
    );
    return this;
  }

  follow(): this {
    const follower = new LogFollower(new WriterLeaseOptions(this.url), this.log, clock, random);
    this.running.push(follower.run(this.stopping.signal));
    return this;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
    await this.db.destroy();
  }
}

async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited 15 s in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('the event log', () => {
  let server: EmbeddedPostgres;
  let folder: string;
  let databases = 0;
  let url: string;
  let nodes: Node[];

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'event-log-'));
    chmodSync(folder, 0o755);
    server = await startEmbeddedPostgres({ dataDir: folder, durable: false });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    databases += 1;
    nodes = [];
    const admin = await connectStore(new StoreOptions(server.url(), SCHEMA, 'pbx', 1));
    await admin.query(`CREATE DATABASE log_${databases}`);
    await admin.destroy();
    url = server.url(`log_${databases}`);
  });
  afterEach(() => Promise.all(nodes.map((node) => node.stop())));

  async function node(): Promise<Node> {
    const made = await Node.on(url);
    nodes.push(made);
    return made;
  }

  async function writer(): Promise<Node> {
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
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        log.append([draft(n)], async (transaction) => {
          if (n === 7) await transaction.query('SELECT 1 / 0');
        }),
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
    await log.append([draft(1)], (transaction, [event]) =>
      transaction.query('INSERT INTO beside VALUES ($1)', [event?.sequence]),
    );
    expect(await db.query('SELECT sequence FROM beside')).toEqual([{ sequence: '1' }]);
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
    await first.db.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '3cx-relay writer' AND datname = current_database()",
    );
    await until('somebody has taken over', () => first.lease.isHeld || second.lease.isHeld);
    const winner = first.lease.isHeld ? first : second;
    await winner.log.append([draft(3)]);
    await until('the other has heard', () => second.seen.length === 2);
    expect(second.seen.map((event) => event.sequence)).toEqual([1, 2]);
  });

  it('never writes under a later term what was taken under an earlier one', async () => {
    const { db, options } = await node();
    const writer = new LogWriter(db, options, clock, random);
    writer.open(0);
    let tries = 0;
    const stale = writer.append([draft(1)], async () => {
      tries += 1;
      // The store goes away in mid-append; the lease is lost and regained before it returns.
      writer.close();
      writer.open(3);
      throw Object.assign(new Error('terminating connection'), { code: '57P01' });
    });
    await expect(stale).rejects.toThrow(FencedError);
    expect(tries).toBe(1);
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
