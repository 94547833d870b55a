import { Injectable } from '@nestjs/common';
import { RelayError } from '@3cx-relay/contracts';
import { Clock } from '@3cx-relay/util';

export const FAILURES_PER_MINUTE = 5;
const WINDOW_MS = 60_000;
/** Addresses and users that are remembered; past it the oldest is forgotten. */
const MAX_KEYS = 20_000;

/** Who tries: `device` is set when the browser proves that this user signed in there before. */
export interface SignInAttempt {
  readonly address: string;
  readonly username: string;
  readonly device: string | null;
}

/**
 * Counts failed sign-ins in a sliding minute, by address and by address and user together. An
 * attempt that is refused is not counted, so a lock ends by itself; and a browser that signed in
 * before has counters of its own, so that nobody behind the same address can keep its user out.
 */
@Injectable()
export class SignInLimits {
  private readonly failures = new Map<string, number[]>();

  constructor(private readonly clock: Clock) {}

  /** @throws RelayError TOO_MANY_REQUESTS when the attempt comes too soon */
  check(attempt: SignInAttempt): void {
    const now = this.clock.monotonic();
    const waits = keysOf(attempt).map((key) => {
      const recent = this.recent(key, now);
      const oldest = recent[recent.length - FAILURES_PER_MINUTE];
      return oldest === undefined ? 0 : oldest + WINDOW_MS - now;
    });
    const waitMs = Math.max(...waits);
    if (waitMs <= 0) return;
    const retryAfterSeconds = Math.ceil(waitMs / 1_000);
    throw new RelayError('TOO_MANY_REQUESTS', {
      detail: `Too many failed sign-ins. Try again in ${retryAfterSeconds} seconds.`,
      retryAfterSeconds,
    });
  }

  /**
   * Counts a failure. Call it before the slow check of the password and take it back by
   * {@link succeeded}: attempts made at the same time then count one another.
   */
  failed(attempt: SignInAttempt): void {
    const now = this.clock.monotonic();
    for (const key of keysOf(attempt)) {
      const recent = [...this.recent(key, now), now];
      // Deleting first keeps the map in order of last failure.
      this.failures.delete(key);
      this.failures.set(key, recent);
    }
    for (const key of this.failures.keys()) {
      if (this.failures.size <= MAX_KEYS) break;
      this.failures.delete(key);
    }
  }

  /** The user is who they say: their own failures are forgotten, one of the address is taken back. */
  succeeded(attempt: SignInAttempt): void {
    for (const key of keysOf(attempt)) {
      if (key.startsWith('address ')) this.takeBackOne(key);
      else this.failures.delete(key);
    }
  }

  /** The attempt was neither right nor wrong (no code was sent yet): one failure is taken back. */
  undecided(attempt: SignInAttempt): void {
    for (const key of keysOf(attempt)) this.takeBackOne(key);
  }

  private takeBackOne(key: string): void {
    const left = this.failures.get(key)?.slice(0, -1) ?? [];
    if (left.length > 0) this.failures.set(key, left);
    else this.failures.delete(key);
  }

  private recent(key: string, now: number): number[] {
    return (this.failures.get(key) ?? []).filter((at) => at > now - WINDOW_MS);
  }
}

function keysOf({ address, username, device }: SignInAttempt): string[] {
  if (device !== null) return [`device ${device}`];
  return [`address ${address}`, `pair ${address} ${username.toLowerCase()}`];
}
