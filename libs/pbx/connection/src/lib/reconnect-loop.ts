import { type BackoffPolicy, backoffDelayMs, type Clock, type Random } from '@3cx-relay/util';

/** One life of a connection. */
export interface ConnectionAttempt {
  /** Aborted when the app stops or somebody asks to reconnect now. */
  readonly signal: AbortSignal;
  /** To be called when the connection works. */
  readonly established: () => void;
}

export interface ReconnectHooks {
  /** Connects and lives until the connection is lost; returning and throwing both mean lost. */
  readonly attempt: (attempt: ConnectionAttempt) => Promise<void>;
  /** The connection is gone, or was not to be had; the next try comes after `waitMs`. */
  readonly onLost: (error: unknown, waitMs: number) => void;
  /** The connection was ended because somebody asked: nothing is wrong, the next try begins now. */
  readonly onAsked: () => void;
}

/** First retry within a second, later ones at most five apart: the PBX has one client of our kind. */
export const DEFAULT_RECONNECT: BackoffPolicy = { initialMs: 1_000, maxMs: 5_000 };

/** A connection that lasted this long begins its backoff anew. */
const STABLE_AFTER_MS = 10_000;

/** Tries again for ever, with growing pauses and jitter; one attempt at a time. */
export class ReconnectLoop {
  private current: AbortController | undefined;
  private isAskedFor = false;

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly policy: BackoffPolicy = DEFAULT_RECONNECT,
  ) {}

  /** Ends the present attempt or pause; the next attempt begins without delay. */
  reconnectNow(): void {
    this.isAskedFor = true;
    this.current?.abort(new Error('asked to reconnect'));
  }

  /** Returns after `signal` aborted and the last attempt ended. */
  async run(signal: AbortSignal, hooks: ReconnectHooks): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const { error, isStable } = await this.once(signal, hooks);
      if (signal.aborted) return;
      if (this.isAskedFor) {
        failures = 0;
        hooks.onAsked();
        continue;
      }
      failures = isStable ? 0 : failures + 1;
      const waitMs = backoffDelayMs(this.policy, Math.max(0, failures - 1), this.random.next());
      hooks.onLost(error, waitMs);
      await this.pause(waitMs, signal);
    }
  }

  private async once(
    signal: AbortSignal,
    hooks: ReconnectHooks,
  ): Promise<{ error: unknown; isStable: boolean }> {
    this.isAskedFor = false;
    let establishedAt: number | undefined;
    const established = () => {
      establishedAt = this.clock.monotonic();
    };
    const error = await this.within(signal, async (inner) => {
      try {
        await hooks.attempt({ signal: inner, established });
        return new Error('the connection ended');
      } catch (caught) {
        return caught;
      }
    });
    const isStable =
      establishedAt !== undefined && this.clock.monotonic() - establishedAt >= STABLE_AFTER_MS;
    return { error, isStable };
  }

  private async pause(waitMs: number, signal: AbortSignal): Promise<void> {
    await this.within(signal, (inner) => this.clock.sleep(waitMs, inner));
  }

  /** Runs something that both the app's signal and `reconnectNow` can end. */
  private async within<T>(
    signal: AbortSignal,
    work: (inner: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const controller = new AbortController();
    const stop = () => controller.abort(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    this.current = controller;
    try {
      return await work(controller.signal);
    } finally {
      signal.removeEventListener('abort', stop);
      this.current = undefined;
    }
  }
}
