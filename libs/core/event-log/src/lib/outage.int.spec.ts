import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@3cx-relay/embedded-postgres';
import { until } from '@3cx-relay/testing';
import { draft, LogNode } from '../testing/log-node';

/** Numbers of the events that a node was told of, in that order. */
function seenBy(node: LogNode): unknown[] {
  return node.seen.map((event) => (JSON.parse(event.json) as { data: { n: unknown } }).data.n);
}

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

jest.setTimeout(40_000);

describe('the log while its store is away', () => {
  let folder: string;
  let spoolDir: string;
  let server: EmbeddedPostgres;
  let nodes: LogNode[];

  async function startServer(port?: number): Promise<void> {
    const dataDir = path.join(folder, 'pg');
    server = await startEmbeddedPostgres({ dataDir, durable: false, ...(port ? { port } : {}) });
  }

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'log-outage-'));
    chmodSync(folder, 0o755);
    spoolDir = path.join(folder, 'spool');
    nodes = [];
    await startServer();
  });
  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function writer(dir = spoolDir): Promise<LogNode> {
    const made = (await LogNode.on(server.url(), dir)).candidate();
    nodes.push(made);
    await until('the lease is held', () => made.lease.isHeld);
    return made;
  }

  const spooled = () => existsSync(spoolDir) && readdirSync(spoolDir).length > 0;

  it('keeps on disk what is appended, and writes it in order when the store is back', async () => {
    const node = await writer();
    const written = upTo(50).map((n) => node.log.append([draft(n)]));
    await Promise.all(written);
    await server.stop();
    const waiting = upTo(3_000)
      .slice(50)
      .map((n) => node.log.append([draft(n)]));
    await until('it lies on disk', () => node.log.backlog().isOnDisk);
    expect(node.lease.isHeld).toBe(true);
    await startServer(server.port);
    await Promise.all(waiting);
    expect(seenBy(node)).toEqual(upTo(3_000));
    expect(node.seen.map(({ sequence }) => sequence)).toEqual(upTo(3_000).map((n) => n + 1));
    expect(spooled()).toBe(false);
    expect(node.log.backlog()).toEqual({ events: 0, bytes: 0, isOnDisk: false });
    await node.log.append([draft(3_000)]);
    expect(seenBy(node).at(-1)).toBe(3_000);
  });

  it('goes on through a restart of the relay in the middle of the outage', async () => {
    const killed = await writer();
    await killed.log.append([draft(0)]);
    await server.stop();
    const lost = upTo(20)
      .slice(1)
      .map((n) => killed.log.append([draft(n)]));
    const refused = Promise.allSettled(lost);
    await until('it lies on disk', () => spooled() && killed.log.backlog().isOnDisk);
    // As a killed process leaves it: nothing is said to anybody, the file stays.
    await killed.abandon();
    await refused;
    nodes = [];
    await startServer(server.port);
    const next = await writer();
    await next.log.append([draft(20)]);
    expect(seenBy(next)).toEqual(upTo(21).slice(1));
    expect(spooled()).toBe(false);
  });

  it('gives up what waited when another relay has written meanwhile', async () => {
    const first = await writer();
    await server.stop();
    const refused = Promise.allSettled([first.log.append([draft(1)])]);
    await until('it lies on disk', () => first.log.backlog().isOnDisk);
    await first.abandon();
    await refused;
    nodes = [];
    await startServer(server.port);
    const second = await writer(path.join(folder, 'other-spool'));
    await second.log.append([draft(2)]);
    await second.stop();
    nodes = [];
    const again = await writer();
    await again.log.append([draft(3)]);
    expect(seenBy(again)).toEqual([3]);
    expect(spooled()).toBe(false);
  });

  it('ends when it is asked to while what waited on disk cannot be written', async () => {
    const killed = await writer();
    await server.stop();
    const refused = Promise.allSettled([
      killed.log.append([draft(0)], { kind: 'slow', data: null }),
    ]);
    await until('it lies on disk', () => killed.log.backlog().isOnDisk);
    await killed.abandon();
    await refused;
    await startServer(server.port);
    const next = await LogNode.on(server.url(), spoolDir);
    let begun = false;
    next.log.writesAlongside('slow', async (transaction) => {
      begun = true;
      await transaction.query('SELECT pg_sleep(60)');
    });
    next.candidate();
    nodes = [];
    await until('it is being written', () => begun);
    await server.stop();
    await next.abandon();
    expect(next.lease.isHeld).toBe(false);
    expect(spooled()).toBe(true);
  });

  it('keeps on disk what is appended while the store has no room for it', async () => {
    const node = await writer();
    await node.log.append([draft(0)]);
    // As PostgreSQL says it when its disk is full.
    await node.db.query(
      `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$`,
    );
    await node.db.query(
      'CREATE TRIGGER full_disk BEFORE INSERT ON events EXECUTE FUNCTION full_disk()',
    );
    const waiting = upTo(200)
      .slice(1)
      .map((n) => node.log.append([draft(n)]));
    await until('it lies on disk', () => node.log.backlog().isOnDisk);
    expect(node.lease.isHeld).toBe(true);
    await node.db.query('DROP TRIGGER full_disk ON events');
    await Promise.all(waiting);
    expect(seenBy(node)).toEqual(upTo(200));
    expect(spooled()).toBe(false);
  });

  it('refuses more than the bound, and keeps what it took', async () => {
    const node = await LogNode.on(server.url(), spoolDir, 20_000);
    nodes.push(node.candidate());
    await until('the lease is held', () => node.lease.isHeld);
    await server.stop();
    const results = Promise.allSettled(upTo(5_000).map((n) => node.log.append([draft(n)])));
    const tooMany = node.log.append([draft(5_000)]);
    await expect(tooMany).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await startServer(server.port);
    const taken = (await results).filter(({ status }) => status === 'fulfilled').length;
    expect(taken).toBeGreaterThan(50);
    expect(seenBy(node)).toEqual(upTo(taken));
  });
});
