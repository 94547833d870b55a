import {
  type CallId,
  type Dn,
  type Epoch,
  type EventType,
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

type Listener = (events: readonly StoredEvent[]) => void;

/** A log that outlives whoever reads it. */
export class MemoryLog extends EventLog {
  private readonly events: StoredEvent[] = [];
  private readonly listeners = new Set<Listener>();
  private oldest = 1;
  epoch = 'one' as Epoch;

  /** An event of a call, or of the connections when there is no call. */
  add(
    callId: string | null,
    type: EventType,
    dns: readonly string[] | null = ['101'],
  ): StoredEvent {
    const sequence = toSequence(this.events.length + 1);
    const id = `${this.epoch}-${sequence}`;
    const subject = callId === null ? 'connections/xapi' : `calls/${callId}`;
    const event: StoredEvent = {
      ...{ sequence, id, type, callId: callId as CallId | null, dns: dns as Dn[] | null },
      time: new Date(sequence).toISOString(),
      json: JSON.stringify({ id, type, subject, sequence: formatSequence(sequence) }),
    };
    this.events.push(event);
    for (const listener of this.listeners) listener([event]);
    return event;
  }

  /** As retention does. */
  forgetBefore(oldest: number): void {
    this.oldest = oldest;
  }

  append(): Promise<never> {
    return Promise.reject(new Error('add() is what specs use'));
  }

  writesAlongside(): void {
    throw new Error('nobody writes alongside');
  }

  backlog(): LogBacklog {
    return { events: 0, bytes: 0, isOnDisk: false };
  }

  read({ since, limit, upTo, ...filter }: ReadRequest): Promise<ReadPage> {
    const end = Math.min(this.events.length, upTo ?? Infinity);
    const events = this.events
      .filter((event) => event.sequence > since && event.sequence >= this.oldest)
      .filter((event) => event.sequence <= end)
      .filter((event) => matchesFilter(event, filter))
      .slice(0, limit);
    const last = events.at(-1);
    const lookedAt =
      last && events.length === limit ? last.sequence : toSequence(Math.max(since, end));
    return Promise.resolve({ events, lookedAt });
  }

  position(): LogPosition {
    return {
      oldest: toSequence(this.oldest),
      newest: toSequence(this.events.length),
      epoch: this.epoch,
    };
  }

  reach(): Promise<void> {
    return Promise.resolve();
  }

  resolve(since: Since, epoch?: string): ResolvedPosition {
    const at = {
      oldest: toSequence(this.oldest),
      sequence: this.position().newest,
      epoch: this.epoch,
    };
    if (since === 'now') return { from: at.sequence, recovered: true, ...at };
    const isForeign = (epoch !== undefined && epoch !== this.epoch) || since > at.sequence;
    return { from: isForeign ? toSequence(0) : since, recovered: !isForeign, ...at };
  }

  onAppended(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tail(since: Sequence): readonly StoredEvent[] | undefined {
    return this.events.filter((event) => event.sequence > since);
  }
}
