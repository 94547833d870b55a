import type { Call } from './call';
import type { Draft } from './draft';
import { partyFromText } from './active-calls';
import { blankCall, directionOf, isInitiator, withCaller, withEnds } from './first-dialled';
import { joinInto } from './join';
import { applyLeg, type LegFacts, removeLeg } from './legs';
import type { ObservedParticipant } from './observation';
import { legKey } from './open-calls';
import { isNobody, isPerson, type Named, NOBODY, seenDn, toParty } from './party';
import { giveWay, isLateNews, isOverAlready, isTakenOver } from './strangers';

/** Helper legs of the PBX carry this number; they are no call. */
const NO_CALL = 0;

function facts(draft: Draft): LegFacts {
  return { at: draft.at, watched: draft.watched };
}

/** Takes a leg out of the call in which it was. */
export function detachLeg(draft: Draft, call: Call, dn: string, participantId: number): void {
  const unseen = draft.context.recovered;
  draft.put(removeLeg(call, dn, participantId, { ...facts(draft), unseen }));
}

/**
 * The call that a leg belongs to: known by the leg or by its number, or a new one. `undefined`
 * for legs that belong to none: helpers, and late news of calls that have ended.
 */
function callFor(draft: Draft, seen: ObservedParticipant): Call | undefined {
  if (seen.callId === NO_CALL) return undefined;
  const byNumber = draft.openCalls.ofNumber(seen.callId);
  const byLeg = draft.openCalls.ofLeg(seen.dn, seen.participantId);
  if (byLeg && byNumber && byLeg.callId !== byNumber.callId) {
    detachLeg(draft, byLeg, seen.dn, seen.participantId);
    joinInto(draft, byLeg.callId, byNumber.callId);
    return draft.openCalls.get(byNumber.callId);
  }
  const people = [{ dn: seen.dn, number: seen.dn }, seen.party];
  if (byNumber && !isTakenOver(byNumber, people)) return byNumber;
  if (byNumber) giveWay(draft, byNumber);
  if (isLateNews(draft, seen.callId, personsOf(seen))) return undefined;
  if (byLeg) return { ...byLeg, pbxCallIds: [...byLeg.pbxCallIds, seen.callId] };
  if (isOverAlready(draft, seen.callId, people)) return undefined;
  return blankCall(draft.context.mintCallId(), [seen.callId], draft.at);
}

/** Whom a leg shows, without queues and the like; of somebody outside only the number tells. */
function personsOf({ dn, dnType, party }: ObservedParticipant): Named[] {
  const own = { dn, number: dn, dnType };
  const other = { dn: party.dnType === 'trunk' ? null : party.dn, number: party.number };
  return [own, { ...other, dnType: party.dnType }].filter(
    (one) => one.dnType !== null && isPerson(one.dnType),
  );
}

/** Applies one leg as seen: to its call, or to a new call. Repeats change nothing. */
export function attachLeg(draft: Draft, seen: ObservedParticipant): Call | undefined {
  if (draft.removedLegs.has(legKey(seen.dn, seen.participantId))) return undefined;
  const found = callFor(draft, seen);
  if (!found) return undefined;
  const isKnown = found.legs.some(
    (leg) => leg.dn === seen.dn && leg.participantId === seen.participantId,
  );
  const turned = isKnown && startsToDial(found, seen) ? withInitiator(draft, found, seen) : found;
  const initiator = !isKnown && isInitiator(seen, draft.watched);
  const withParties = withEnds(turned, seen, initiator, draft.watched);
  const next = applyLeg(withParties, seen, facts(draft));
  draft.put(sameCall(found, next) ? found : next);
  return draft.openCalls.get(found.callId);
}

/** Removes a leg and keeps in mind that it is gone. */
export function dropLeg(draft: Draft, dn: string, participantId: number): void {
  draft.keepRemoved(dn, participantId);
  const call = draft.openCalls.ofLeg(dn, participantId);
  if (call) detachLeg(draft, call, dn, participantId);
}

/** A phone that rang and dials now was that of the initiator: we had it the wrong way round. */
function startsToDial(call: Call, seen: ObservedParticipant): boolean {
  const before = call.legs.find(
    (leg) => leg.dn === seen.dn && leg.participantId === seen.participantId,
  );
  return (
    before?.status === 'ringing' &&
    seen.status === 'dialing' &&
    call.answeredAt === null &&
    call.callerKey !== seen.dn
  );
}

/** The call with the leg's own DN as the caller, and whom it dials as the callee. */
function withInitiator(draft: Draft, call: Call, seen: ObservedParticipant): Call {
  const own = seenDn(seen, draft.watched);
  const mistaken = (key: string): boolean =>
    key === call.callerKey && !call.legs.some((leg) => leg.dn === key);
  const participants = call.participants.filter((p) => !mistaken(p.key));
  const turned = { ...call, participants, callee: NOBODY, direction: null };
  return withCaller(turned, toParty(own), seen.dn);
}

/** Applies the leg of a call that we placed: it is the initiator's, whatever its state says. */
export function placeCall(draft: Draft, seen: ObservedParticipant, destination: string): void {
  const call = attachLeg(draft, { ...seen, originatedBy: { dn: seen.dn, dnType: seen.dnType } });
  if (!call) return;
  const mistaken = call.callerKey !== seen.dn && call.answeredAt === null;
  const right = mistaken ? withInitiator(draft, call, seen) : call;
  const dialled = partyFromText(destination, draft.watched);
  const callee = isNobody(right.callee) && dialled ? toParty(dialled) : right.callee;
  const direction = right.direction ?? directionOf(right.caller, callee);
  draft.put({ ...right, callee, direction });
}

/** Repeated upserts are frequent: an equal call is the same call, and nothing is stored anew. */
function sameCall(before: Call, after: Call): boolean {
  return before.legs.length > 0 && JSON.stringify(before) === JSON.stringify(after);
}
