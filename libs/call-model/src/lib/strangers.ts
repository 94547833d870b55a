import { acceptRecord } from './accept-record';
import type { Call } from './call';
import type { Draft } from './draft';
import { endCall } from './end-call';
import { sameNumber } from './numbers';
import { msBetween } from './time';

export const PBX_RESTARTED = 'pbx_restarted';
/** An answer of the PBX may have been on its way for so long. */
const LATE_ANSWER_MS = 60_000;

/** Somebody whom a leg or a list names. */
export interface Named {
  readonly dn: string | null;
  readonly number: string | null;
}

/** Whether one of these people is known to the call. */
export function knowsOneOf(call: Call, people: readonly Named[]): boolean {
  return [call.caller, call.callee, ...call.participants].some((known) =>
    people.some(
      ({ dn, number }) =>
        (known.dn !== null && known.dn === dn) ||
        (known.number !== null && number !== null && sameNumber(known.number, number)),
    ),
  );
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
