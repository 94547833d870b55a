/** Cancels something that was planned; harmless when it has happened. */
export type Cancel = () => void;

interface Planned {
  /** By the PBX's clock, without skew. */
  readonly dueAt: number;
  readonly number: number;
  readonly what: () => void;
  isCancelled: boolean;
}

/** Real time by which the PBX may be behind its plan before its clock stands still as well. */
const MAX_LAG_MS = 250;
/** After a longer stop its clock goes on as if nothing had happened, and what was planned comes late. */
const LONGEST_STOP_MS = 5_000;
/** So much faster it goes until it has made up for its stops. */
const CATCH_UP = 0.2;
/** How long it works off what is due before others have their turn. */
const TURN_MS = 20;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * The PBX's own time, which may run faster than ours and be ahead of it. Milliseconds. What was
 * planned happens in the order of its time, and at exactly that time by this clock, however late
 * the machine is; so the same plans have the same course twice. When the machine stands still for a
 * while the clock does too, and makes up for it later.
 */
export class PbxClock {
  private readonly startedAt = Date.now();
  /** A heap: whatever is due first is at 0. */
  private planned: Planned[] = [];
  private counter = 0;
  private timer: NodeJS.Timeout | null = null;
  private timerDueAt = Infinity;
  /** When the last plan was due. Time does not go back behind it. */
  private reachedAt = this.startedAt;
  /** By how much it was behind because of stops, and when. */
  private lostMs = 0;
  private lostAt = 0;
  private isAtWork = false;
  /** The time of what is asked for just now. */
  private fixedAt: number | null = null;
  /** Ahead of the wall clock by this much (a fault). */
  skewMs = 0;

  constructor(readonly speed = 1) {}

  /** Since 1970, by the PBX's clock; whole, as the columns that take it are. */
  now(): number {
    return Math.floor(this.current() + this.skewMs);
  }

  /**
   * Does something that was asked for as one happening: whatever is due by now comes first, then
   * the clock shows one time until it is done, however long that takes.
   */
  atOnce<T>(what: () => T): T {
    if (this.isAtWork || this.fixedAt !== null) return what();
    if (this.planned[0] && this.planned[0].dueAt <= this.real()) this.work();
    this.fixedAt = this.current();
    try {
      return what();
    } finally {
      this.fixedAt = null;
    }
  }

  /** Runs something when that much of the PBX's time has passed. */
  after(ms: number, what: () => void): Cancel {
    this.counter += 1;
    const dueAt = this.current() + Math.max(0, ms);
    const plan: Planned = { dueAt, number: this.counter, what, isCancelled: false };
    this.push(plan);
    if (!this.isAtWork) this.arm();
    return () => {
      plan.isCancelled = true;
    };
  }

  /** Forgets everything planned. */
  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.timerDueAt = Infinity;
    this.planned = [];
  }

  private current(): number {
    if (this.fixedAt !== null) return this.fixedAt;
    if (this.isAtWork) return this.reachedAt;
    this.ownUp();
    return Math.max(this.reachedAt, this.real());
  }

  private real(): number {
    const passedMs = (Date.now() - this.startedAt) * this.speed;
    return Math.floor(this.startedAt + passedMs - this.lost());
  }

  private lost(): number {
    return Math.max(0, this.lostMs - (Date.now() - this.lostAt) * this.speed * CATCH_UP);
  }

  /** What should have happened long ago tells that the machine stood still: so did the clock. */
  private ownUp(): void {
    const [first] = this.planned;
    if (!first) return;
    const stopMs = this.real() - first.dueAt - MAX_LAG_MS * this.speed;
    if (stopMs <= 0 || stopMs > LONGEST_STOP_MS * this.speed) return;
    this.lostMs = this.lost() + stopMs;
    this.lostAt = Date.now();
  }

  private arm(): void {
    const dueAt = this.planned[0]?.dueAt;
    if (dueAt === undefined || dueAt >= this.timerDueAt) return;
    if (this.timer) clearTimeout(this.timer);
    this.timerDueAt = dueAt;
    const pace = this.speed * (this.lost() > 0 ? 1 + CATCH_UP : 1);
    const waitMs = Math.max(0, (dueAt - this.real()) / pace);
    this.timer = setTimeout(() => this.work(), Math.min(Math.ceil(waitMs), LONGEST_TIMER_MS));
  }

  private work(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.timerDueAt = Infinity;
    this.isAtWork = true;
    const turnEndsAt = Date.now() + TURN_MS;
    try {
      for (let next = this.nextDue(); next; next = this.nextDue()) {
        const oldest = this.real() - MAX_LAG_MS * this.speed;
        this.reachedAt = Math.max(this.reachedAt, next.dueAt, oldest);
        next.what();
        if (Date.now() > turnEndsAt) break;
      }
    } finally {
      this.isAtWork = false;
      this.arm();
    }
  }

  /** Takes what is due by now. */
  private nextDue(): Planned | undefined {
    for (;;) {
      this.ownUp();
      const [first] = this.planned;
      if (!first || (!first.isCancelled && first.dueAt > this.real())) return undefined;
      this.pop();
      if (!first.isCancelled) return first;
    }
  }

  private push(plan: Planned): void {
    const heap = this.planned;
    let at = heap.push(plan) - 1;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = heap[parentAt];
      if (!parent || isBefore(parent, plan)) break;
      heap[at] = parent;
      at = parentAt;
    }
    heap[at] = plan;
  }

  private pop(): void {
    const heap = this.planned;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      const isRight = left !== undefined && right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (!child || isBefore(last, child)) break;
      heap[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = last;
  }
}

function isBefore(a: Planned, b: Planned): boolean {
  return a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.number < b.number);
}
