import { ulid } from 'ulid';
import type { Alongside, EventDraft, LogBacklog, StoredEvent } from './event-log';
import type { Entry, Spool, SpoolOwner } from './spool';

/** Events of one transaction; more wait for the next. */
const MAX_BATCH_EVENTS = 500;
/** What waits in memory while the store keeps up; more goes to disk. */
const MAX_IN_MEMORY = 2_000;

interface Waiter {
  readonly resolve: (events: readonly StoredEvent[]) => void;
  readonly reject: (error: unknown) => void;
}

/** What is to be written in one transaction, and how to let go of it afterwards. */
export interface Batch {
  readonly entries: readonly Entry[];
  /** Bytes at the front of the spool; 0 when it is from memory. */
  readonly bytes: number;
  /** Entries that the disk did not give back. */
  readonly unreadable: number;
}

/**
 * What waits to be written, in order: in memory while the store keeps up, else on disk. It is in
 * one place or the other, never in both, so that nothing overtakes.
 */
export class AppendQueue {
  private memory: Entry[] = [];
  private readonly waiters = new Map<number, Waiter>();
  private events = 0;
  private last = 0;
  private owner: SpoolOwner = { writer: '', epoch: '' };

  constructor(private readonly spool: Spool) {}

  get isEmpty(): boolean {
    return this.memory.length === 0 && this.spool.isEmpty;
  }

  get backlog(): LogBacklog {
    return { events: this.events, bytes: this.spool.bytes, isOnDisk: !this.spool.isEmpty };
  }

  /**
   * Begins a tenure.
   * @param after number of the last entry that the store has
   */
  open(owner: SpoolOwner, after: number): void {
    this.owner = owner;
    this.last = Math.max(this.last, after);
    this.events = 0;
    for (const entry of this.spool.entries()) {
      this.last = Math.max(this.last, entry.number);
      this.events += weight(entry);
    }
  }

  /** @throws SpoolFullError when nothing more can wait */
  add(
    drafts: readonly EventDraft[],
    alongside: Alongside | undefined,
    nowMs: number,
  ): Promise<readonly StoredEvent[]> {
    const entry: Entry = {
      number: this.last + 1,
      ids: drafts.map(() => ulid(nowMs)),
      drafts,
      alongside: alongside ?? null,
    };
    if (this.spool.isEmpty && this.memory.length < MAX_IN_MEMORY) this.memory.push(entry);
    else {
      this.spill();
      this.spool.append(entry, this.owner);
    }
    this.last = entry.number;
    this.events += weight(entry);
    return new Promise((resolve, reject) => this.waiters.set(entry.number, { resolve, reject }));
  }

  /** From here on what waits lies on disk, until all of it is written. */
  spill(): void {
    while (this.memory[0]) {
      this.spool.append(this.memory[0], this.owner);
      this.memory.shift();
    }
  }

  /** The next transaction's worth: at least one entry, entries whole. It stays in the queue. */
  front(): Batch {
    let events = 0;
    const fits = (entry: Entry) => {
      const isFirst = events === 0;
      events += weight(entry);
      return isFirst || events <= MAX_BATCH_EVENTS;
    };
    if (this.spool.isEmpty) {
      const end = this.memory.findIndex((entry) => !fits(entry));
      const entries = end < 0 ? [...this.memory] : this.memory.slice(0, end);
      return { entries, bytes: 0, unreadable: 0 };
    }
    const found = this.spool.peek(fits);
    const entries = found.flatMap(({ entry }) => entry ?? []);
    const bytes = found.reduce((sum, line) => sum + line.bytes, 0);
    return { entries, bytes, unreadable: found.length - entries.length };
  }

  /** Lets go of a batch, wherever it lies by now. */
  drop(batch: Batch): void {
    this.events = Math.max(0, this.events - batch.entries.reduce((sum, e) => sum + weight(e), 0));
    if (batch.bytes > 0) return this.spool.drop(batch.bytes);
    const last = batch.entries.at(-1)?.number ?? 0;
    this.memory = this.memory.filter((entry) => entry.number > last);
    // Taken from memory, and spilled while it was being written.
    if (!this.spool.isEmpty) this.spool.drop(this.bytesUpTo(last));
  }

  settle(entry: Entry, events: readonly StoredEvent[]): void {
    this.waiters.get(entry.number)?.resolve(events);
    this.waiters.delete(entry.number);
  }

  fail(entry: Entry, error: unknown): void {
    this.waiters.get(entry.number)?.reject(error);
    this.waiters.delete(entry.number);
  }

  /** Nobody waits any more; what lies on disk stays for the next tenure. */
  close(error: unknown): void {
    for (const waiter of this.waiters.values()) waiter.reject(error);
    this.waiters.clear();
    this.memory = [];
    this.events = 0;
  }

  private bytesUpTo(number: number): number {
    return this.spool
      .peek((entry) => entry.number <= number)
      .reduce((sum, line) => sum + line.bytes, 0);
  }
}

/** An entry without events costs a statement all the same. */
function weight(entry: Entry): number {
  return Math.max(1, entry.drafts.length);
}
