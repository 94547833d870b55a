import { type KeptRelay, pause } from './world';

/** Measures how long after the end of a fault a relay is connected to everything again. */
export class Recoveries {
  readonly all: number[] = [];
  private waiting: number[] = [];
  private stopped = false;

  constructor(private readonly relays: readonly KeptRelay[]) {
    void this.watch();
  }

  /** A fault has just ended. */
  await(): void {
    this.waiting.push(performance.now());
  }

  stop(): void {
    this.stopped = true;
  }

  private async watch(): Promise<void> {
    while (!this.stopped) {
      // Only those that had ended when it was looked at.
      const ended = this.waiting;
      this.waiting = [];
      const well = await Promise.all(this.relays.map((relay) => relay.isWell()));
      if (well.includes(true)) {
        const now = performance.now();
        this.all.push(...ended.map((since) => now - since));
      } else this.waiting.push(...ended);
      await pause(100);
    }
  }
}
