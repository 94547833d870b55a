/** Counts of the last seconds, in one slot a second; older ones fall out by themselves. */
export class SlidingCounter {
  private readonly counts: number[];
  private readonly seconds: number[];

  constructor(private readonly spanSeconds: number) {
    this.counts = new Array<number>(spanSeconds).fill(0);
    this.seconds = new Array<number>(spanSeconds).fill(-1);
  }

  add(nowMs: number, count = 1): void {
    const second = Math.floor(nowMs / 1_000);
    const slot = second % this.spanSeconds;
    if (this.seconds[slot] !== second) this.counts[slot] = 0;
    this.seconds[slot] = second;
    this.counts[slot] = (this.counts[slot] ?? 0) + count;
  }

  /** The sum of the last `seconds`, the present one included; at most the span. */
  sum(nowMs: number, seconds: number): number {
    const newest = Math.floor(nowMs / 1_000);
    return this.counts.reduce((sum, count, slot) => {
      const age = newest - (this.seconds[slot] ?? -1);
      return age >= 0 && age < seconds ? sum + count : sum;
    }, 0);
  }
}
