import type {
  Direction,
  DnType,
  Outcome,
  PartyDto,
  PbxComponent,
  SegmentDto,
} from '@3cx-relay/contracts';

/** States of a leg as Call Control shows them; `held` only where the PBX tells it. */
export const LEG_STATUSES = ['dialing', 'ringing', 'connected', 'held'] as const;
export type LegStatus = (typeof LEG_STATUSES)[number];

/** A DN that had a part in the making of a leg. */
export interface RelatedDn {
  readonly dn: string;
  readonly dnType: DnType | null;
}

/** The other side of a leg, as the PBX sent it; absent things are `null`, never empty text. */
export interface ObservedParty {
  /** Internal DN, or the trunk's for an external party, or `ROUTER` while the PBX is routing. */
  readonly dn: string | null;
  readonly dnType: DnType | null;
  readonly number: string | null;
  readonly name: string | null;
  readonly did: string | null;
}

/** One leg (Call Control: participant) of a watched DN, whole. */
export interface ObservedParticipant {
  readonly dn: string;
  readonly dnType: DnType | null;
  readonly participantId: number;
  readonly status: LegStatus;
  /** Runtime number of the call; 0 is a helper leg and is not a call. */
  readonly callId: number;
  readonly legId: number | null;
  readonly deviceId: string | null;
  readonly directControl: boolean | null;
  readonly party: ObservedParty;
  readonly originatedBy: RelatedDn | null;
  /** Initiator of a blind transfer, shown while the leg rings. */
  readonly referredBy: RelatedDn | null;
  /** The queue or group for which this leg was made. */
  readonly onBehalfOf: RelatedDn | null;
}

export interface WatchedDn {
  readonly dn: string;
  readonly dnType: DnType;
}

/** One row of XAPI's active calls. */
export interface ObservedActiveCall {
  /** `Id`: the same number as Call Control's callid. */
  readonly pbxCallId: number;
  /** `101 Name` or a number. */
  readonly caller: string | null;
  readonly callee: string | null;
  readonly status: string | null;
  readonly establishedAt: string | null;
  readonly lastChangeAt: string | null;
}

export interface ObservedRecording {
  readonly recordingId: string;
  readonly url: string | null;
  readonly transcription: string | null;
  readonly summary: string | null;
}

export interface RecordParticipant {
  readonly dn: string | null;
  readonly dnType: DnType;
  readonly name: string | null;
  readonly number: string | null;
  /** When it took part first: the caller from the start, others when connected. */
  readonly joinedAt: string | null;
  readonly leftAt: string | null;
}

/** The segments of one `call_history_id`, joined. Times are ISO 8601, UTC. */
export interface ObservedRecord {
  readonly callHistoryId: string;
  readonly mainCallHistoryId: string | null;
  readonly direction: Direction | null;
  readonly caller: PartyDto;
  /** The party first dialled. */
  readonly callee: PartyDto;
  readonly did: string | null;
  readonly trunk: string | null;
  readonly queue: string | null;
  readonly participants: readonly RecordParticipant[];
  readonly segments: readonly SegmentDto[];
  readonly startedAt: string;
  /** When a person took it. */
  readonly answeredAt: string | null;
  readonly endedAt: string;
  readonly answeredBy: PartyDto | null;
  readonly outcome: Outcome | null;
  readonly cause: string | null;
  readonly cost: number | null;
  readonly recordings: readonly ObservedRecording[];
  /** Equal for equal content; a revision is told only when it changes. */
  readonly hash: string;
  /**
   * False while a section names a successor whose row is not there: the PBX writes each section
   * as it ends, so rows of a running call are no record of it yet.
   */
  readonly complete: boolean;
}

/** What the relay saw of the PBX. Each is applied whole, in the order in which it was seen. */
export type Observation =
  | { readonly kind: 'participant'; readonly participant: ObservedParticipant }
  | { readonly kind: 'participant-removed'; readonly dn: string; readonly participantId: number }
  /** Every leg of every watched DN. Legs that it does not show are gone. */
  | {
      readonly kind: 'snapshot';
      readonly participants: readonly ObservedParticipant[];
      readonly watchedDns: readonly WatchedDn[];
    }
  /** A call that we placed ourselves: the initiator's own leg from the answer to makecall. */
  | {
      readonly kind: 'placed';
      readonly participant: ObservedParticipant;
      readonly destination: string;
    }
  /** The complete list of XAPI's active calls. */
  | {
      readonly kind: 'active-calls';
      readonly calls: readonly ObservedActiveCall[];
      /** When it was asked for: it may be as old as that, and knows nothing of what came after. */
      readonly askedAt: string;
    }
  /** A source came or went: without Call Control legs are not believed, without XAPI the list. */
  | {
      readonly kind: 'connection';
      readonly component: PbxComponent;
      readonly connected: boolean;
    }
  | { readonly kind: 'record'; readonly record: ObservedRecord }
  | {
      readonly kind: 'recording';
      readonly callHistoryId: string;
      readonly recording: ObservedRecording;
    }
  | {
      readonly kind: 'dtmf';
      readonly dn: string;
      readonly participantId: number;
      readonly digits: string;
    }
  /** Time passed. Deadlines are looked at, forgotten things are dropped. At least every 5 s. */
  | { readonly kind: 'tick' };
