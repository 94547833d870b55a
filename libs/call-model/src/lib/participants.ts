import type { ParticipantState } from '@3cx-relay/contracts';
import type { Call, Leg, Participant } from './call';
import { isPerson, type SeenParty } from './party';

export function participantOf(call: Call, key: string | null): Participant | undefined {
  return key === null ? undefined : call.participants.find((p) => p.key === key);
}

export function isLive(participant: Participant): boolean {
  return participant.state !== 'left';
}

/** How many are in the call or being called: with fewer than two it is about to be over. */
export function company(call: Call): number {
  return call.participants.filter(isLive).length;
}

export function ownLegs(call: Call, participant: Participant): readonly Leg[] {
  if (participant.key !== participant.dn) return [];
  return call.legs.filter((leg) => leg.dn === participant.dn);
}

export function withParticipant(call: Call, participant: Participant): Call {
  const at = call.participants.findIndex((p) => p.key === participant.key);
  const participants =
    at < 0
      ? [...call.participants, participant]
      : call.participants.map((p, index) => (index === at ? participant : p));
  return { ...call, participants };
}

export function newParticipant(
  key: string,
  party: SeenParty,
  state: ParticipantState,
): Participant {
  return {
    key,
    dn: party.dn,
    dnType: party.dnType,
    name: party.name,
    number: party.number,
    state,
    deviceId: null,
    directControl: null,
    alertedAt: null,
    joinedAt: null,
    leftAt: null,
  };
}

/** Fills what is not known yet; a number once told is kept, a name follows the PBX. */
export function enriched(participant: Participant, party: SeenParty): Participant {
  return {
    ...participant,
    dnType: participant.dnType === 'unknown' ? party.dnType : participant.dnType,
    number: participant.number ?? party.number,
    name: party.name ?? participant.name,
  };
}

function isTalking(leg: Leg): boolean {
  return leg.status === 'connected' || leg.status === 'held';
}

/** The state that the participant's own legs show. */
function ownState(legs: readonly Leg[], isCaller: boolean): ParticipantState {
  if (legs.some(isTalking)) return 'connected';
  if (isCaller) return 'dialing';
  return legs.some((leg) => leg.status === 'ringing') ? 'ringing' : 'dialing';
}

/** The state of somebody who is known only as the other side of legs. */
function derivedState(
  participant: Participant,
  references: readonly Leg[],
  isCaller: boolean,
): ParticipantState {
  if (participant.state === 'connected' || references.some(isTalking)) return 'connected';
  return isCaller ? 'dialing' : 'ringing';
}

/** Whether a leg that named the participant before names somebody else now. */
function wasReplaced(before: Call, after: Call, key: string): boolean {
  return before.legs.some(
    (old) =>
      old.partyKey === key &&
      after.legs.some(
        (leg) =>
          leg.dn === old.dn &&
          leg.participantId === old.participantId &&
          leg.partyKey !== null &&
          leg.partyKey !== key,
      ),
  );
}

/** A queue's leg names the agent it tries as a hint only: persons are believed about persons. */
function tells(call: Call, leg: Leg, participant: Participant, isCaller: boolean): boolean {
  if (isCaller || !isPerson(participant.dnType)) return true;
  return isPerson(participantOf(call, leg.dn)?.dnType ?? 'unknown');
}

function stateAfter(
  before: Call,
  after: Call,
  participant: Participant,
  isWatched: (dn: string) => boolean,
): ParticipantState {
  const isCaller = participant.key === after.callerKey;
  const own = ownLegs(after, participant);
  if (own.length > 0) return ownState(own, isCaller);
  if (ownLegs(before, participant).length > 0) return 'left';
  const references = after.legs.filter(
    (leg) => leg.partyKey === participant.key && tells(after, leg, participant, isCaller),
  );
  if (references.length === 0) {
    return wasReplaced(before, after, participant.key) ? 'left' : participant.state;
  }
  // A watched DN that left is named by others for a moment more: its own legs decide.
  const ownsLegs = participant.key === participant.dn && isWatched(participant.dn);
  if (participant.state === 'left' && ownsLegs) return 'left';
  return derivedState(participant, references, isCaller);
}

function alertedAt(participant: Participant, state: ParticipantState, at: string): string | null {
  if (state === 'left') return null;
  return state === 'ringing' ? at : participant.alertedAt;
}

function moved(participant: Participant, state: ParticipantState, at: string): Participant {
  if (state === participant.state) return participant;
  return {
    ...participant,
    state,
    alertedAt: alertedAt(participant, state, at),
    joinedAt: participant.joinedAt ?? (state === 'connected' ? at : null),
    leftAt: state === 'left' ? at : null,
  };
}

/**
 * The caller counts as connected once somebody or something has picked up: its own leg alone says
 * so too early (the other side still rings) or never (an outside line).
 */
function withCaller(call: Call, wanted: ParticipantState, at: string): Call {
  const caller = participantOf(call, call.callerKey);
  if (!caller || wanted === 'left') return call;
  const others = call.participants.filter((p) => p.key !== caller.key);
  const met = caller.state === 'connected' || others.some((p) => p.state === 'connected');
  return withParticipant(call, moved(caller, met ? 'connected' : 'dialing', at));
}

/** Brings every participant's state in line with the legs after one change of the legs. */
export function refreshParticipants(
  before: Call,
  after: Call,
  at: string,
  isWatched: (dn: string) => boolean,
): Call {
  let callerState: ParticipantState = 'left';
  const participants = after.participants.map((participant) => {
    const state = stateAfter(before, after, participant, isWatched);
    if (participant.key !== after.callerKey) return moved(participant, state, at);
    callerState = state;
    return state === 'left' ? moved(participant, state, at) : participant;
  });
  return withCaller({ ...after, participants }, callerState, at);
}

/** Who took the call first: connected, a person (or its program), and not the caller. */
export function answererOf(call: Call): Participant | undefined {
  return call.participants.find(
    (p) => p.state === 'connected' && p.key !== call.callerKey && isPerson(p.dnType),
  );
}

/** Whether legs speak for the call: then XAPI's list only says that it is there. */
export function isKnownByLegs(call: Call): boolean {
  return call.participants.some((p) => p.directControl !== null);
}
