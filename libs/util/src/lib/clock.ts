/**
 * The one place that time comes from. Injected everywhere, so that a test can hold it still;
 * the abstract class is the injection token.
 */
export abstract class Clock {
  /** Milliseconds since the epoch, by the wall clock. */
  abstract now(): number;
  /** Milliseconds of a clock that never jumps; for durations and deadlines. */
  abstract monotonic(): number;
  /** Resolves after `ms`, or at once (without throwing) when `signal` aborts. */
  abstract sleep(ms: number, signal?: AbortSignal): Promise<void>;

  /** The wall clock as ISO 8601 in UTC with milliseconds. */
  nowIso(): string {
    return new Date(this.now()).toISOString();
  }
}

export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }

  monotonic(): number {
    return performance.now();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
}
