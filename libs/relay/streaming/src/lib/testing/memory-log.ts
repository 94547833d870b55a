import {
  type Dn,
  type Epoch,
  formatSequence,
  type Sequence,
  type Since,
  toSequence,
} from '@3cx-relay/contracts';
import {
  EventLog,
  type LogBacklog,
  type LogPosition,
  matchesFilter,
  type ReadPage,
  type ReadRequest,
  type ResolvedPosition,
  type StoredEvent,
} from '@3cx-relay/event-log';

/** A log in memory, of whose end a few events are at hand without reading pages. */
export class MemoryLog extends EventLog {
  private events: StoredEvent[] = [];
  private listeners = new Set<(events: readonly StoredEvent[]) => void>();
  private oldest = 1;
  /** Pages that were read, and how many reads shall fail. */
  reads = 0;
  failures = 0;

  constructor(private readonly atHand = 10) {
    super();
  }

  add(count: number, dns: readonly string[] = ['101'], bytes = 10): void {
    const fresh = Array.from({ length: count }, (_, n) => {
      const sequence = toSequence(this.events.length + n + 1);
      const json = JSON.stringify({
        sequence: formatSequence(sequence),
        padding: 'x'.repeat(bytes),
      });
      return {
        sequence,
        id: String(sequence),
        type: 'call.updated' as const,
        callId: null,
        dns: dns as readonly Dn[],
        time: '2026-01-01T00:00:00.000Z',
        json,
      };
    });
    this.events.push(...fresh);
    for (const listener of this.listeners) listener(fresh);
  }

  forgetBefore(oldest: number): void {
    this.oldest = oldest;
  }

  override writesAlongside(): void {
    // Nothing comes alongside here.
  }

  override backlog(): LogBacklog {
    return { events: 0, bytes: 0, isOnDisk: false };
  }

  append(): never {
    throw new Error('events come by add()');
  }

  async read({ since, limit, ...filter }: ReadRequest): Promise<ReadPage> {
    this.reads += 1;
    await new Promise((resolve) => setImmediate(resolve));
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('the store is away');
    }
    const page = this.events.slice(Math.max(since, this.oldest - 1)).slice(0, limit);
    return {
      events: page.filter((event) => matchesFilter(event, filter)),
      lookedAt: page.at(-1)?.sequence ?? since,
    };
  }

  position(): LogPosition {
    return {
      oldest: toSequence(this.oldest),
      newest: toSequence(this.events.length),
      epoch: 'E' as Epoch,
    };
  }

  reach(): Promise<void> {
    return Promise.resolve();
  }

  resolve(since: Since): ResolvedPosition {
    const { oldest, newest: sequence, epoch } = this.position();
    const from = since === 'now' ? sequence : since;
    return { from, recovered: from + 1 >= oldest, oldest, sequence, epoch };
  }

  onAppended(listener: (events: readonly StoredEvent[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tail(since: Sequence): readonly StoredEvent[] | undefined {
    return since >= this.events.length - this.atHand ? this.events.slice(since) : undefined;
  }
}
