import type { CallId } from '@3cx-relay/contracts';
import type { Call, ObservedRecord } from '@3cx-relay/call-model';

/** A transaction of the store, opaque here: whoever appends to the log hands it on. */
export type StoreTransaction = unknown;

/**
 * Where the relay keeps its calls, so that a restart knows what was going on. Written only inside
 * the transaction that appends the events of the same change.
 */
export abstract class CallStore {
  /** Calls that had not ended, and those that ended lately and may still get a record. */
  abstract loadLive(endedSince: string): Promise<Call[]>;
  /**
   * For each record, calls that it may belong to: of its `callHistoryId`, or near its start. One
   * list a record, in their order. The writer has open calls at hand and asks for ended ones alone.
   */
  abstract candidatesFor(
    records: readonly ObservedRecord[],
    among: 'ended' | 'all',
  ): Promise<Call[][]>;
  abstract save(transaction: StoreTransaction, calls: readonly Call[]): Promise<void>;
  /** Our ids of calls that the PBX knows by `call_history_id`; ids not known are absent. */
  abstract idsOfHistory(
    callHistoryIds: readonly string[],
  ): Promise<Map<string, StoredCallIdentity>>;
  /** Of these, the ids that a call has its record of, or will when its legs are gone. */
  abstract historyTaken(callHistoryIds: readonly string[]): Promise<Set<string>>;
  /** Whether a call that began in this time (ISO 8601, by our clock) has its record. */
  abstract hasRecordedBetween(from: string, to: string): Promise<boolean>;
  /**
   * When calls began that ended in this time (ISO 8601, by our clock) and still have no record;
   * `null` when there are none.
   */
  abstract unrecordedStarts(
    from: string,
    to: string,
  ): Promise<{ readonly first: string; readonly last: string } | null>;
  /** When the relay first ran, by our clock (ISO 8601): what was over long before is history. */
  abstract recordsBegan(): Promise<string>;
  /** Where the record poller stands; `null` before it first read. */
  abstract recordCursor(): Promise<string | null>;
  abstract saveRecordCursor(transaction: StoreTransaction, cursor: string): Promise<void>;
}

/** What history needs of a call that was seen live. */
export interface StoredCallIdentity {
  readonly callId: CallId;
  readonly conversationId: string;
  readonly recovered: boolean;
  readonly pbxCallId: number | null;
}
