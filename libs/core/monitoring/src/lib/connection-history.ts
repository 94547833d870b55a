import {
  type ConnectionState,
  HEALTH_COMPONENTS,
  type HealthComponent,
} from '@3cx-relay/contracts';
import { StoreOptions } from '@3cx-relay/store';
import { Clock, errorMessage, type Worker } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ConnectionMonitor, type LatencySample, type StateChange } from './connection-monitor';

const FLUSH_MS = 1_000;
/** One sample of latency per component is kept in this time. */
const SAMPLE_MS = 10_000;
const KEEP_DAYS = 31;
/** Older samples are one mean of this time: charts of a month draw no finer. */
const THINNED = '10 minutes';
/** The charts of the last day draw finer. */
const THINNED_AFTER_HOURS = 25;
const FORGET_EVERY_MS = 3_600_000;
const MAX_WAITING = 10_000;

interface ChangeRow {
  readonly component: HealthComponent;
  readonly at: string;
  readonly state: ConnectionState | null;
}

/** Keeps what happened to the connections, for the bars and lines of the last 30 days. */
@Injectable()
export class ConnectionHistory implements Worker {
  readonly name = 'connection history';
  private readonly logger = new Logger(ConnectionHistory.name);
  private changed: ChangeRow[] = [];
  private samples: LatencySample[] = [];
  private readonly sampledAt = new Map<HealthComponent, number>();
  private forgottenAt = 0;

  constructor(
    private readonly monitor: ConnectionMonitor,
    private readonly db: DataSource,
    private readonly store: StoreOptions,
    private readonly clock: Clock,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    const stop = [
      this.monitor.onStateChanged((change) => this.keep(change)),
      this.monitor.onLatency((sample) => this.sample(sample)),
    ];
    for (const { component, state } of this.monitor.now()) {
      this.changed.push({ component, state, at: this.clock.nowIso() });
    }
    while (!signal.aborted) {
      await this.clock.sleep(FLUSH_MS, signal);
      await this.flush();
    }
    for (const end of stop) end();
    // Until the next start nothing is known.
    const at = this.clock.nowIso();
    this.changed.push(...HEALTH_COMPONENTS.map((component) => ({ component, at, state: null })));
    await this.flush();
  }

  /** Ascending, beginning with the one in force at `fromMs`. */
  async changes(
    component: HealthComponent,
    fromMs: number,
  ): Promise<{ atMs: number; state: ConnectionState | null }[]> {
    const rows: { at: Date; state: ConnectionState | null }[] = await this.db.query(
      `SELECT at, state FROM connection_changes
        WHERE pbx_id = $1 AND component = $2 AND at >= coalesce(
          (SELECT max(at) FROM connection_changes
            WHERE pbx_id = $1 AND component = $2 AND at <= $3), $3)
        ORDER BY at`,
      [this.store.pbxId, component, new Date(fromMs)],
    );
    return rows.map(({ at, state }) => ({ atMs: at.getTime(), state }));
  }

  /** Ascending. */
  async latencies(
    component: HealthComponent,
    fromMs: number,
  ): Promise<{ atMs: number; latencyMs: number }[]> {
    const rows: { at: Date; latency_ms: number }[] = await this.db.query(
      `SELECT at, latency_ms FROM connection_latencies
        WHERE pbx_id = $1 AND component = $2 AND at >= $3 ORDER BY at`,
      [this.store.pbxId, component, new Date(fromMs)],
    );
    return rows.map((row) => ({ atMs: row.at.getTime(), latencyMs: row.latency_ms }));
  }

  /** Means per bucket; buckets are numbered from 0 at `from`. */
  async latencyBuckets(
    from: Date,
    to: Date,
    bucketSeconds: number,
  ): Promise<{ component: HealthComponent; bucket: number; latencyMs: number }[]> {
    const rows: { component: HealthComponent; bucket: number; latency: number }[] =
      await this.db.query(
        `SELECT component, floor(extract(epoch FROM at - $2) / $4)::int AS bucket,
                avg(latency_ms)::real AS latency
           FROM connection_latencies
          WHERE pbx_id = $1 AND component = ANY($5) AND at >= $2 AND at < $3
          GROUP BY 1, 2 ORDER BY 2`,
        [this.store.pbxId, from, to, bucketSeconds, HEALTH_COMPONENTS],
      );
    return rows.map(({ component, bucket, latency }) => ({
      component,
      bucket,
      latencyMs: latency,
    }));
  }

  private keep({ component, at, state }: StateChange): void {
    if (this.changed.length < MAX_WAITING) this.changed.push({ component, at, state });
  }

  private sample(sample: LatencySample): void {
    const now = this.clock.monotonic();
    const last = this.sampledAt.get(sample.component);
    if (last !== undefined && now - last < SAMPLE_MS) return;
    this.sampledAt.set(sample.component, now);
    if (this.samples.length < MAX_WAITING) this.samples.push(sample);
  }

  private async flush(): Promise<void> {
    const { changed, samples } = this;
    if (changed.length === 0 && samples.length === 0) return;
    this.changed = [];
    this.samples = [];
    try {
      await this.write(changed, samples);
    } catch (error) {
      // The store is away: what waits is written when it returns.
      this.changed = [...changed, ...this.changed].slice(0, MAX_WAITING);
      this.samples = [...samples, ...this.samples].slice(0, MAX_WAITING);
      this.logger.debug(`connection history: ${errorMessage(error)}`);
    }
  }

  private async write(
    changed: readonly ChangeRow[],
    samples: readonly LatencySample[],
  ): Promise<void> {
    // Together: what failed half-way would be written twice.
    await this.db.transaction(async (db) => {
      await db.query(
        `INSERT INTO connection_changes (pbx_id, component, at, state)
         SELECT $1, component, at, state
           FROM json_to_recordset($2::json) AS r (component text, at timestamptz, state text)`,
        [this.store.pbxId, JSON.stringify(changed)],
      );
      await db.query(
        `INSERT INTO connection_latencies (pbx_id, component, at, latency_ms)
         SELECT $1, component, at, "latencyMs"
           FROM json_to_recordset($2::json) AS r (component text, at timestamptz, "latencyMs" real)`,
        [this.store.pbxId, JSON.stringify(samples)],
      );
    });
    await this.forget();
  }

  private async forget(): Promise<void> {
    const now = this.clock.monotonic();
    if (this.forgottenAt !== 0 && now - this.forgottenAt < FORGET_EVERY_MS) return;
    this.forgottenAt = now;
    for (const table of ['connection_changes', 'connection_latencies']) {
      await this.db.query(`DELETE FROM ${table} WHERE at < now() - interval '${KEEP_DAYS} days'`);
    }
    await this.thin();
  }

  /** A month of samples every ten seconds is a million rows; a mean stays where its time begins. */
  private async thin(): Promise<void> {
    const bin = `date_bin('${THINNED}', at, 'epoch')`;
    await this.db.query(
      `WITH samples AS (
         DELETE FROM connection_latencies
          WHERE at < date_bin('${THINNED}', now() - interval '${THINNED_AFTER_HOURS} hours', 'epoch')
            AND at <> ${bin}
         RETURNING *)
       INSERT INTO connection_latencies (pbx_id, component, at, latency_ms)
       SELECT pbx_id, component, ${bin}, avg(latency_ms) FROM samples GROUP BY 1, 2, 3`,
    );
  }
}
