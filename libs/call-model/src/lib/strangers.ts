import { acceptRecord } from './accept-record';
import type { Call } from './call';
import type { Draft } from './draft';
import { endCall } from './end-call';
import { isOneOf, type Named, peopleOf } from './party';
import { msBetween } from './time';

export const PBX_RESTARTED = 'pbx_restarted';
/** An answer of the PBX may have been on its way for so long. */
const LATE_ANSWER_MS = 60_000;

/** Whether one of these people is known to the call. */
export function knowsOneOf(call: Call, people: readonly Named[]): boolean {
  return isOneOf(peopleOf(call), people);
}

/**
 * Whether what is seen under the number of a call that ended lately is late news of it. After a
 * restart the PBX gives its numbers anew, and then none of these people was in that call.
 * @param people no queues or groups, which many calls share; without any it cannot be told apart
 */
export function isLateNews(draft: Draft, pbxCallId: number, people: readonly Named[]): boolean {
  const ended = draft.recentlyEnded.get(pbxCallId);
  const named = people.filter(({ dn, number }) => dn !== null || number !== null);
  return ended !== undefined && (named.length === 0 || isOneOf(ended.people, named));
}

/**
 * Whether those who are seen under a number are the people of a call that is over by its record: a
 * late answer shows it still. The number in a record is a guess, so it does not speak for itself.
 */
export function isOverAlready(draft: Draft, pbxCallId: number, people: readonly Named[]): boolean {
  const named = people.filter(({ dn, number }) => dn !== null || number !== null);
  if (named.length === 0) return false;
  for (const call of draft.endedCalls.values()) {
    const { record, pbxCallIds, endedAt } = call;
    if (record === null || endedAt === null || !pbxCallIds.includes(pbxCallId)) continue;
    if (msBetween(endedAt, draft.at) > LATE_ANSWER_MS) continue;
    if (named.every((one) => knowsOneOf(call, [one]))) return true;
  }
  return false;
}

/**
 * Whether the number of a call that nobody is seen in any more now means a call of other people:
 * the PBX has restarted and counts anew. Who hides a number cannot be told apart, and is not.
 */
export function isTakenOver(call: Call, people: readonly Named[]): boolean {
  if (call.legs.length > 0 || call.caller.number === null) return false;
  return people.every(({ number }) => number !== null) && !knowsOneOf(call, people);
}

/** Ends a call whose number another has taken over, so that the number is free for that one. */
export function giveWay(draft: Draft, call: Call): void {
  if (call.pendingRecord !== null) acceptRecord(draft, call, call.pendingRecord);
  else {
    const at = call.emptySince ?? draft.at;
    endCall(draft, call.callId, { at, cause: PBX_RESTARTED, recovered: true });
  }
  draft.recentlyEnded = draft.recentlyEnded.deleteAll(call.pbxCallIds);
}
