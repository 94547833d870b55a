import { ApiKeysService } from '@3cx-relay/api-keys';
import { type Dn, RelayError } from '@3cx-relay/contracts';
import { Injectable } from '@nestjs/common';
import type { Endpoint } from './endpoint';

/** What an endpoint may get for the sake of its key: DNs, all of them (null), or nothing. */
export type Rights = { readonly dns: readonly Dn[] | null } | 'nothing';

/** Asks the table of keys each time: a revoked key counts at once. */
@Injectable()
export class KeyRights {
  constructor(private readonly keys: ApiKeysService) {}

  async of({ keyId }: Pick<Endpoint, 'keyId'>): Promise<Rights> {
    if (keyId === null) return { dns: null };
    try {
      const { state, scopes, dns } = await this.keys.get(keyId);
      const reads = scopes.includes('read') || scopes.includes('events:read');
      return state === 'active' && reads ? { dns: dns as Dn[] | null } : 'nothing';
    } catch (error) {
      if (error instanceof RelayError && error.code === 'NOT_FOUND') return 'nothing';
      throw error;
    }
  }

  /** Each key is asked for once. */
  async ofAll(endpoints: readonly Endpoint[]): Promise<ReadonlyMap<string, Rights>> {
    const byKey = new Map<string | null, Promise<Rights>>();
    const pairs = endpoints.map(async (endpoint): Promise<[string, Rights]> => {
      const asked = byKey.get(endpoint.keyId) ?? this.of(endpoint);
      byKey.set(endpoint.keyId, asked);
      return [endpoint.id, await asked];
    });
    return new Map(await Promise.all(pairs));
  }
}
