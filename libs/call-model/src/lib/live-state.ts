import type { CallId, DnType, PbxComponent } from '@3cx-relay/contracts';
import type { Call } from './call';

/**
 * Everything the model remembers. Immutable: `observe` returns a new one, and the old one still
 * stands if the new events could not be stored.
 */
export interface LiveState {
  readonly open: ReadonlyMap<CallId, Call>;
  /** Ended calls that may still get a record or a late frame. */
  readonly ended: ReadonlyMap<CallId, Call>;
  /** Open calls by runtime number. */
  readonly byPbxCallId: ReadonlyMap<number, CallId>;
  /** Open calls by leg. */
  readonly byLeg: ReadonlyMap<string, CallId>;
  readonly watched: ReadonlyMap<string, DnType>;
  readonly connected: Readonly<Record<PbxComponent, boolean>>;
  /** Since when XAPI's list is missing; `null` while it comes. */
  readonly listAwaySince: string | null;
  /** Whether the next list is the first since XAPI came: calls that only it shows began earlier. */
  readonly isFirstList: boolean;
  /** Legs removed lately, so that a frame that was overtaken does not revive them: key to time. */
  readonly removedLegs: ReadonlyMap<string, string>;
  /** Runtime numbers of calls that ended lately, with the time: late frames start no new call. */
  readonly recentlyEnded: ReadonlyMap<number, string>;
  /** How often a record's counter was (+) or was not (-) the call's runtime number. */
  readonly counterTrust: number;
}

/** The state of a relay that has seen nothing. */
export function emptyState(): LiveState {
  return {
    open: new Map(),
    ended: new Map(),
    byPbxCallId: new Map(),
    byLeg: new Map(),
    watched: new Map(),
    connected: { callcontrol: false, xapi: false, database: false },
    listAwaySince: null,
    isFirstList: true,
    removedLegs: new Map(),
    recentlyEnded: new Map(),
    counterTrust: 0,
  };
}

/** Names a leg within one life of the PBX. */
export function legKey(dn: string, participantId: number): string {
  return `${dn}/${participantId}`;
}

/**
 * The state after a restart, from the calls as they were stored. Sources count as away until
 * they are observed; the first snapshot then tells what became of the open calls.
 */
export function restoreState(calls: Iterable<Call>): LiveState {
  const open = new Map<CallId, Call>();
  const ended = new Map<CallId, Call>();
  const byPbxCallId = new Map<number, CallId>();
  const byLeg = new Map<string, CallId>();
  for (const call of calls) {
    if (call.state === 'ended') {
      ended.set(call.callId, call);
      continue;
    }
    open.set(call.callId, call);
    for (const pbxCallId of call.pbxCallIds) byPbxCallId.set(pbxCallId, call.callId);
    for (const leg of call.legs) byLeg.set(legKey(leg.dn, leg.participantId), call.callId);
  }
  return { ...emptyState(), open, ended, byPbxCallId, byLeg };
}
