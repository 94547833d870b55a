import { type Dn, RelayError, type Scope } from '@3cx-relay/contracts';
import { type ApiKey, expandScopes } from './api-key';

/** Who a request or connection speaks for, once its key was checked. */
export interface Principal {
  readonly keyId: string;
  readonly clientName: string;
  readonly scopes: ReadonlySet<Scope>;
  /** The DNs whose calls alone it may see and control; null for all. */
  readonly dns: readonly Dn[] | null;
  /** 0 is no limit. */
  readonly rateLimitPerMinute: number;
}

export function toPrincipal(key: ApiKey): Principal {
  return {
    keyId: key.id,
    clientName: key.clientName,
    scopes: expandScopes(key.scopes),
    dns: key.dns,
    rateLimitPerMinute: key.rateLimitPerMinute,
  };
}

/** @throws RelayError INSUFFICIENT_SCOPE naming the scope */
export function requireScope(principal: Principal, scope: Scope): void {
  if (!principal.scopes.has(scope)) {
    throw new RelayError('INSUFFICIENT_SCOPE', { detail: `This needs the scope ${scope}.` });
  }
}

/** @throws RelayError DN_NOT_ALLOWED when the key is restricted to other DNs */
export function requireDn(principal: Principal, dn: string): void {
  if (principal.dns !== null && !principal.dns.some((allowed) => allowed === dn)) {
    throw new RelayError('DN_NOT_ALLOWED', { detail: `The key may not see or control ${dn}.` });
  }
}
