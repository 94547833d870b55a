import { Injectable } from '@nestjs/common';
import { KeyShares } from './key-shares';

/** How many connections of each key are open, over all transports. */
@Injectable()
export class KeyConnections {
  private readonly counts = new Map<string, number>();

  constructor(private readonly shares: KeyShares) {}

  /** On all nodes; what others do counts within seconds. */
  of(keyId: string): number {
    return this.here(keyId) + this.shares.of(keyId).connections;
  }

  opened(keyId: string): void {
    this.counts.set(keyId, this.here(keyId) + 1);
  }

  closed(keyId: string): void {
    const left = this.here(keyId) - 1;
    if (left > 0) this.counts.set(keyId, left);
    else this.counts.delete(keyId);
  }

  /** Those of this node, by key. */
  all(): ReadonlyMap<string, number> {
    return this.counts;
  }

  private here(keyId: string): number {
    return this.counts.get(keyId) ?? 0;
  }
}
