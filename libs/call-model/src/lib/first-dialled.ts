import type { CallId, Direction, DnType, PartyDto } from '@3cx-relay/contracts';
import type { Call } from './call';
import { INITIAL_CALL_STATE } from './call-transitions';
import type { ObservedParticipant } from './observation';
import { newParticipant, participantOf, withParticipant } from './participants';
import { isNobody, isPerson, keyIn, NOBODY, seenDn, seenParty, toParty } from './party';

/** A call of which nothing is known but that it is there. */
export function blankCall(callId: CallId, pbxCallIds: readonly number[], at: string): Call {
  return {
    callId,
    conversationId: callId,
    direction: null,
    state: INITIAL_CALL_STATE,
    caller: NOBODY,
    callee: NOBODY,
    isCallerSure: true,
    callerKey: null,
    did: null,
    trunk: null,
    queue: null,
    participants: [],
    legs: [],
    startedAt: at,
    answeredAt: null,
    endedAt: null,
    answeredBy: null,
    outcome: null,
    cause: null,
    recovered: false,
    pbxCallIds,
    callHistoryId: null,
    mainCallHistoryId: null,
    emptySince: null,
    vanishedUnseen: false,
    listedAt: null,
    listed: null,
    joinedInto: null,
    absorbedAt: null,
    quietLeavers: [],
    referrals: {},
    record: null,
    pendingRecord: null,
    recordings: {},
    lastEventAt: at,
  };
}

/** Whether a leg, at first sight, belongs to whoever began the call. */
export function isInitiator(
  seen: ObservedParticipant,
  watched: ReadonlyMap<string, DnType>,
): boolean {
  if (seen.status === 'dialing') return true;
  if (seen.status === 'ringing') {
    // A click-to-call rings the initiator's own phone before anybody is dialled.
    return seen.party.dn === 'ROUTER' || seen.originatedBy?.dn === seen.dn;
  }
  if (!isPerson(seenDn(seen, watched).dnType)) return false;
  const party = seenParty(seen.party, watched);
  if (party !== null && !isPerson(party.dnType) && party.dnType !== 'unknown') return true;
  if (seen.party.did !== null) return false;
  // In mid-call: whoever called has the first leg, and legs come here in the order of their making.
  const speaksToo = party?.external === false && (party.dn === null || watched.has(party.dn));
  return speaksToo || seen.legId === 1 || (seen.legId === null && party?.external === false);
}

/** The call with a caller, who is listed as taking part from the start. */
export function withCaller(call: Call, party: PartyDto, key: string): Call {
  const known = participantOf(call, key);
  const base =
    known ??
    newParticipant(
      key,
      { ...party, dnType: party.dnType ?? 'unknown', external: party.dn === null, trunk: null },
      'dialing',
    );
  const caller = { ...base, joinedAt: call.startedAt };
  return withParticipant({ ...call, caller: party, callerKey: key }, caller);
}

/**
 * Fills caller and callee (the party first dialled) as far as a leg shows them. What was told
 * before stays: later parties are participants.
 */
export function withEnds(
  call: Call,
  seen: ObservedParticipant,
  initiator: boolean,
  watched: ReadonlyMap<string, DnType>,
): Call {
  const own = seenDn(seen, watched);
  const party = seenParty(seen.party, watched);
  let next = call;
  if (next.callerKey === null) {
    const caller = initiator ? own : party;
    const isCallerSure = seen.status === 'dialing' || seen.status === 'ringing';
    if (caller) next = { ...withCaller(next, toParty(caller), keyIn(next, caller)), isCallerSure };
  }
  if (isNobody(next.callee)) {
    const target = seen.onBehalfOf ? seenDn(seen.onBehalfOf, watched) : own;
    const callee = seen.dn === next.callerKey ? party : target;
    if (callee && keyIn(next, callee) !== next.callerKey) {
      next = { ...next, callee: toParty(callee) };
    }
  }
  return next;
}

function completed(party: PartyDto, call: Call, key: string | null): PartyDto {
  const seen = participantOf(call, key);
  if (!seen) return party;
  return {
    number: party.number ?? seen.number,
    name: party.name ?? seen.name,
    dn: party.dn ?? seen.dn,
    dnType: party.dnType === null || party.dnType === 'unknown' ? seen.dnType : party.dnType,
  };
}

function isOutside(party: PartyDto): boolean {
  return party.dnType === 'trunk';
}

/** Inbound if the caller is outside, outbound if the callee is; `null` until both are known. */
export function directionOf(caller: PartyDto, callee: PartyDto): Direction | null {
  if (isOutside(caller)) return 'inbound';
  if (isOutside(callee)) return 'outbound';
  return isNobody(caller) || isNobody(callee) ? null : 'internal';
}

/** Names that other legs tell later, and the direction once it is clear. */
export function withFilledParties(call: Call): Call {
  const caller = completed(call.caller, call, call.callerKey);
  const callee = completed(call.callee, call, call.callee.dn);
  const answeredBy = call.answeredBy && completed(call.answeredBy, call, call.answeredBy.dn);
  const direction = call.direction ?? directionOf(caller, callee);
  return { ...call, caller, callee, answeredBy, direction };
}
