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
} from '../lib/event-log';

type Listener = (events: readonly StoredEvent[]) => void;

/** A log in memory, of whose end some events are at hand without reading pages. */
export class MemoryLog extends EventLog {
  private readonly events: StoredEvent[] = [];
  private readonly listeners = new Set<Listener>();
  private oldest = 1;
  epoch = 'one' as Epoch;
  /** Pages that were read, and how many reads shall fail. */
  reads = 0;
  failures = 0;

  constructor(private readonly atHand = Infinity) {
    super();
  }

  /** An event of a call, or of the connections when there is no call. */
  add(
    callId: string | null,
    type: EventType,
    dns: readonly string[] | null = ['101'],
  ): StoredEvent {
    const event = this.next(0, { callId, type, dns, bytes: 0 });
    this.publish([event]);
    return event;
  }

  /** So many events of calls, told of at once. */
  addMany(count: number, dns: readonly string[] = ['101'], bytes = 10): void {
    const like = { callId: 'c1', type: 'call.updated', dns, bytes } as const;
    this.publish(Array.from({ length: count }, (_unused, n) => this.next(n, like)));
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

  async read({ since, limit, upTo, ...filter }: ReadRequest): Promise<ReadPage> {
    this.reads += 1;
    await new Promise((resolve) => setImmediate(resolve));
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('the store is away');
    }
    const end = Math.min(this.events.length, upTo ?? Infinity);
    const events = this.events
      .slice(Math.max(since, this.oldest - 1), Math.max(since, end))
      .filter((event) => matchesFilter(event, filter))
      .slice(0, limit);
    const last = events.at(-1);
    const lookedAt =
      last && events.length === limit ? last.sequence : toSequence(Math.max(since, end));
    return { events, lookedAt };
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
    const { newest: sequence, ...begin } = this.position();
    const at = { ...begin, sequence };
    if (since === 'now') return { from: sequence, recovered: true, ...at };
    const isForeign = (epoch !== undefined && epoch !== this.epoch) || since > sequence;
    if (!isForeign && since + 1 >= this.oldest) return { from: since, recovered: true, ...at };
    return { from: toSequence(this.oldest - 1), recovered: false, ...at };
  }

  onAppended(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tail(since: Sequence): readonly StoredEvent[] | undefined {
    return since >= this.events.length - this.atHand ? this.events.slice(since) : undefined;
  }

  private next(
    ahead: number,
    like: {
      readonly callId: string | null;
      readonly type: EventType;
      readonly dns: readonly string[] | null;
      readonly bytes: number;
    },
  ): StoredEvent {
    const { type, callId, dns, bytes } = like;
    const number = toSequence(this.events.length + ahead + 1);
    const [id, sequence] = [`${this.epoch}-${number}`, formatSequence(number)];
    const subject = callId === null ? 'connections/xapi' : `calls/${callId}`;
    const padding = 'x'.repeat(bytes);
    return {
      ...{ sequence: number, id, type, callId: callId as CallId | null, dns: dns as Dn[] | null },
      time: new Date(number).toISOString(),
      json: JSON.stringify({ id, type, subject, sequence, padding }),
    };
  }

  private publish(fresh: readonly StoredEvent[]): void {
    this.events.push(...fresh);
    for (const listener of this.listeners) listener(fresh);
  }
}
