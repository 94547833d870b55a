import { Clock, errorMessage, type Worker } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ApiKeysOptions } from './api-keys.options';

const FLUSH_MS = 5_000;
/** Rows that may wait while the store is away: keys times routes, so in practice some hundreds. */
const MAX_ROWS = 20_000;

interface UsageRow {
  readonly keyId: string;
  readonly day: string;
  readonly route: string;
  requests: number;
  errors: number;
}

/** One day's use of one route, as administrators see it. */
export interface RouteUsage {
  readonly day: string;
  readonly route: string;
  readonly requests: number;
  readonly errors: number;
}

/** Counts requests in memory and writes the counts every few seconds: no write per request. */
@Injectable()
export class UsageRecorder implements Worker {
  readonly name = 'api-key-usage';
  private readonly logger = new Logger(UsageRecorder.name);
  private rows = new Map<string, UsageRow>();
  private lastUse = new Map<string, number>();

  constructor(
    private readonly db: DataSource,
    private readonly options: ApiKeysOptions,
    private readonly clock: Clock,
  ) {}

  /** @param route a pattern such as `GET /relay/events`, never an address with its query */
  record(keyId: string, route: string, failed: boolean): void {
    const now = this.clock.now();
    this.lastUse.set(keyId, now);
    const day = new Date(now).toISOString().slice(0, 10);
    this.add({ keyId, day, route, requests: 1, errors: failed ? 1 : 0 });
  }

  /** Writes until told to stop, and once more then. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.clock.sleep(FLUSH_MS, signal);
      await this.flush();
    }
  }

  /** Writes what was counted; when the store is away it is kept for the next time. */
  async flush(): Promise<void> {
    const [rows, lastUse] = [this.rows, this.lastUse];
    if (lastUse.size === 0) return;
    this.rows = new Map();
    this.lastUse = new Map();
    try {
      await this.write([...rows.values()], [...lastUse]);
    } catch (error) {
      this.logger.warn(`the use of keys could not be written: ${errorMessage(error)}`);
      for (const row of rows.values()) this.add(row);
      for (const [keyId, at] of lastUse) {
        this.lastUse.set(keyId, Math.max(at, this.lastUse.get(keyId) ?? 0));
      }
    }
  }

  /** Oldest day first. @param days how many, today included */
  async usageOf(keyId: string, days: number): Promise<RouteUsage[]> {
    await this.flush();
    const from = new Date(this.clock.now() - (days - 1) * 86_400_000).toISOString().slice(0, 10);
    return this.db.query(
      `SELECT to_char(day, 'YYYY-MM-DD') AS day, route, requests::float8 AS requests,
              errors::float8 AS errors
         FROM api_key_usage WHERE pbx_id = $1 AND key_id = $2 AND day >= $3::date
        ORDER BY day, route`,
      [this.options.pbxId, keyId, from],
    );
  }

  private add(row: UsageRow): void {
    const name = `${row.keyId} ${row.day} ${row.route}`;
    const known = this.rows.get(name);
    if (known) {
      known.requests += row.requests;
      known.errors += row.errors;
    } else if (this.rows.size < MAX_ROWS) {
      this.rows.set(name, row);
    }
  }

  private async write(rows: UsageRow[], lastUse: [string, number][]): Promise<void> {
    await this.db.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO api_key_usage (pbx_id, key_id, day, route, requests, errors)
         SELECT $1, * FROM unnest($2::text[], $3::date[], $4::text[], $5::bigint[], $6::bigint[])
         ON CONFLICT (pbx_id, key_id, day, route) DO UPDATE SET
           requests = api_key_usage.requests + EXCLUDED.requests,
           errors = api_key_usage.errors + EXCLUDED.errors`,
        [
          this.options.pbxId,
          rows.map((row) => row.keyId),
          rows.map((row) => row.day),
          rows.map((row) => row.route),
          rows.map((row) => row.requests),
          rows.map((row) => row.errors),
        ],
      );
      await tx.query(
        `UPDATE api_keys SET last_used_at = greatest(last_used_at, used.at)
           FROM unnest($2::text[], $3::timestamptz[]) AS used (id, at)
          WHERE api_keys.pbx_id = $1 AND api_keys.id = used.id`,
        [
          this.options.pbxId,
          lastUse.map(([keyId]) => keyId),
          lastUse.map(([, at]) => new Date(at)),
        ],
      );
    });
  }
}
