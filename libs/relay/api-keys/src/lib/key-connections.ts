import { Injectable } from '@nestjs/common';

/** How many connections of each key are open on this node, over all transports. */
@Injectable()
export class KeyConnections {
  private readonly counts = new Map<string, number>();

  of(keyId: string): number {
    return this.counts.get(keyId) ?? 0;
  }

  opened(keyId: string): void {
    this.counts.set(keyId, this.of(keyId) + 1);
  }

  closed(keyId: string): void {
    const left = this.of(keyId) - 1;
    if (left > 0) this.counts.set(keyId, left);
    else this.counts.delete(keyId);
  }
}
