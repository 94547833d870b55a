import type { Direction } from '@3cx-relay/contracts';
import type { CallRecord } from './call-record';

/** Which calls of the past; all given conditions hold at once. */
export interface HistoryQuery {
  /** ISO 8601 with offset; included. */
  readonly start?: string;
  /** ISO 8601 with offset; not included. */
  readonly end?: string;
  readonly direction?: Direction;
  /** A DN that took part. */
  readonly extension?: string;
  /** A part of a number, three digits or more. */
  readonly number?: string;
  /** Whether a person took it. */
  readonly answered?: boolean;
  /** One of these took part: what a restricted key may see. */
  readonly visibleDns?: readonly string[];
}

export interface HistoryPageQuery extends HistoryQuery {
  readonly limit: number;
  /** `nextCursor` of the page before; opaque. */
  readonly cursor?: string;
}

export interface HistoryPage {
  /** Newest `startedAt` first. */
  readonly records: readonly CallRecord[];
  readonly nextCursor: string | null;
}

export interface RecordChanges {
  /** Records of all calls whose rows are new or changed, oldest end first; whole calls always. */
  readonly records: readonly CallRecord[];
  /** To be stored with what was made of the records, and handed in next time. */
  readonly nextCursor: string;
  /** Whether more waits now; else the next look makes sense after the poll interval. */
  readonly hasMore: boolean;
}

/**
 * The PBX's call records, wherever they are kept: its database, or XAPI's report where there is
 * none. Reading the same twice is harmless: equal content has an equal `hash`.
 */
export abstract class CallRecordSource {
  /** What it reads, for the administrator: a table or an interface; `null` while not known. */
  abstract get name(): string | null;
  /**
   * Calls whose rows appeared or changed after the cursor; rows that come late are found within a
   * look-back window. `null` begins `backMs` ago by the clock of the PBX. Handing in a cursor
   * says that what led to it is stored.
   * @throws PbxError when the source is away; RelayError INVALID_REQUEST for a foreign cursor
   */
  abstract changes(cursor: string | null, options?: ChangesOptions): Promise<RecordChanges>;
  /** The records of these calls, whole; ids that the PBX does not have are left out. */
  abstract recordsOf(callHistoryIds: readonly string[]): Promise<CallRecord[]>;
  /** One page, newest first; stable while records are added. */
  abstract history(query: HistoryPageQuery): Promise<HistoryPage>;
  /** All that match, newest first, in constant memory. */
  abstract stream(query: HistoryQuery, signal?: AbortSignal): AsyncIterable<CallRecord>;
}

export interface ChangesOptions {
  /** How far back to begin without a cursor; 0 when absent. */
  readonly backMs?: number;
  /** Rows looked at in one go; 500 when absent. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}
