import { WEBHOOK_SORTS, type WebhookQuery } from '@3cx-relay/contracts';
import { type PagedRow, SortedList } from '@3cx-relay/store';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Endpoint, type EndpointRow, toEndpoint } from './endpoint';
import { WebhooksOptions } from './webhooks.options';

/** Whose endpoints: those of one key, or of all (null). */
export type Owner = string | null;

export interface EndpointsPage {
  readonly endpoints: readonly Endpoint[];
  readonly nextCursor: string | null;
}

/** Rises with the time it was made at. */
const ID = { sql: 'id', type: 'text' } as const;
const ENDPOINTS = new SortedList<(typeof WEBHOOK_SORTS)[number]>({
  id: ID,
  fields: {
    createdAt: ID,
    // A cursor has a bound.
    url: { sql: 'left(lower(url), 200)', type: 'text' },
    enabled: { sql: 'enabled::int', type: 'bigint' },
    pending: {
      sql: `(SELECT count(*) FROM webhook_deliveries d
              WHERE d.pbx_id = e.pbx_id AND d.endpoint_id = e.id AND d.state = 'pending')`,
      type: 'bigint',
    },
    // What never was delivered to, long ago.
    lastDeliveredAt: { sql: `coalesce(last_delivered_at, 'epoch')`, type: 'timestamptz' },
  },
  usual: '-createdAt',
});

const dateOf = (time: number | null): Date | null => (time === null ? null : new Date(time));

/** The table of endpoints. */
@Injectable()
export class EndpointsStore {
  constructor(
    private readonly db: DataSource,
    private readonly options: WebhooksOptions,
  ) {}

  async find(id: string, owner: Owner): Promise<Endpoint | undefined> {
    const rows: EndpointRow[] = await this.db.query(
      `SELECT * FROM webhook_endpoints
        WHERE pbx_id = $1 AND id = $2 AND ($3::text IS NULL OR key_id = $3)`,
      [this.options.pbxId, id, owner],
    );
    return rows[0] && toEndpoint(rows[0]);
  }

  /**
   * A page of them; `search` is a part of address or description, whatever its case.
   * @throws RelayError INVALID_REQUEST (cursor)
   */
  async list(owner: Owner, query: WebhookQuery): Promise<EndpointsPage> {
    const page = ENDPOINTS.page(query, 3);
    const rows: (EndpointRow & PagedRow)[] = await this.db.query(
      `SELECT e.*, ${page.columns} FROM webhook_endpoints e
        WHERE pbx_id = $1 AND ($2::text IS NULL OR key_id = $2)
          AND ($3::text IS NULL OR strpos(lower(url || ' ' || coalesce(description, '')), lower($3)) > 0)
          AND ${page.after} ${page.tail}`,
      [this.options.pbxId, owner, query.search ?? null, ...page.values],
    );
    const { rows: shown, nextCursor } = page.take(rows);
    return { endpoints: shown.map(toEndpoint), nextCursor };
  }

  async enabled(): Promise<Endpoint[]> {
    const rows: EndpointRow[] = await this.db.query(
      'SELECT * FROM webhook_endpoints WHERE pbx_id = $1 AND enabled',
      [this.options.pbxId],
    );
    return rows.map(toEndpoint);
  }

  async count(keyId: string | null): Promise<number> {
    const rows: { count: number }[] = await this.db.query(
      `SELECT count(*)::int AS count FROM webhook_endpoints
        WHERE pbx_id = $1 AND key_id IS NOT DISTINCT FROM $2`,
      [this.options.pbxId, keyId],
    );
    return rows[0]?.count ?? 0;
  }

  async insert(endpoint: Endpoint): Promise<void> {
    const { id, keyId, url, types, dns, description, enabled, secret, createdAt } = endpoint;
    await this.db.query(
      `INSERT INTO webhook_endpoints (pbx_id, id, key_id, url, types, dns, description, enabled,
         secret, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        ...[this.options.pbxId, id, keyId, url, types, dns, description, enabled, secret],
        new Date(createdAt),
      ],
    );
  }

  /**
   * Changes an endpoint under its lock, so that the outcome of a delivery is not lost.
   * @returns `undefined` when it is not there
   */
  async change(
    id: string,
    change: (endpoint: Endpoint) => Endpoint,
    also: (transaction: EntityManager, before: Endpoint, after: Endpoint) => Promise<void> = () =>
      Promise.resolve(),
  ): Promise<Endpoint | undefined> {
    return this.db.transaction(async (transaction) => {
      const before = await this.lock(transaction, id);
      if (!before) return undefined;
      const after = change(before);
      await this.write(transaction, after);
      await also(transaction, before, after);
      return after;
    });
  }

  async lock(transaction: EntityManager, id: string): Promise<Endpoint | undefined> {
    const rows: EndpointRow[] = await transaction.query(
      'SELECT * FROM webhook_endpoints WHERE pbx_id = $1 AND id = $2 FOR UPDATE',
      [this.options.pbxId, id],
    );
    return rows[0] && toEndpoint(rows[0]);
  }

  async write(transaction: EntityManager, after: Endpoint): Promise<void> {
    await transaction.query(
      `UPDATE webhook_endpoints SET url = $3, types = $4, dns = $5, description = $6, enabled = $7,
         disabled_reason = $8, secret = $9, previous_secret = $10, previous_valid_until = $11,
         failures = $12, failing_since = $13, probe_at = $14, last_delivered_at = $15
       WHERE pbx_id = $1 AND id = $2`,
      [
        ...[this.options.pbxId, after.id, after.url, after.types, after.dns, after.description],
        ...[after.enabled, after.disabledReason, after.secret, after.previousSecret],
        ...[dateOf(after.previousValidUntil), after.failures, dateOf(after.failingSince)],
        ...[dateOf(after.probeAt), dateOf(after.lastDeliveredAt)],
      ],
    );
  }

  /** With its deliveries. */
  async delete(id: string): Promise<void> {
    await this.db.query('DELETE FROM webhook_endpoints WHERE pbx_id = $1 AND id = $2', [
      this.options.pbxId,
      id,
    ]);
  }
}
