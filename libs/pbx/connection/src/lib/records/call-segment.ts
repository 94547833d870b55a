import type { DnType } from '@3cx-relay/contracts';

/** One end of a segment. Texts that the record leaves empty are `null`. */
export interface SegmentEnd {
  /** The PBX's id of this end; the same over the rows of a call while the party stays. */
  readonly participantId: string | null;
  /** What the end is, in the PBX's words: `extension`, `external_line`, `inbound_routing`, … */
  readonly entity: string;
  /** DN; the trunk's for an external party, the dialled number for routing. */
  readonly dn: string | null;
  readonly dnType: DnType;
  readonly dnName: string | null;
  readonly name: string | null;
  readonly number: string | null;
  readonly did: string | null;
}

/** A row of the PBX's call records in our words: A tried to reach B. Times are ISO 8601, UTC. */
export interface CallSegment {
  readonly segmentId: string;
  readonly callHistoryId: string;
  readonly mainCallHistoryId: string | null;
  readonly source: SegmentEnd;
  readonly destination: SegmentEnd;
  /** The row that this one changes; it stays at the connected row while others come. */
  readonly baseSegmentId: string | null;
  /** The row that started this branch: gives the order. */
  readonly originatingSegmentId: string | null;
  /** The row that finally took over. */
  readonly continuedInSegmentId: string | null;
  readonly method: string | null;
  readonly forwardReason: string | null;
  readonly terminationReason: string | null;
  readonly terminationDetails: string | null;
  readonly startedAt: string;
  readonly answeredAt: string | null;
  /** `null` while the PBX has not written the end. */
  readonly endedAt: string | null;
  readonly cost: number | null;
  readonly recordings: readonly CallRecording[];
}

/** Something that was recorded of a call. */
export interface CallRecording {
  readonly recordingId: string;
  readonly url: string | null;
  readonly transcription: string | null;
  readonly summary: string | null;
}
