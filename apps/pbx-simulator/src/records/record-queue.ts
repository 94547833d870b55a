import type { Recorded, RecordToWrite } from './record-rows';

/** What becomes of a record on its way to the table; faults decide. */
export type RecordFate = 'written' | 'held' | 'doubled' | 'lost' | { readonly delayMs: number };

interface QueuedRecord extends RecordToWrite {
  readonly dueAt: number;
  isHeld: boolean;
}

/** So many calls are remembered; sections of older ones are over. */
const REMEMBERED_CALLS = 10_000;

/** Records that are to be written, in the order in which they were made. Times are in ms. */
export class RecordQueue {
  private waiting: QueuedRecord[] = [];
  private readonly isCallLost = new Map<string, boolean>();

  add(what: Recorded, fate: RecordFate, now: number): void {
    if (this.isLost(what, fate)) return;
    const dueAt = typeof fate === 'object' ? now + fate.delayMs : now;
    const isDoubled = fate === 'doubled';
    this.waiting.push({ what, isDoubled, dueAt, isHeld: fate === 'held' });
  }

  /** A call loses all of its rows or none: the first decides. */
  private isLost(what: Recorded, fate: RecordFate): boolean {
    const call = 'truth' in what ? what.truth.callHistoryId : what.callHistoryId;
    const isLost = this.isCallLost.get(call) ?? fate === 'lost';
    this.isCallLost.set(call, isLost);
    if (this.isCallLost.size > REMEMBERED_CALLS) {
      const [oldest] = this.isCallLost.keys();
      if (oldest !== undefined) this.isCallLost.delete(oldest);
    }
    return isLost;
  }

  /** Takes out what may be written. */
  take(now: number): QueuedRecord[] {
    const isDue = ({ isHeld, dueAt }: QueuedRecord) => !isHeld && dueAt <= now;
    const due = this.waiting.filter(isDue);
    this.waiting = this.waiting.filter((one) => !isDue(one));
    return due;
  }

  /** What could not be written comes first the next time. */
  putBack(records: readonly QueuedRecord[]): void {
    this.waiting = [...records, ...this.waiting];
  }

  /** Those that were held back may be written. */
  release(): void {
    for (const one of this.waiting) one.isHeld = false;
  }

  clear(): void {
    this.waiting = [];
  }

  /** When the next one may be written; `null` when none is going to be. */
  nextDueAt(): number | null {
    const due = this.waiting.filter(({ isHeld }) => !isHeld).map(({ dueAt }) => dueAt);
    return due.length === 0 ? null : due.reduce((least, at) => Math.min(least, at));
  }
}
