import { aLeg, anOutsideParty, outside, ROUTER, Scene } from '../../testing';

const NUMBER = '+33140000000';

function dialling(scene: Scene): Scene {
  scene.at(0).sees(aLeg('101', 1, { status: 'dialing', party: ROUTER }));
  return scene.at(0.5).sees(aLeg('101', 1, { status: 'dialing', party: outside(NUMBER) }));
}

describe('an outbound call', () => {
  it('hides the router and is answered by the far side', () => {
    const scene = new Scene();
    scene.at(0).sees(aLeg('101', 1, { status: 'dialing', party: ROUTER }));
    expect(scene.call()).toMatchObject({
      direction: null,
      callee: { number: null, name: null, dn: null, dnType: null },
    });
    scene.at(0.5).sees(aLeg('101', 1, { status: 'dialing', party: outside(NUMBER) }));
    scene.at(2).sees(aLeg('101', 1, { status: 'connected', party: outside(NUMBER) }));
    scene.at(60).loses('101', 1).lists();

    expect(scene.story()).toEqual([
      '0 call.started',
      '0.5 call.updated external:1',
      '2 call.answered external:1',
      '60 call.ended',
    ]);
    expect(scene.call()).toMatchObject({
      direction: 'outbound',
      caller: { dn: '101' },
      callee: anOutsideParty(NUMBER),
      trunk: '10001',
      answeredBy: anOutsideParty(NUMBER),
      outcome: 'answered',
      talkSeconds: 58,
    });
  });

  it('is outbound at once where the router tells the number that was dialled', () => {
    const scene = new Scene();
    const party = { ...ROUTER, number: NUMBER };
    scene.at(0).sees(aLeg('101', 1, { status: 'dialing', party }));
    scene.at(1).sees(aLeg('101', 1, { status: 'dialing', party: outside(NUMBER) }));
    expect(scene.events[0]?.call).toMatchObject({
      direction: 'outbound',
      callee: anOutsideParty(NUMBER),
      trunk: null,
    });
    expect(scene.call().trunk).toBe('10001');
  });

  it('says nothing of the outcome when nobody answers: a refusal looks like a hang-up', () => {
    const scene = dialling(new Scene());
    scene.at(8).loses('101', 1).lists();
    expect(scene.call()).toMatchObject({ outcome: null, answeredAt: null, state: 'ended' });
  });

  it('keeps the number that was dialled first', () => {
    const scene = dialling(new Scene());
    scene.at(4).sees(aLeg('101', 1, { status: 'connected', party: outside('+33199999999') }));
    expect(scene.call().callee.number).toBe(NUMBER);
  });
});
