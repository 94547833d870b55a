import { Clock, errorMessage, type Worker } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ulid } from 'ulid';
import { ApiKeysOptions } from './api-keys.options';
import { KeyShares, type Share } from './key-shares';
import { KeyUse } from './key-use';

/** How long what a key does here may be unknown to other nodes. */
const TELL_MS = 1_000;
/** A node that said nothing for this long is gone, or cut off. */
const STALE = '10 seconds';

interface ShareRow {
  readonly key_id: string;
  readonly connections: number;
  readonly requests: number;
}

/** Tells the other nodes what each key does here, and learns what it does there. */
@Injectable()
export class KeySharesWorker implements Worker {
  readonly name = 'api-key-shares';
  private readonly logger = new Logger(KeySharesWorker.name);
  private readonly nodeId = ulid();
  /** Whether rows of this node may be there. */
  private hasTold = false;
  private failures = 0;

  constructor(
    private readonly db: DataSource,
    private readonly options: ApiKeysOptions,
    private readonly clock: Clock,
    private readonly here: KeyUse,
    private readonly shares: KeyShares,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.attempt(() => this.exchange());
      await this.clock.sleep(TELL_MS, signal);
    }
    await this.attempt(() => this.leave());
  }

  /** Tells and learns once. */
  async exchange(): Promise<void> {
    await this.tell();
    const rows: ShareRow[] = await this.db.query(
      `SELECT key_id, sum(connections)::int AS connections,
              coalesce(sum(used) FILTER (WHERE window_ends > clock_timestamp()), 0)::int AS requests
         FROM api_key_shares
        WHERE pbx_id = $1 AND node_id <> $2 AND told_at > clock_timestamp() - interval '${STALE}'
        GROUP BY key_id`,
      [this.options.pbxId, this.nodeId],
    );
    this.shares.replace(
      new Map(
        rows.map(({ key_id, connections, requests }): [string, Share] => [
          key_id,
          { connections, requests },
        ]),
      ),
    );
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.failures = 0;
    } catch (error) {
      this.failures += 1;
      if (this.failures > 1) return;
      // Without the store each node keeps its own limits.
      this.shares.replace(new Map());
      this.logger.warn(`limits are not shared with other nodes: ${errorMessage(error)}`);
    }
  }

  /** In one statement; a node whose keys do nothing writes nothing. */
  private async tell(): Promise<void> {
    const used = this.here.all();
    if (used.length === 0 && !this.hasTold) return;
    this.hasTold = true;
    await this.db.query(
      `WITH told AS (
         INSERT INTO api_key_shares
                (pbx_id, node_id, key_id, connections, used, window_ends, told_at)
         SELECT $1, $2, key_id, connections, used,
                clock_timestamp() + left_ms * interval '1 millisecond', clock_timestamp()
           FROM unnest($3::text[], $4::int[], $5::int[], $6::float8[])
             AS u (key_id, connections, used, left_ms)
         ON CONFLICT (pbx_id, node_id, key_id) DO UPDATE SET connections = EXCLUDED.connections,
           used = EXCLUDED.used, window_ends = EXCLUDED.window_ends, told_at = EXCLUDED.told_at)
       DELETE FROM api_key_shares
        WHERE pbx_id = $1 AND ((node_id = $2 AND key_id <> ALL($3))
              OR told_at < clock_timestamp() - 6 * interval '${STALE}')`,
      [
        ...[this.options.pbxId, this.nodeId, used.map(({ keyId }) => keyId)],
        ...[used.map(({ connections }) => connections), used.map(({ requests }) => requests)],
        used.map(({ leftMs }) => leftMs),
      ],
    );
    this.hasTold = used.length > 0;
  }

  private async leave(): Promise<void> {
    await this.db.query('DELETE FROM api_key_shares WHERE pbx_id = $1 AND node_id = $2', [
      this.options.pbxId,
      this.nodeId,
    ]);
  }
}
