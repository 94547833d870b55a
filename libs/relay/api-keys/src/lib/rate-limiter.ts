import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';

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

/** Requests per key in windows of a minute; the first request opens the window. */
@Injectable()
export class RateLimiter {
  private readonly windows = new Map<string, { endsAt: number; used: number }>();

  constructor(private readonly clock: Clock) {}

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
    return {
      allowed: window.used <= limit,
      limit,
      remaining: Math.max(0, limit - window.used),
      resetSeconds: Math.max(1, Math.ceil((window.endsAt - now) / 1_000)),
    };
  }

  private sweep(now: number): void {
    if (this.windows.size < SWEEP_AT) return;
    for (const [keyId, { endsAt }] of this.windows) {
      if (endsAt <= now) this.windows.delete(keyId);
    }
  }
}
