import type { DnType } from '@3cx-relay/contracts';

/** States of a leg; Call Control shows no others. */
export const CONTROLLED_STATUSES = ['dialing', 'ringing', 'connected'] as const;
export type ControlledStatus = (typeof CONTROLLED_STATUSES)[number];

/** A DN that had a part in the making of a leg. */
export interface RelatedDn {
  readonly dn: string;
  readonly dnType: DnType | null;
}

/** The other side of a leg; what the PBX leaves empty is `null`. */
export interface ControlledParty {
  /** Internal DN, the trunk's for an external party, or `ROUTER` while the PBX is routing. */
  readonly dn: string | null;
  readonly dnType: DnType | null;
  readonly number: string | null;
  readonly name: string | null;
  /** Often empty on inbound calls, though there was one. */
  readonly did: string | null;
}

/** One leg of a watched DN, whole. Helper legs (callid 0) never get here. */
export interface ControlledParticipant {
  readonly dn: string;
  readonly dnType: DnType | null;
  readonly participantId: number;
  readonly status: ControlledStatus;
  /** Runtime number of the call; the PBX counts anew after a restart. */
  readonly callId: number;
  readonly legId: number | null;
  readonly deviceId: string | null;
  /** Whether the device can be answered remotely. */
  readonly directControl: boolean | null;
  readonly party: ControlledParty;
  readonly originatedBy: RelatedDn | null;
  /** Initiator of a blind transfer, shown while the leg rings. */
  readonly referredBy: RelatedDn | null;
  /** The queue or group for which this leg was made. */
  readonly onBehalfOf: RelatedDn | null;
}

export interface ControlledDevice {
  readonly dn: string;
  /** Contact of the registration; changes when the phone registers again. */
  readonly deviceId: string;
  readonly userAgent: string | null;
}

/** A DN that our API client may see and control. */
export interface WatchedDn {
  readonly dn: string;
  readonly dnType: DnType;
}
