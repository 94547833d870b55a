import type { CallId } from '@3cx-relay/contracts';
import type { Call, Leg } from './call';
import type { LiveState } from './live-state';

/** The call that a leg belongs to, for answers to makecall and for the softphone. */
export function callOfPbxCallId(state: LiveState, pbxCallId: number): Call | undefined {
  return state.open.ofNumber(pbxCallId);
}

/** Live legs of a DN in a call: what a command such as drop or answer acts on. */
export function legsOf(state: LiveState, callId: CallId, dn: string): readonly Leg[] {
  return state.open.get(callId)?.legs.filter((leg) => leg.dn === dn) ?? [];
}

/**
 * Whether a call waits for XAPI's next list to know if it is over. Ask the list at once then:
 * the sooner it comes, the sooner `call.ended` goes out.
 */
export function needsActiveCalls(state: LiveState): boolean {
  if (!state.connected.xapi) return false;
  return state.open.waiting().some((call) => call.listed === null);
}
