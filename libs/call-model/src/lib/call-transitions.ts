import type { CallState } from '@3cx-relay/contracts';

/** What can happen to a call as a whole. */
export const CALL_TRIGGERS = ['answer', 'hold', 'resume', 'end'] as const;
export type CallTrigger = (typeof CALL_TRIGGERS)[number];

export type TransitionTable<S extends string, T extends string> = Readonly<
  Record<S, Readonly<Partial<Record<T, S>>>>
>;

/** Every state with what may happen in it. What is not listed does not change the state. */
export const CALL_TRANSITIONS: TransitionTable<CallState, CallTrigger> = {
  ringing: { answer: 'connected', end: 'ended' },
  connected: { hold: 'held', end: 'ended' },
  held: { resume: 'connected', end: 'ended' },
  ended: {},
};

export const INITIAL_CALL_STATE: CallState = 'ringing';

/** The state after a trigger; the same state where the table knows no such step. */
export function nextState(state: CallState, trigger: CallTrigger): CallState {
  return CALL_TRANSITIONS[state][trigger] ?? state;
}

/** Every state that can be reached from `from`, itself included. */
export function reachable<S extends string, T extends string>(
  table: TransitionTable<S, T>,
  from: S,
): ReadonlySet<S> {
  const seen = new Set<S>([from]);
  const queue: S[] = [from];
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const target of Object.values<S | undefined>(table[state])) {
      if (target === undefined || seen.has(target)) continue;
      seen.add(target);
      queue.push(target);
    }
  }
  return seen;
}
