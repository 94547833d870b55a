import { Clock } from './clock';

interface Sleeper {
  readonly dueAt: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test moves it. Sleepers wake in the order of their time. */
export class ManualClock extends Clock {
  private sleepers: Sleeper[] = [];

  constructor(private time = Date.UTC(2026, 0, 1)) {
    super();
  }

  now(): number {
    return this.time;
  }

  monotonic(): number {
    return this.time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const sleeper: Sleeper = { dueAt: this.time + ms, wake: resolve };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', () => this.wake(sleeper), { once: true });
    });
  }

  /** How many wait for a later time: a test waits for this before it moves the clock. */
  get sleeping(): number {
    return this.sleepers.length;
  }

  /** Moves the time on, letting everything that wakes up run in between. */
  async advance(ms: number): Promise<void> {
    const target = this.time + ms;
    for (;;) {
      const next = this.sleepers.toSorted((a, b) => a.dueAt - b.dueAt)[0];
      if (!next || next.dueAt > target) break;
      this.time = Math.max(this.time, next.dueAt);
      this.wake(next);
      await settle();
    }
    this.time = target;
    await settle();
  }

  private wake(sleeper: Sleeper): void {
    this.sleepers = this.sleepers.filter((other) => other !== sleeper);
    sleeper.wake();
  }
}

/** Lets pending microtasks and I/O callbacks run. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
