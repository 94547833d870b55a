/** Cancels something that was planned; harmless when it has happened. */
export type Cancel = () => void;

/** The PBX's own time, which may run faster than ours and be ahead of it. Milliseconds. */
export class PbxClock {
  private readonly startedAt = Date.now();
  private readonly planned = new Set<NodeJS.Timeout>();
  /** Ahead of the wall clock by this much (a fault). */
  skewMs = 0;

  constructor(readonly speed = 1) {}

  /** Since 1970, by the PBX's clock. */
  now(): number {
    return this.startedAt + (Date.now() - this.startedAt) * this.speed + this.skewMs;
  }

  /** Runs something when that much of the PBX's time has passed. */
  after(ms: number, what: () => void): Cancel {
    const timer = setTimeout(() => {
      this.planned.delete(timer);
      what();
    }, ms / this.speed);
    this.planned.add(timer);
    return () => {
      clearTimeout(timer);
      this.planned.delete(timer);
    };
  }

  /** Forgets everything planned. */
  stop(): void {
    for (const timer of this.planned) clearTimeout(timer);
    this.planned.clear();
  }
}
