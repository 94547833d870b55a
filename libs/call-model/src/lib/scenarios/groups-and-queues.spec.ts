import { aLeg, anActiveCall, inside, outside, Scene } from '../../testing';

const caller = outside('+442071234500');
const queue = { dn: '800', dnType: 'queue' as const };
const inQueue = aLeg('800', 50, {
  dnType: 'queue',
  status: 'connected',
  party: caller,
  deviceId: '800',
});
const agent = (dn: string, id: number, status: 'ringing' | 'connected' = 'ringing') =>
  aLeg(dn, id, { status, party: caller, onBehalfOf: queue });

describe('a ring group with three members', () => {
  it('rings each, is answered by one, and the others leave without ado', () => {
    const scene = new Scene();
    const member = (dn: string, id: number) => aLeg(dn, id, { party: caller });
    scene.at(0).sees(member('101', 1), member('102', 2), member('103', 3));
    scene.at(4).sees({ ...member('102', 2), status: 'connected' });
    scene.loses('101', 1).loses('103', 3);
    scene.at(30).loses('102', 2).lists();

    expect(scene.story()).toEqual([
      '0 call.started',
      '0 call.ringing 101',
      '0 call.ringing 102',
      '0 call.ringing 103',
      '4 call.answered 102',
      '4 call.updated 101',
      '4 call.updated 103',
      '30 call.ended',
    ]);
    expect(scene.call().participants).toMatchObject([
      { dn: null, number: '+442071234500', joinedAt: expect.any(String) },
      { dn: '101', joinedAt: null },
      { dn: '102', joinedAt: expect.any(String) },
      { dn: '103', joinedAt: null },
    ]);
  });

  it('takes the group on whose behalf they ring for the party first dialled', () => {
    const scene = new Scene();
    const onBehalfOf = { dn: '820', dnType: 'ringGroup' as const };
    scene.at(0).sees(aLeg('101', 1, { party: caller, onBehalfOf }));
    expect(scene.call().callee).toMatchObject({ dn: '820', dnType: 'ringGroup' });
  });
});

describe('a queue', () => {
  it('rings its agents in waves while the call waits in it, and is left when one answers', () => {
    const scene = new Scene();
    scene.at(0).sees(inQueue);
    scene.at(1).sees(agent('101', 1), agent('102', 2));
    scene.at(16).loses('101', 1).loses('102', 2);
    scene.at(18).sees(agent('101', 3), agent('102', 4));
    scene
      .at(20)
      .sees(agent('102', 4, 'connected'))
      .loses('101', 3)
      .loses('800', 50);
    scene.at(90).loses('102', 4).lists();

    expect(scene.story()).toEqual([
      '0 call.started',
      '1 call.ringing 101',
      '1 call.ringing 102',
      '16 call.updated 101',
      '16 call.updated 102',
      '18 call.ringing 101',
      '18 call.ringing 102',
      '20 call.answered 102',
      '20 call.updated 101',
      '20 call.updated 800',
      '90 call.ended',
    ]);
    expect(scene.call()).toMatchObject({
      direction: 'inbound',
      callee: { dn: '800', dnType: 'queue' },
      queue: '800',
      answeredBy: { dn: '102' },
      outcome: 'answered',
      ringSeconds: 20,
    });
  });

  it('is abandoned when the caller gives up in it, though agents rang', () => {
    const scene = new Scene();
    scene.at(0).sees(inQueue).at(1).sees(agent('101', 1));
    scene.at(12).loses('101', 1).loses('800', 50).lists();
    expect(scene.call()).toMatchObject({ outcome: 'abandoned', answeredAt: null, queue: '800' });
  });

  it('keeps one call over the pause between waves when it is not watched itself', () => {
    const scene = new Scene({ '101': 'extension', '102': 'extension' });
    scene.at(1).sees(agent('101', 1), agent('102', 2));
    scene.at(15).loses('101', 1).loses('102', 2).lists(10);
    scene.at(17).sees(agent('101', 3), agent('102', 4));
    scene
      .at(19)
      .sees(agent('101', 3, 'connected'))
      .loses('102', 4);
    scene.at(40).loses('101', 3).lists();

    expect(scene.story().filter((line) => /started|answered|ended/.test(line))).toEqual([
      '1 call.started',
      '19 call.answered 101',
      '40 call.ended',
    ]);
    expect(scene.call()).toMatchObject({ callee: { dn: '800' }, queue: '800' });
  });

  it('that an extension calls is not an answer, its agent is', () => {
    const scene = new Scene();
    const leg = aLeg('100', 1, { status: 'dialing', party: inside('800', 'queue') });
    scene.at(0).sees(leg, { ...inQueue, party: inside('100') });
    scene.at(0.5).sees({ ...leg, status: 'connected' });
    expect(scene.call()).toMatchObject({ state: 'ringing', answeredAt: null, queue: '800' });
    // The party of the callers leg is a hint only while an agent still rings.
    scene.at(2).sees(aLeg('101', 2, { party: inside('100'), onBehalfOf: queue }));
    scene.sees({ ...leg, status: 'connected', party: inside('101') });
    expect(scene.call().answeredAt).toBeNull();
    scene.at(4).sees(aLeg('101', 2, { party: inside('100'), status: 'connected' }));
    expect(scene.call()).toMatchObject({ state: 'connected', answeredBy: { dn: '101' } });
  });
});

describe('an IVR that leads to a queue', () => {
  it('moves on from DN to DN until a person answers', () => {
    const scene = new Scene();
    scene.at(0).sees(aLeg('830', 40, { dnType: 'ivr', status: 'connected', party: caller }));
    scene.at(8).sees(inQueue).loses('830', 40);
    scene
      .at(9)
      .sees(agent('101', 1))
      .at(12)
      .sees(agent('101', 1, 'connected'))
      .loses('800', 50);

    expect(scene.story()).toEqual([
      '0 call.started',
      '8 call.updated 800',
      '8 call.updated 830',
      '9 call.ringing 101',
      '12 call.answered 101',
      '12 call.updated 800',
    ]);
    expect(scene.call()).toMatchObject({ callee: { dn: '830' }, queue: '800' });
  });
});

describe('a call that no watched DN takes part in', () => {
  it('is told from the list of active calls', () => {
    const scene = new Scene();
    const row = anActiveCall(77, { caller: '205 Eve', callee: '+33140000000', status: 'Routing' });
    scene.at(0).lists(row).at(2).lists(row);
    scene
      .at(4)
      .lists({ ...row, status: 'Talking' })
      .at(6)
      .lists({ ...row, status: 'Talking' });
    scene.at(8).lists();

    expect(scene.story()).toEqual(['0 call.started', '4 call.answered external:1', '7 call.ended']);
    expect(scene.call()).toMatchObject({
      direction: 'outbound',
      caller: { dn: '205', name: 'Eve' },
      callee: { number: '+33140000000', dn: null },
      outcome: 'answered',
    });
  });

  it('is the same call when a watched DN comes in later', () => {
    const scene = new Scene();
    scene
      .at(0)
      .lists(anActiveCall(10, { caller: '+442071234500', callee: '801', status: 'Talking' }));
    scene.at(3).sees(aLeg('101', 1, { party: caller }));
    expect(scene.story()).toEqual(['0 call.started', '3 call.ringing 101']);
    expect(scene.call()).toMatchObject({ direction: 'inbound', callee: { dn: '801' } });
  });
});
