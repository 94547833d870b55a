import { Injectable } from '@nestjs/common';

/** What one key uses on other nodes. */
export interface Share {
  readonly connections: number;
  /** Requests of the present minute. */
  readonly requests: number;
}

const NONE: Share = { connections: 0, requests: 0 };

/** What the other nodes last said that they let each key do. */
@Injectable()
export class KeyShares {
  private elsewhere: ReadonlyMap<string, Share> = new Map();

  of(keyId: string): Share {
    return this.elsewhere.get(keyId) ?? NONE;
  }

  replace(elsewhere: ReadonlyMap<string, Share>): void {
    this.elsewhere = elsewhere;
  }
}
