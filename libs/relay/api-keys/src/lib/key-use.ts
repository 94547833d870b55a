import { Injectable } from '@nestjs/common';
import { KeyConnections } from './key-connections';
import type { Share } from './key-shares';
import { RateLimiter } from './rate-limiter';

/** What one key does on this node. */
export interface Use extends Share {
  readonly keyId: string;
  readonly leftMs: number;
}

/** What the keys do on this node. */
@Injectable()
export class KeyUse {
  constructor(
    private readonly connections: KeyConnections,
    private readonly limiter: RateLimiter,
  ) {}

  all(): readonly Use[] {
    const [connections, windows] = [this.connections.all(), this.limiter.open()];
    return [...new Set([...connections.keys(), ...windows.keys()])].map((keyId) => {
      const { used: requests, leftMs } = windows.get(keyId) ?? { used: 0, leftMs: 0 };
      return { keyId, connections: connections.get(keyId) ?? 0, requests, leftMs };
    });
  }
}
