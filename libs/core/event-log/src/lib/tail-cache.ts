import { type Sequence, toSequence } from '@3cx-relay/contracts';
import type { StoredEvent } from './event-log';

/** The newest events in memory, in order and without a hole, so that live readers cost no query. */
export class TailCache {
  private events: StoredEvent[] = [];
  private bytes = 0;

  constructor(
    private readonly maxEvents = 5_000,
    private readonly maxBytes = 32 * 1024 * 1024,
  ) {}

  push(fresh: readonly StoredEvent[]): void {
    for (const event of fresh) {
      this.events.push(event);
      this.bytes += event.json.length;
    }
    let drop = 0;
    while (
      this.events.length - drop > this.maxEvents ||
      (this.bytes > this.maxBytes && drop < this.events.length - 1)
    ) {
      this.bytes -= this.events[drop]?.json.length ?? 0;
      drop += 1;
    }
    // Once for all: each cut copies what stays.
    if (drop > 0) this.events = this.events.slice(drop);
  }

  /** Everything after `since`; `undefined` when it begins later than that. */
  after(since: Sequence): readonly StoredEvent[] | undefined {
    const first = this.events[0];
    if (!first) return undefined;
    if (since < toSequence(first.sequence - 1)) return undefined;
    return this.events.slice(Math.max(0, since - first.sequence + 1));
  }
}
