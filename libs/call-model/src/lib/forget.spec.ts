import { aLeg, aRecord, atSecond, historyId, outside, Scene } from '../testing';

const caller = outside('+442071234500');

describe('what is remembered', () => {
  it('of removed legs and ended numbers lasts two minutes at most', () => {
    const scene = new Scene();
    scene
      .at(0)
      .sees(aLeg('101', 1, { party: caller }))
      .loses('101', 1)
      .lists();
    expect(scene.state.removedLegs.size + scene.state.recentlyEnded.size).toBe(2);
    scene.at(121).ticks();
    expect(scene.state.removedLegs.size + scene.state.recentlyEnded.size).toBe(0);
  });

  it('of calls with their record is bounded, however many records are caught up with', () => {
    const scene = new Scene().at(86_400);
    for (let n = 1; n <= 1_000; n++) {
      scene.records(aRecord({ callHistoryId: historyId(atSecond(n), n), hash: `${n}` }));
    }
    scene.ticks();
    expect(scene.state.ended.size).toBe(200);
    expect(scene.events).toHaveLength(4_000);
  });

  it('of a call that waits for its record lasts a day', () => {
    const scene = new Scene();
    scene
      .at(0)
      .sees(aLeg('101', 1, { party: caller }))
      .loses('101', 1)
      .lists();
    scene.at(86_000).ticks();
    expect(scene.state.ended.size).toBe(1);
    scene.at(86_500).ticks();
    expect(scene.state.ended.size).toBe(0);
  });
});
