import { ulid } from 'ulid';
import type { Alongside, EventDraft, StoredEvent } from './event-log';

/** One call of `append`, waiting to be written. */
export interface PendingAppend {
  readonly drafts: readonly EventDraft[];
  /** Made once, so that an event is the same whether its first commit succeeded or not. */
  readonly ids: readonly string[];
  readonly alongside: Alongside | undefined;
  readonly resolve: (events: readonly StoredEvent[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Events of one transaction; more wait for the next. */
const MAX_BATCH_EVENTS = 500;

/** What waits to be written, in order. */
export class AppendQueue {
  private waiting: PendingAppend[] = [];
  private events = 0;

  get pendingEvents(): number {
    return this.events;
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  add(drafts: readonly EventDraft[], alongside: Alongside | undefined, nowMs: number) {
    return new Promise<readonly StoredEvent[]>((resolve, reject) => {
      const ids = drafts.map(() => ulid(nowMs));
      this.waiting.push({ drafts, ids, alongside, resolve, reject });
      this.events += weight(drafts);
    });
  }

  /** The next transaction's worth: at least one entry, entries whole. */
  take(): PendingAppend[] {
    let count = 0;
    let events = 0;
    for (const entry of this.waiting) {
      if (count > 0 && events + weight(entry.drafts) > MAX_BATCH_EVENTS) break;
      events += weight(entry.drafts);
      count += 1;
    }
    const batch = this.waiting.slice(0, count);
    this.waiting = this.waiting.slice(count);
    this.events -= events;
    return batch;
  }

  rejectAll(error: unknown): void {
    const all = this.waiting;
    this.waiting = [];
    this.events = 0;
    for (const entry of all) entry.reject(error);
  }
}

/** An entry without events costs a statement all the same. */
function weight(drafts: readonly EventDraft[]): number {
  return Math.max(1, drafts.length);
}
