import type { Call } from './call';
import { attachLeg, detachLeg } from './attach';
import type { Draft } from './draft';
import { endCall } from './end-call';
import type { ObservedParticipant, WatchedDn } from './observation';
import { legKey } from './open-calls';
import { knowsOneOf, PBX_RESTARTED } from './strangers';

function keyOf(seen: ObservedParticipant): string {
  return legKey(seen.dn, seen.participantId);
}

/**
 * Calls whose number means another call by now: after a gap none of their legs is left, and the
 * legs under their number are those of strangers. The PBX has restarted and counts anew.
 */
function strangers(draft: Draft, seen: readonly ObservedParticipant[]): ReadonlySet<Call> {
  const keys = new Set(seen.map(keyOf));
  const found = new Set<Call>();
  const kept = new Set<Call>();
  for (const leg of seen) {
    const call = draft.openCalls.ofNumber(leg.callId);
    if (!call || call.legs.length === 0) continue;
    const survives = call.legs.some((own) => keys.has(legKey(own.dn, own.participantId)));
    const isKnown = knowsOneOf(call, [{ dn: leg.dn, number: null }, leg.party]);
    (survives || isKnown ? kept : found).add(call);
  }
  return new Set([...found].filter((call) => !kept.has(call)));
}

/** Callers' legs first, and in the order in which the PBX made them. */
function inOrder(seen: readonly ObservedParticipant[]): readonly ObservedParticipant[] {
  const rank = (leg: ObservedParticipant): number => (leg.status === 'dialing' ? 0 : 1);
  return [...seen].sort(
    (a, b) =>
      rank(a) - rank(b) || (a.legId ?? 0) - (b.legId ?? 0) || a.participantId - b.participantId,
  );
}

/** Applies the complete list of legs: what it does not show is gone, what is new is added. */
export function reconcile(
  draft: Draft,
  participants: readonly ObservedParticipant[],
  watchedDns: readonly WatchedDn[],
): void {
  draft.watched = new Map(watchedDns.map(({ dn, dnType }) => [dn, dnType]));
  const restarted = strangers(draft, participants);
  for (const call of restarted) {
    endCall(draft, call.callId, { at: draft.at, cause: PBX_RESTARTED, recovered: true });
  }
  if (restarted.size > 0) draft.forgetNumbers();
  const shown = new Set(participants.map(keyOf));
  // What is there first: a call that moved on to new legs is never empty in between.
  for (const seen of inOrder(participants)) attachLeg(draft, seen);
  for (const call of draft.openCalls.values()) {
    for (const leg of call.legs) {
      if (shown.has(legKey(leg.dn, leg.participantId))) continue;
      const current = draft.openCalls.get(call.callId);
      if (current) detachLeg(draft, current, leg.dn, leg.participantId);
    }
  }
}
