import {
  API_KEY_SORTS,
  type ApiKeyQuery,
  type Dn,
  type GrantableScope,
} from '@3cx-relay/contracts';
import { type PagedRow, SortedList } from '@3cx-relay/store';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ApiKey } from './api-key';
import { ApiKeysOptions } from './api-keys.options';

interface KeyRow {
  readonly id: string;
  readonly client_name: string;
  readonly scopes: GrantableScope[];
  readonly dns: Dn[] | null;
  readonly networks: string[] | null;
  readonly expires_at: Date | null;
  readonly rate_limit_per_minute: number;
  readonly secret_hash: string;
  readonly previous_hash: string | null;
  readonly previous_valid_until: Date | null;
  readonly created_at: Date;
  readonly revoked_at: Date | null;
  readonly last_used_at: Date | null;
}

const KEYS = new SortedList<(typeof API_KEY_SORTS)[number]>({
  id: { sql: 'id', type: 'text' },
  fields: {
    clientName: { sql: 'lower(client_name)', type: 'text' },
    state: { sql: 'state', type: 'text' },
    createdAt: { sql: 'created_at', type: 'timestamptz' },
    // What was never used, long ago; what never expires, last of all.
    lastUsedAt: { sql: `coalesce(last_used_at, 'epoch')`, type: 'timestamptz' },
    expiresAt: { sql: `coalesce(expires_at, '9999-01-01T00:00:00Z')`, type: 'timestamptz' },
  },
  usual: '-createdAt',
});

export interface ApiKeysPage {
  readonly keys: readonly ApiKey[];
  readonly nextCursor: string | null;
}

/** Other nodes listen here; the payload is the PBX and the key, separated by a blank. */
export const KEY_CHANNEL = 'relay_api_keys';

/** The table of keys. Every change is announced to all nodes with the commit that makes it. */
@Injectable()
export class ApiKeysStore {
  constructor(
    private readonly db: DataSource,
    private readonly options: ApiKeysOptions,
  ) {}

  async find(id: string): Promise<ApiKey | undefined> {
    const rows: KeyRow[] = await this.db.query(
      'SELECT * FROM api_keys WHERE pbx_id = $1 AND id = $2',
      [this.options.pbxId, id],
    );
    return rows[0] && toKey(rows[0]);
  }

  /** A page of them, as they are at a time. @throws RelayError INVALID_REQUEST (cursor) */
  async list(query: ApiKeyQuery, now: number): Promise<ApiKeysPage> {
    const page = KEYS.page(query, 4);
    const rows: (KeyRow & PagedRow)[] = await this.db.query(
      `SELECT *, ${page.columns} FROM (
         SELECT *, CASE WHEN revoked_at IS NOT NULL THEN 'revoked'
                        WHEN expires_at <= $2 THEN 'expired' ELSE 'active' END AS state
           FROM api_keys WHERE pbx_id = $1) AS keys
        WHERE ($3::text IS NULL OR state = $3)
          AND ($4::text IS NULL OR strpos(lower(client_name), lower($4)) > 0
               OR strpos(lower(id), lower($4)) > 0)
          AND ${page.after} ${page.tail}`,
      [
        ...[this.options.pbxId, new Date(now), query.state ?? null, query.search ?? null],
        ...page.values,
      ],
    );
    const { rows: shown, nextCursor } = page.take(rows);
    return { keys: shown.map(toKey), nextCursor };
  }

  /** Writes every field but the last use, which is the usage recorder's. */
  async save(key: ApiKey): Promise<void> {
    await this.db.query(
      `WITH saved AS (
         INSERT INTO api_keys (pbx_id, id, client_name, scopes, dns, networks, expires_at,
           rate_limit_per_minute, secret_hash, previous_hash, previous_valid_until, created_at,
           revoked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (pbx_id, id) DO UPDATE SET
           client_name = EXCLUDED.client_name, scopes = EXCLUDED.scopes, dns = EXCLUDED.dns,
           networks = EXCLUDED.networks, expires_at = EXCLUDED.expires_at,
           rate_limit_per_minute = EXCLUDED.rate_limit_per_minute,
           secret_hash = EXCLUDED.secret_hash, previous_hash = EXCLUDED.previous_hash,
           previous_valid_until = EXCLUDED.previous_valid_until, revoked_at = EXCLUDED.revoked_at)
       SELECT pg_notify('${KEY_CHANNEL}', $1 || ' ' || $2)`,
      [this.options.pbxId, ...toParameters(key)],
    );
  }
}

function toParameters(key: ApiKey): unknown[] {
  return [
    key.id,
    key.clientName,
    key.scopes,
    key.dns,
    key.networks,
    toDate(key.expiresAt),
    key.rateLimitPerMinute,
    key.secretHash,
    key.previousHash,
    toDate(key.previousValidUntil),
    toDate(key.createdAt),
    toDate(key.revokedAt),
  ];
}

function toKey(row: KeyRow): ApiKey {
  return {
    id: row.id,
    clientName: row.client_name,
    scopes: row.scopes,
    dns: row.dns,
    networks: row.networks,
    expiresAt: row.expires_at?.getTime() ?? null,
    rateLimitPerMinute: row.rate_limit_per_minute,
    secretHash: row.secret_hash,
    previousHash: row.previous_hash,
    previousValidUntil: row.previous_valid_until?.getTime() ?? null,
    createdAt: row.created_at.getTime(),
    revokedAt: row.revoked_at?.getTime() ?? null,
    lastUsedAt: row.last_used_at?.getTime() ?? null,
  };
}

function toDate(time: number | null | undefined): Date | null {
  return time === null || time === undefined ? null : new Date(time);
}
