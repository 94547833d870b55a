import type { CallId } from '@3cx-relay/contracts';
import { aLeg, inside, outside, Scene } from '../testing';
import type { Call } from './call';

const OUTSIDE = outside('+442071234500');

function idsOf(calls: Iterable<Call>): CallId[] {
  return [...calls].map(({ callId }) => callId);
}

/** Two calls: 101 talks to somebody outside, 102 to 103. */
function twoCalls(): Scene {
  return new Scene()
    .at(0)
    .sees(aLeg('101', 1, { callId: 10, status: 'connected', party: OUTSIDE }))
    .sees(aLeg('102', 2, { callId: 11, status: 'connected', party: inside('103') }))
    .sees(aLeg('103', 3, { callId: 11, status: 'connected', party: inside('102') }));
}

describe('OpenCalls', () => {
  it('finds a call by number, by leg and by everybody who takes part', () => {
    const { open } = twoCalls().state;
    const [first, second] = idsOf(open.values());
    expect(open.ofNumber(11)?.callId).toBe(second);
    expect(open.ofLeg('101', 1)?.callId).toBe(first);
    expect(idsOf(open.ofPerson('103'))).toEqual([second]);
    expect([open.ofNumber(12), open.ofLeg('101', 2)]).toEqual([undefined, undefined]);
    expect(open.ofPerson('104')).toEqual([]);
  });

  it('leaves what it was made from as it was', () => {
    const scene = twoCalls();
    const before = scene.state.open;
    scene.at(5).loses('101', 1).lists();
    expect([before.size, scene.state.open.size]).toEqual([2, 1]);
    expect(before.ofLeg('101', 1)?.pbxCallIds).toEqual([10]);
    expect(scene.state.open.ofLeg('101', 1)).toBeUndefined();
    expect(scene.state.open.ofNumber(10)).toBeUndefined();
    expect(scene.state.open.ofPerson('101')).toEqual([]);
  });

  it('knows which calls lost their last leg, the latest first, and that they wait', () => {
    const scene = twoCalls();
    scene.at(5).loses('101', 1);
    scene.at(6).loses('102', 2).loses('103', 3);
    const { open } = scene.state;
    const [first, second] = idsOf(open.values());
    expect(idsOf(open.emptied())).toEqual([second, first]);
    expect(idsOf(open.waiting())).toEqual([first, second]);
    scene.lists();
    expect(idsOf([...scene.state.open.emptied(), ...scene.state.open.waiting()])).toEqual([]);
  });

  it('does not let a call that goes take the number that another has by now', () => {
    const { open } = twoCalls().state;
    const [first, second] = [...open.values()];
    if (!first || !second) throw new Error('there are two calls');
    const taken = open.with({ ...second, pbxCallIds: [11, 10] });
    expect(taken.ofNumber(10)?.callId).toBe(second.callId);
    expect(taken.without(first.callId).ofNumber(10)?.callId).toBe(second.callId);
  });
});
