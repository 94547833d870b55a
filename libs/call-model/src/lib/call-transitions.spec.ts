import { CALL_STATES } from '@3cx-relay/contracts';
import {
  CALL_TRANSITIONS,
  CALL_TRIGGERS,
  INITIAL_CALL_STATE,
  nextState,
  reachable,
} from './call-transitions';

describe('the table of call states', () => {
  it('reaches every state of the contract from the first one', () => {
    expect([...reachable(CALL_TRANSITIONS, INITIAL_CALL_STATE)].sort()).toEqual(
      [...CALL_STATES].sort(),
    );
  });

  it('leads to no unknown state, by no unknown trigger', () => {
    expect(Object.keys(CALL_TRANSITIONS).sort()).toEqual([...CALL_STATES].sort());
    for (const steps of Object.values(CALL_TRANSITIONS)) {
      for (const [trigger, target] of Object.entries(steps)) {
        expect(CALL_TRIGGERS).toContain(trigger);
        expect(CALL_STATES).toContain(target);
      }
    }
  });

  it('leads to the end from everywhere, and nowhere from there', () => {
    for (const state of CALL_STATES) {
      expect(reachable(CALL_TRANSITIONS, state).has('ended')).toBe(true);
      expect(nextState('ended', 'answer')).toBe('ended');
    }
    expect(CALL_TRANSITIONS.ended).toEqual({});
  });
});
