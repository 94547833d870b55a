import { HEALTH_COMPONENTS } from '@3cx-relay/contracts';
import { StoreHealth } from '@3cx-relay/store';
import { Databases } from '@3cx-relay/store/testing';
import { until } from '@3cx-relay/testing';
import { ManualClock } from '@3cx-relay/util';
import type { DataSource } from 'typeorm';
import { ConnectionHistory } from './connection-history';
import { ConnectionMonitor, type StateChange } from './connection-monitor';
import { Metrics } from './metrics';
import { StoreProbe } from './store-probe.worker';

describe('monitoring', () => {
  let databases: Databases;
  let db: DataSource;
  let start: number;
  let clock: ManualClock;
  let monitor: ConnectionMonitor;
  let history: ConnectionHistory;
  let stopping: AbortController;
  let running: Promise<void>;

  beforeAll(async () => {
    databases = await Databases.start();
  }, 60_000);
  afterAll(() => databases.stop());
  beforeEach(async () => {
    const store = await databases.connect(2);
    db = store.db;
    // What is older than 31 days by the server's clock is forgotten.
    start = Date.now() - 3_600_000;
    clock = new ManualClock(start);
    monitor = new ConnectionMonitor(clock);
    history = new ConnectionHistory(monitor, db, store.options, clock);
    stopping = new AbortController();
    running = history.run(stopping.signal);
  });
  afterEach(async () => {
    await stop();
    if (db.isInitialized) await db.destroy();
  });

  async function stop(): Promise<void> {
    stopping.abort();
    await running;
  }

  /** Seconds after the start and the state of each change. */
  async function changesFrom(fromMs: number): Promise<[number, string | null][]> {
    const rows = await history.changes('xapi', fromMs);
    return rows.map(({ atMs, state }) => [(atMs - start) / 1_000, state]);
  }

  it('keeps each change once, and the stop of the relay as a time of which nothing is known', async () => {
    await clock.advance(5_000);
    monitor.report('xapi', { state: 'connected' });
    monitor.report('xapi', { state: 'connected', latencyMs: 4 });
    await clock.advance(5_000);
    monitor.report('xapi', { state: 'disconnected', error: 'no route' });
    await stop();
    await expect(changesFrom(start)).resolves.toEqual([
      [0, 'connecting'],
      [5, 'connected'],
      [10, 'disconnected'],
      [10, null],
    ]);
  });

  it('begins with the state that was in force at the time asked for', async () => {
    await clock.advance(5_000);
    monitor.report('xapi', { state: 'connected' });
    await stop();
    expect((await changesFrom(start + 3_000))[0]).toEqual([0, 'connecting']);
  });

  it('keeps one latency per component in ten seconds, and gives means per bucket', async () => {
    for (const latencyMs of [10, 99, 30, 99, 50]) {
      monitor.report('xapi', { state: 'connected', latencyMs });
      monitor.report('database', { state: 'connected', latencyMs: 7 });
      await clock.advance(5_000);
    }
    await stop();
    const kept = await history.latencies('xapi', start);
    expect(kept.map(({ latencyMs }) => latencyMs)).toEqual([10, 30, 50]);
    const to = new Date(start + 40_000);
    const buckets = await history.latencyBuckets(new Date(start), to, 20);
    expect(buckets.filter(({ component }) => component === 'xapi')).toEqual([
      { component: 'xapi', bucket: 0, latencyMs: 20 },
      { component: 'xapi', bucket: 1, latencyMs: 50 },
    ]);
  });

  it('writes everything once when the store returns, also where it failed half-way', async () => {
    await db.query('ALTER TABLE connection_latencies RENAME TO away');
    monitor.report('xapi', { state: 'connected', latencyMs: 3 });
    await clock.advance(1_000);
    await until('the write has failed', () => clock.sleeping === 1);
    await db.query('ALTER TABLE away RENAME TO connection_latencies');
    await stop();
    await expect(changesFrom(start)).resolves.toEqual([
      [0, 'connecting'],
      [0, 'connected'],
      [1, null],
    ]);
    expect(await history.latencies('xapi', start)).toHaveLength(1);
  });

  it('forgets what is older than it shows', async () => {
    await db.query(
      `INSERT INTO connection_changes VALUES ('pbx', 'xapi', now() - interval '32 days', 'connected')`,
    );
    await stop();
    expect((await history.changes('xapi', 0))[0]?.atMs).toBe(start);
  });

  it('keeps of older days one mean latency in ten minutes, and a mean stays as it is', async () => {
    await db.query(
      `INSERT INTO connection_latencies
         SELECT 'pbx', 'xapi', date_bin('10 minutes', now(), 'epoch') - interval '2 days'
                + n * interval '10 seconds' + interval '5 seconds', 10 + n % 2 * 10
           FROM generate_series(0, 119) n`,
    );
    const all = async () =>
      (await history.latencies('xapi', 0)).map(({ atMs, latencyMs }) => [
        atMs % 600_000,
        latencyMs,
      ]);
    const means = [
      [0, 15],
      [0, 15],
    ];
    for (const state of ['connected', 'disconnected'] as const) {
      monitor.report('xapi', { state });
      await clock.advance(3_600_000);
      await until('it is written', () => clock.sleeping === 1);
      expect(await all()).toEqual(means);
    }
  });

  it('tells listeners of a change once, with what was before and why', () => {
    const told: StateChange[] = [];
    const end = monitor.onStateChanged((change) => told.push(change));
    const news = { state: 'disconnected', error: 'no route' } as const;
    monitor.report('xapi', news);
    monitor.report('xapi', news);
    end();
    monitor.report('xapi', { state: 'connected' });
    const at = clock.nowIso();
    expect(told).toEqual([
      { component: 'xapi', state: 'disconnected', previous: 'connecting', reason: 'no route', at },
    ]);
    expect(monitor.of('xapi')).toMatchObject({ reconnects: 1, state: 'connected' });
  });

  it('counts a reconnect that was asked for, without an error', () => {
    for (const state of ['connected', 'connecting', 'connected'] as const) {
      monitor.report('xapi', { state });
    }
    expect(monitor.of('xapi')).toMatchObject({ reconnects: 1, lastError: null });
  });

  it('reports the store as connected while it answers, as disconnected with a remedy when not', async () => {
    const probe = new StoreProbe(new StoreHealth(db, clock), monitor, clock);
    await probe.probe(new AbortController().signal);
    expect(monitor.of('store')).toMatchObject({ state: 'connected', latencyMs: 0 });
    await stop();
    await db.destroy();
    await probe.probe(new AbortController().signal);
    expect(monitor.of('store')).toMatchObject({
      state: 'disconnected',
      lastError: { remedy: expect.stringContaining('PostgreSQL') },
    });
  });

  it('shows each connection in exactly one state to Prometheus', async () => {
    monitor.report('xapi', { state: 'connected' });
    const text = await new Metrics(monitor).text();
    const ones = text.split('\n').filter((line) => /^relay_connection_state\{.*\} 1$/.test(line));
    expect(ones).toHaveLength(HEALTH_COMPONENTS.length);
    expect(ones).toContain('relay_connection_state{component="xapi",state="connected"} 1');
  });
});
