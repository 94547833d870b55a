import type { DnType } from '@3cx-relay/contracts';
import type { Call, Leg } from './call';
import { nextState } from './call-transitions';
import { withFilledParties } from './first-dialled';
import type { ObservedParticipant } from './observation';
import {
  enriched,
  newParticipant,
  participantOf,
  answererOf,
  refreshParticipants,
  withParticipant,
} from './participants';
import { isPerson, keyIn, type SeenParty, seenDn, seenParty, toParty } from './party';

/** What a change of legs is judged by. */
export interface LegFacts {
  readonly at: string;
  readonly watched: ReadonlyMap<string, DnType>;
}

function isSameLeg(leg: Leg, dn: string, participantId: number): boolean {
  return leg.dn === dn && leg.participantId === participantId;
}

/** Adds the leg's own DN, or what is new about it. */
function withOwnDn(call: Call, seen: ObservedParticipant, facts: LegFacts): Call {
  const own = seenDn(seen, facts.watched);
  const known = participantOf(call, seen.dn);
  // Another leg may have told the name before the DN had a leg of its own.
  const name = [call.caller, call.callee].find((party) => party.dn === seen.dn)?.name ?? null;
  const participant = known
    ? enriched(known, own)
    : newParticipant(seen.dn, { ...own, name }, 'dialing');
  return withParticipant(call, {
    ...participant,
    deviceId: seen.deviceId ?? participant.deviceId,
    directControl: seen.directControl ?? participant.directControl,
  });
}

/** A leg that still rings out may name its target better and better: that is one and the same. */
function corrects(call: Call, old: Leg | undefined, party: SeenParty): string | null {
  if (!old?.partyKey || old.status !== 'dialing' || !party.external) return null;
  const before = participantOf(call, old.partyKey);
  return before?.dn === null && call.legs.length === 1 ? before.key : null;
}

/** Adds the other side of a leg, unless it is a watched DN: its own legs speak for that. */
function withOtherSide(
  call: Call,
  key: string,
  party: SeenParty,
  watched: ReadonlyMap<string, DnType>,
): Call {
  const known = participantOf(call, key);
  if (known) return withParticipant(call, enriched(known, party));
  const speaksForItself = key === party.dn && watched.has(key) && party.dnType !== 'voicemail';
  if (speaksForItself) return call;
  return withParticipant(call, newParticipant(key, party, 'ringing'));
}

function withLeg(call: Call, leg: Leg): Call {
  const others = call.legs.filter((other) => !isSameLeg(other, leg.dn, leg.participantId));
  const before = call.legs.find((other) => isSameLeg(other, leg.dn, leg.participantId));
  const legs = before
    ? call.legs.map((other) => (other === before ? leg : other))
    : [...others, leg];
  return { ...call, legs, emptySince: null, vanishedUnseen: false };
}

/** Trunk, DID, queue and referral: what a leg tells of the call as a whole. */
function withAttributes(call: Call, seen: ObservedParticipant, facts: LegFacts): Call {
  const party = seenParty(seen.party, facts.watched);
  const queues = [seenDn(seen, facts.watched), party, ...related(seen, facts)].filter(
    (dn) => dn?.dnType === 'queue',
  );
  const referrer = seen.referredBy?.dn ?? null;
  const old = call.legs.find((leg) => isSameLeg(leg, seen.dn, seen.participantId));
  // Shown as long as the leg rings: one and the same referral each time.
  const isNews = referrer !== null && old?.referredBy !== referrer;
  return {
    ...call,
    did: call.did ?? seen.party.did,
    trunk: call.trunk ?? party?.trunk ?? null,
    queue: queues[0]?.dn ?? call.queue,
    referrals: isNews ? { ...call.referrals, [seen.dn]: referrer } : call.referrals,
  };
}

function related(seen: ObservedParticipant, facts: LegFacts): readonly SeenParty[] {
  return seen.onBehalfOf ? [seenDn(seen.onBehalfOf, facts.watched)] : [];
}

/** Notes the first answer, and whether the call is on hold. */
function withCallState(call: Call, at: string): Call {
  let next = call;
  const answerer = call.answeredAt === null ? answererOf(call) : undefined;
  if (answerer) {
    const state = nextState(call.state, 'answer');
    next = { ...next, state, answeredAt: at, answeredBy: toParty(answerer) };
  }
  const onHold = next.legs.some(
    (leg) => leg.status === 'held' && isPerson(participantOf(next, leg.dn)?.dnType ?? 'unknown'),
  );
  return { ...next, state: nextState(next.state, onHold ? 'hold' : 'resume') };
}

function afterLegs(before: Call, after: Call, facts: LegFacts): Call {
  const refreshed = refreshParticipants(before, after, facts.at, (dn) => facts.watched.has(dn));
  return withFilledParties(withCallState(refreshed, facts.at));
}

/** The call with a leg added or replaced by what was seen of it. */
export function applyLeg(call: Call, seen: ObservedParticipant, facts: LegFacts): Call {
  const party = seenParty(seen.party, facts.watched);
  const old = call.legs.find((leg) => isSameLeg(leg, seen.dn, seen.participantId));
  let next = withOwnDn(call, seen, facts);
  let partyKey = old?.partyKey ?? null;
  if (party) {
    partyKey = corrects(next, old, party) ?? keyIn(next, party);
    next = withOtherSide(next, partyKey, party, facts.watched);
  }
  next = withLeg(withAttributes(next, seen, facts), {
    dn: seen.dn,
    participantId: seen.participantId,
    pbxCallId: seen.callId,
    legId: seen.legId,
    status: seen.status,
    partyKey,
    referredBy: seen.referredBy?.dn ?? old?.referredBy ?? null,
    deviceId: seen.deviceId,
    directControl: seen.directControl,
  });
  return afterLegs(call, next, facts);
}

/** The call without a leg; unchanged if it has no such leg. */
export function removeLeg(
  call: Call,
  dn: string,
  participantId: number,
  facts: LegFacts & { readonly unseen: boolean },
): Call {
  const legs = call.legs.filter((leg) => !isSameLeg(leg, dn, participantId));
  if (legs.length === call.legs.length) return call;
  const emptied: Partial<Call> =
    legs.length === 0
      ? { emptySince: facts.at, vanishedUnseen: facts.unseen, listed: null, listedAt: null }
      : {};
  return afterLegs(call, { ...call, ...emptied, legs }, facts);
}
