import {
  type ApiKeyDto,
  type Dn,
  type GrantableScope,
  type KeyState,
  READ_SCOPES,
  type Scope,
} from '@3cx-relay/contracts';

/** A key as the relay knows it. Times are milliseconds since the epoch. */
export interface ApiKey {
  readonly id: string;
  readonly clientName: string;
  readonly scopes: readonly GrantableScope[];
  /** The DNs whose calls alone it may see and control; null for all. */
  readonly dns: readonly Dn[] | null;
  /** CIDRs or addresses that it may be used from; null for everywhere. */
  readonly networks: readonly string[] | null;
  readonly expiresAt: number | null;
  /** 0 is no limit. */
  readonly rateLimitPerMinute: number;
  readonly secretHash: string;
  /** The secret before the last rotation, valid until `previousValidUntil`. */
  readonly previousHash: string | null;
  readonly previousValidUntil: number | null;
  readonly createdAt: number;
  readonly revokedAt: number | null;
  readonly lastUsedAt: number | null;
}

export function stateOf(key: ApiKey, now: number): KeyState {
  if (key.revokedAt !== null) return 'revoked';
  if (key.expiresAt !== null && key.expiresAt <= now) return 'expired';
  return 'active';
}

/** Scopes with `read` spelled out. */
export function expandScopes(scopes: readonly GrantableScope[]): ReadonlySet<Scope> {
  return new Set(
    scopes.flatMap((scope): readonly Scope[] => (scope === 'read' ? READ_SCOPES : [scope])),
  );
}

/** The bcrypt hashes that are valid now: one, or two while a rotation overlaps. */
export function validHashes(key: ApiKey, now: number): string[] {
  const overlaps = key.previousValidUntil !== null && key.previousValidUntil > now;
  return overlaps && key.previousHash !== null
    ? [key.secretHash, key.previousHash]
    : [key.secretHash];
}

/** What administrators see of a key: never a hash. */
export function toDto(key: ApiKey, now: number, connections: number): ApiKeyDto {
  const overlaps = key.previousValidUntil !== null && key.previousValidUntil > now;
  return {
    id: key.id,
    clientName: key.clientName,
    scopes: [...key.scopes],
    dns: key.dns && [...key.dns],
    networks: key.networks && [...key.networks],
    expiresAt: isoOf(key.expiresAt),
    rateLimitPerMinute: key.rateLimitPerMinute,
    state: stateOf(key, now),
    createdAt: new Date(key.createdAt).toISOString(),
    lastUsedAt: isoOf(key.lastUsedAt),
    revokedAt: isoOf(key.revokedAt),
    previousValidUntil: overlaps ? isoOf(key.previousValidUntil) : null,
    connections,
  };
}

function isoOf(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
