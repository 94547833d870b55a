import type { CallId, Dn, Epoch, EventType, Sequence, Since } from '@3cx-relay/contracts';
import type { EntityManager } from 'typeorm';

/** An event before the log has numbered it. */
export interface EventDraft {
  readonly type: EventType;
  readonly subject: string;
  /** When it happened: ISO 8601, UTC. */
  readonly time: string;
  readonly callId: CallId | null;
  /** DNs that took part so far; `null` is for everybody who may read events. */
  readonly dns: readonly Dn[] | null;
  /** Without `loggedAt`, which the log adds. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface StoredEvent {
  readonly sequence: Sequence;
  readonly id: string;
  readonly type: EventType;
  readonly callId: CallId | null;
  readonly dns: readonly Dn[] | null;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** The whole CloudEvents JSON text, made once and sent as it is to every consumer. */
  readonly json: string;
}

/** Which events a reader wants and may see. Absent means all. */
export interface EventFilter {
  readonly types?: readonly EventType[] | undefined;
  /** Only calls in which one of these took part; events for everybody pass. */
  readonly dns?: readonly Dn[] | undefined;
  /** The same as a restriction of the reader's key; both have to be met. */
  readonly visibleDns?: readonly Dn[] | undefined;
}

export interface ReadRequest extends EventFilter {
  /** Events after this one. */
  readonly since: Sequence;
  readonly limit: number;
  /** Not past this one; the newest when absent. */
  readonly upTo?: Sequence;
}

export interface ReadPage {
  readonly events: readonly StoredEvent[];
  /** The last event looked at, also when the filter let none through: where to read on. */
  readonly lookedAt: Sequence;
}

export interface LogPosition {
  /** The first event that can still be read; newest + 1 when there is none. */
  readonly oldest: Sequence;
  /** 0 when there is none. */
  readonly newest: Sequence;
  readonly epoch: Epoch;
}

export interface ResolvedPosition {
  /** Read on after this one. */
  readonly from: Sequence;
  /** Whether everything after the position that was asked for is coming. */
  readonly recovered: boolean;
  readonly oldest: Sequence;
  readonly sequence: Sequence;
  readonly epoch: Epoch;
}

/**
 * What is to be written in the transaction of the events: plain data (JSON), so that it can wait
 * on disk with them, and the name of who knows how to write it.
 */
export interface Alongside {
  readonly kind: string;
  readonly data: unknown;
}

/** Writes what came alongside; may be run again after a failure. */
export type AlongsideWriter = (
  transaction: EntityManager,
  data: unknown,
  events: readonly StoredEvent[],
) => Promise<void>;

/** What waits to be written because the store is away or slow. */
export interface LogBacklog {
  readonly events: number;
  /** Of the spool on disk. */
  readonly bytes: number;
  readonly isOnDisk: boolean;
}

/**
 * The one durable, ordered log. An event is visible, to readers and listeners alike, only after
 * its transaction has committed.
 */
export abstract class EventLog {
  /**
   * Appends in the order of the calls; what is handed in close together is written together.
   * While the store is away it waits on disk, also through a restart. Only the writer may append.
   * @throws FencedError when another relay writes now
   * @throws RelayError STORE_UNAVAILABLE past the bound of what may wait
   */
  abstract append(
    drafts: readonly EventDraft[],
    alongside?: Alongside,
  ): Promise<readonly StoredEvent[]>;
  /** Names who writes what comes alongside under `kind`; to be called before anything is appended. */
  abstract writesAlongside(kind: string, writer: AlongsideWriter): void;
  abstract backlog(): LogBacklog;
  /** One page, oldest first. The work for a page is bounded, whatever the filter lets through. */
  abstract read(request: ReadRequest): Promise<ReadPage>;
  /** As of the last event that listeners were told of; costs nothing. */
  abstract position(): LogPosition;
  /**
   * Reads on until a position that another node has written is known here, if there is one: a
   * consumer may have been told of it there a moment ago. To be awaited before `resolve`.
   * @throws what the store says
   */
  abstract reach(since: Since): Promise<void>;
  /** What becomes of a position that a consumer comes back with. */
  abstract resolve(since: Since, epoch?: string): ResolvedPosition;
  /** Told of every event once, in order, after its commit; returns how to stop. */
  abstract onAppended(listener: (events: readonly StoredEvent[]) => void): () => void;
  /** The events after a position from memory; `undefined` when it is too far back for that. */
  abstract tail(since: Sequence): readonly StoredEvent[] | undefined;
}

/** Whether an event passes a filter; the same rule as in the store. */
export function matchesFilter(event: StoredEvent, filter: EventFilter): boolean {
  if (filter.types && !filter.types.includes(event.type)) return false;
  return concerns(event, filter.dns) && concerns(event, filter.visibleDns);
}

function concerns(event: StoredEvent, dns: readonly Dn[] | undefined): boolean {
  if (dns === undefined || event.dns === null) return true;
  return event.dns.some((dn) => dns.includes(dn));
}
