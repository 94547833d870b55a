import type { Dn } from '@3cx-relay/contracts';

/** An endpoint as the store has it. Times are milliseconds since the epoch. */
export interface Endpoint {
  readonly id: string;
  /** The key it belongs to; null was made in the dashboard. */
  readonly keyId: string | null;
  readonly url: string;
  /** Patterns; null for all. */
  readonly types: readonly string[] | null;
  readonly dns: readonly Dn[] | null;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly disabledReason: string | null;
  /** Sealed. */
  readonly secret: Buffer;
  readonly previousSecret: Buffer | null;
  readonly previousValidUntil: number | null;
  readonly createdAt: number;
  /** In a row. */
  readonly failures: number;
  readonly failingSince: number | null;
  /** Not null: the breaker is open, and this is when one event may probe. */
  readonly probeAt: number | null;
  readonly lastDeliveredAt: number | null;
}

export interface EndpointRow {
  readonly id: string;
  readonly key_id: string | null;
  readonly url: string;
  readonly types: string[] | null;
  readonly dns: string[] | null;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly disabled_reason: string | null;
  readonly secret: Buffer;
  readonly previous_secret: Buffer | null;
  readonly previous_valid_until: Date | null;
  readonly created_at: Date;
  readonly failures: number;
  readonly failing_since: Date | null;
  readonly probe_at: Date | null;
  readonly last_delivered_at: Date | null;
}

export function toEndpoint(row: EndpointRow): Endpoint {
  return {
    id: row.id,
    keyId: row.key_id,
    url: row.url,
    types: row.types,
    dns: row.dns as Dn[] | null,
    description: row.description,
    enabled: row.enabled,
    disabledReason: row.disabled_reason,
    secret: row.secret,
    previousSecret: row.previous_secret,
    previousValidUntil: row.previous_valid_until?.getTime() ?? null,
    createdAt: row.created_at.getTime(),
    failures: row.failures,
    failingSince: row.failing_since?.getTime() ?? null,
    probeAt: row.probe_at?.getTime() ?? null,
    lastDeliveredAt: row.last_delivered_at?.getTime() ?? null,
  };
}
