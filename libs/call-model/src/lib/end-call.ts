import type { CallId, Outcome } from '@3cx-relay/contracts';
import type { Call } from './call';
import { nextState } from './call-transitions';
import type { Draft } from './draft';
import { outcomeOf } from './outcome';
import { marked, plainEvent, tell } from './tell';
import { laterOf } from './time';

export interface Ending {
  /** When it ended; not before anything that was told of the call. */
  readonly at: string;
  readonly cause: string | null;
  readonly recovered: boolean;
  readonly outcome?: Outcome | null;
}

/** The call as it is once everybody has left. */
export function endedCall(call: Call, ending: Ending): Call {
  const times = [call.startedAt, call.answeredAt ?? call.startedAt, ending.at];
  const endedAt = times.reduce(laterOf);
  const participants = call.participants.map((p) =>
    p.state === 'left'
      ? p
      : { ...p, state: 'left' as const, leftAt: laterOf(endedAt, p.joinedAt ?? endedAt) },
  );
  return {
    ...call,
    state: nextState(call.state, 'end'),
    outcome: ending.outcome === undefined ? outcomeOf(call) : ending.outcome,
    cause: ending.cause,
    endedAt,
    participants,
    legs: [],
    quietLeavers: [],
    referrals: {},
    pendingRecord: null,
  };
}

/** Tells what is still to be told of an open call, and its end. */
export function endCall(draft: Draft, callId: CallId, ending: Ending): Call | undefined {
  tell(draft, callId);
  const call = draft.openCalls.get(callId);
  if (!call) return undefined;
  const done = endedCall(call, ending);
  const time = laterOf(done.endedAt ?? ending.at, call.lastEventAt);
  const told = marked(done, time, ending.recovered);
  // Legs stay with the open call until here, so that the draft remembers them as gone.
  draft.putEnded(told);
  const { cause, recovered } = ending;
  draft.emit(plainEvent('call.ended', told, { cause, recovered, time }));
  return told;
}
