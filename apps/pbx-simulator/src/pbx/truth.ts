export type TrueOutcome = 'answered' | 'voicemail' | 'abandoned' | 'rejected' | 'failed' | 'missed';

export interface TrueLeg {
  readonly dn: string;
  readonly startedAt: string;
  answeredAt: string | null;
  endedAt: string | null;
}

/** A call as it truly was, whatever any interface told of it. Times are ISO 8601, UTC. */
export interface TrueCall {
  readonly callId: number;
  readonly callHistoryId: string;
  mainCallHistoryId: string;
  readonly direction: 'inbound' | 'outbound' | 'internal';
  readonly from: string;
  /** The party first dialled: the first DN an inbound call was routed to. */
  to: string;
  readonly parties: string[];
  readonly legs: TrueLeg[];
  readonly did: string | null;
  trunk: string | null;
  queue: string | null;
  readonly startedAt: string;
  answeredAt: string | null;
  answeredBy: string | null;
  endedAt: string | null;
  outcome: TrueOutcome | null;
}

/** What decides how a call came out; contract section 12. */
export interface OutcomeFacts {
  readonly isAnswered: boolean;
  readonly reachedVoicemail: boolean;
  /** It ended while the caller waited in a queue or an IVR. */
  readonly endedWaiting: boolean;
  readonly callerGaveUp: boolean;
  readonly isOutbound: boolean;
  readonly hasRung: boolean;
  readonly lastRefusal: 'rejected' | 'failed' | null;
}

export function trueOutcome(facts: OutcomeFacts): TrueOutcome {
  if (facts.isAnswered) return 'answered';
  if (facts.reachedVoicemail) return 'voicemail';
  if (facts.endedWaiting) return 'abandoned';
  if (facts.callerGaveUp && (facts.isOutbound || !facts.hasRung)) return 'abandoned';
  if (!facts.callerGaveUp && facts.lastRefusal !== null) return facts.lastRefusal;
  return facts.hasRung ? 'missed' : 'failed';
}
