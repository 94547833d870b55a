import type { Direction, DnType, Outcome, PartyDto, SegmentDto } from '@3cx-relay/contracts';
import type { CallRecording } from './call-segment';

/** Somebody who took part, by the record; one entry a DN or external number. */
export interface RecordParticipant {
  /** `null` for an external party. */
  readonly dn: string | null;
  readonly dnType: DnType;
  readonly name: string | null;
  readonly number: string | null;
  /** The caller: from the start. Others: when first connected; `null` if never. */
  readonly joinedAt: string | null;
  readonly leftAt: string | null;
}

/**
 * What the PBX wrote down of one call flow (`call_history_id`), its segments joined.
 * Times are ISO 8601 in UTC with the PBX's precision.
 */
export interface CallRecord {
  readonly callHistoryId: string;
  /** The same for flows that an attended transfer merged. */
  readonly mainCallHistoryId: string | null;
  /** Counter part of the id: probably Call Control's callid. Never a key: it starts anew. */
  readonly counter: number | null;
  readonly direction: Direction | null;
  readonly caller: PartyDto;
  /** The party first dialled. */
  readonly callee: PartyDto;
  readonly did: string | null;
  /** DN of the line, for calls from or to outside. */
  readonly trunk: string | null;
  /** DN of the queue it waited in last. */
  readonly queue: string | null;
  readonly participants: readonly RecordParticipant[];
  /** In the order in which they happened. */
  readonly segments: readonly SegmentDto[];
  readonly startedAt: string;
  /** When a person took it. */
  readonly answeredAt: string | null;
  readonly endedAt: string;
  readonly answeredBy: PartyDto | null;
  readonly outcome: Outcome | null;
  readonly cause: string | null;
  readonly cost: number | null;
  readonly recordings: readonly CallRecording[];
  /** Equal for equal content: a revision is a record with another hash. */
  readonly hash: string;
  /** False while a row names a successor that is not there yet, or has no end. */
  readonly complete: boolean;
}
