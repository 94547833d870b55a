import { Injectable } from '@nestjs/common';
import type { Endpoint } from './endpoint';
import { mintSecret } from './signature';
import { SecretKeeper } from './webhooks.options';

/** The secrets of endpoints, sealed at rest. */
@Injectable()
export class EndpointSecrets {
  constructor(private readonly keeper: SecretKeeper) {}

  mint(endpointId: string): { readonly plain: Buffer; readonly sealed: Buffer } {
    const plain = mintSecret();
    return { plain, sealed: this.keeper.seal(plain, contextOf(endpointId)) };
  }

  /** One, or two while a rotation overlaps; the newest first. */
  validOf(endpoint: Endpoint, now: number): Buffer[] {
    const { id, secret, previousSecret, previousValidUntil } = endpoint;
    const overlaps = previousValidUntil !== null && previousValidUntil > now;
    const sealed = overlaps && previousSecret ? [secret, previousSecret] : [secret];
    return sealed.map((bytes) => this.keeper.open(bytes, contextOf(id)));
  }
}

const contextOf = (endpointId: string): string => `webhook ${endpointId}`;
