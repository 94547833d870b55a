import type {
  CallId,
  CallState,
  Direction,
  DnType,
  Outcome,
  ParticipantState,
  PartyDto,
} from '@3cx-relay/contracts';
import type { LegStatus, ObservedRecord } from './observation';

/** A live leg of a watched DN. Never leaves the model. */
export interface Leg {
  readonly dn: string;
  readonly participantId: number;
  readonly pbxCallId: number;
  readonly legId: number | null;
  readonly status: LegStatus;
  /** `key` of the participant on the other side, `null` while it is not known. */
  readonly partyKey: string | null;
  readonly referredBy: string | null;
  readonly deviceId: string | null;
  readonly directControl: boolean | null;
}

/** Somebody who takes or took part. One entry a DN (or external number), however often it comes. */
export interface Participant {
  /** Unique within the call and stable: the DN, `voicemail:DN`, `external:N`. */
  readonly key: string;
  readonly dn: string | null;
  readonly dnType: DnType;
  readonly name: string | null;
  readonly number: string | null;
  readonly state: ParticipantState;
  readonly deviceId: string | null;
  readonly directControl: boolean | null;
  /** When it began to ring this time; `null` for whoever was connected without. */
  readonly alertedAt: string | null;
  /** The caller: from the start. Others: when first connected. */
  readonly joinedAt: string | null;
  readonly leftAt: string | null;
}

/** What is known of the PBX's record of the call. */
export interface RecordMark {
  readonly hash: string;
  readonly revision: number;
}

/**
 * The model's call: what consumers see of it, and what the model needs to go on. Plain data that
 * survives JSON; live-calls stores it after every change and gives it back after a restart.
 */
export interface Call {
  readonly callId: CallId;
  readonly conversationId: string;
  readonly direction: Direction | null;
  readonly state: CallState;
  readonly caller: PartyDto;
  readonly callee: PartyDto;
  /** False if it was first seen in its midst, so that who called whom is a guess. */
  readonly isCallerSure: boolean;
  /** `key` of the caller's participant, once known. */
  readonly callerKey: string | null;
  readonly did: string | null;
  readonly trunk: string | null;
  readonly queue: string | null;
  readonly participants: readonly Participant[];
  readonly legs: readonly Leg[];
  readonly startedAt: string;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  readonly answeredBy: PartyDto | null;
  readonly outcome: Outcome | null;
  readonly cause: string | null;
  readonly recovered: boolean;
  /** Every runtime number it was seen under, the current one last; more than one after a join. */
  readonly pbxCallIds: readonly number[];
  readonly callHistoryId: string | null;
  readonly mainCallHistoryId: string | null;
  /** Since when no leg of it is seen. */
  readonly emptySince: string | null;
  /** Whether its disappearance was found out afterwards, so that its time is not known. */
  readonly vanishedUnseen: boolean;
  /** When XAPI's list last showed it without legs; `null` if it did not. */
  readonly listedAt: string | null;
  /** Whether XAPI's last list showed it; `null` if no list came since the last leg went. */
  readonly listed: boolean | null;
  /** The call into which a transfer joined this one; it ends as soon as its legs are gone. */
  readonly joinedInto: CallId | null;
  /** When another call was joined into this one, which then is not the one that ends as joined. */
  readonly absorbedAt: string | null;
  /** Left a call in which nobody else was; told only if the call goes on after all. */
  readonly quietLeavers: readonly string[];
  /** Who handed the call to whom, until the transfer is told: target key to initiator DN. */
  readonly referrals: Readonly<Record<string, string>>;
  readonly record: RecordMark | null;
  /** A complete record that waits for the live legs to go. */
  readonly pendingRecord: ObservedRecord | null;
  /** Recordings already told, by id: a text that changes with the content. */
  readonly recordings: Readonly<Record<string, string>>;
  /** Time of its last event; no later event of it may be older. */
  readonly lastEventAt: string;
}
