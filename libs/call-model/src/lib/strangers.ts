import { acceptRecord } from './accept-record';
import type { Call } from './call';
import type { Draft } from './draft';
import { endCall } from './end-call';
import { sameNumber } from './numbers';

export const PBX_RESTARTED = 'pbx_restarted';

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
  for (const number of call.pbxCallIds) draft.recentlyEnded.delete(number);
}
