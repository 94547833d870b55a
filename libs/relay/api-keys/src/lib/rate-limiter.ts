import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { KeyShares } from './key-shares';

const WINDOW_MS = 60_000;
/** Past this many keys with open windows, ended ones are swept out. */
const SWEEP_AT = 10_000;

/** What a request is told in `RateLimit-*`. */
export interface RateLimitState {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

/** What a key used of its present minute on this node. */
export interface OpenWindow {
  readonly used: number;
  /** Milliseconds until the minute is over. */
  readonly leftMs: number;
}

/**
 * Requests per key in windows of a minute; the first request opens the window. What a key does on
 * other nodes counts within seconds.
 */
@Injectable()
export class RateLimiter {
  private readonly windows = new Map<string, { endsAt: number; used: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly shares: KeyShares,
  ) {}

  /** Counts one request. @returns undefined when the key has no limit */
  take(keyId: string, limit: number): RateLimitState | undefined {
    if (limit === 0) return undefined;
    // Whole, or what rounding leaves over would be told as a second more.
    const now = Math.floor(this.clock.monotonic());
    let window = this.windows.get(keyId);
    if (!window || window.endsAt <= now) {
      this.sweep(now);
      window = { endsAt: now + WINDOW_MS, used: 0 };
      this.windows.set(keyId, window);
    }
    window.used += 1;
    const used = window.used + this.shares.of(keyId).requests;
    return {
      allowed: used <= limit,
      limit,
      remaining: Math.max(0, limit - used),
      resetSeconds: Math.max(1, Math.ceil((window.endsAt - now) / 1_000)),
    };
  }

  /** The windows that are open now, by key. */
  open(): ReadonlyMap<string, OpenWindow> {
    const now = this.clock.monotonic();
    const open = [...this.windows].filter(([, { endsAt }]) => endsAt > now);
    return new Map(
      open.map(([keyId, { used, endsAt }]) => [keyId, { used, leftMs: endsAt - now }]),
    );
  }

  private sweep(now: number): void {
    if (this.windows.size < SWEEP_AT) return;
    for (const [keyId, { endsAt }] of this.windows) {
      if (endsAt <= now) this.windows.delete(keyId);
    }
  }
}
