import { aLeg, aParty, inside, Scene } from '../../testing';

const from101 = (status: 'dialing' | 'connected') =>
  aLeg('101', 1, { status, party: inside('102', 'extension', 'Bob'), legId: 1 });
const at102 = (status: 'ringing' | 'connected') =>
  aLeg('102', 2, { status, party: inside('101', 'extension', 'Ann'), legId: 2 });

const ANSWERED = ['0 call.started', '0.2 call.ringing 102', '4 call.answered 102', '30 call.ended'];

describe('an internal call, both ends watched', () => {
  it('has one start, one ringing, one answer and one end', () => {
    const scene = new Scene();
    scene.at(0).sees(from101('dialing')).at(0.2).sees(at102('ringing'));
    scene.at(4).sees(at102('connected'), from101('connected'));
    scene.at(30).loses('101', 1).loses('102', 2).lists();

    expect(scene.story()).toEqual(ANSWERED);
    expect(scene.call()).toMatchObject({
      direction: 'internal',
      caller: aParty('101', 'extension', 'Ann'),
      callee: aParty('102', 'extension', 'Bob'),
      outcome: 'answered',
      ringSeconds: 4,
      talkSeconds: 26,
      pbx: { callId: 10 },
    });
  });

  it('is the same when the callers own leg is connected first and the order of the end is other', () => {
    const scene = new Scene();
    scene.at(0).sees(from101('dialing')).at(0.2).sees(at102('ringing'));
    scene.at(4).sees(from101('connected'), at102('connected'));
    scene.at(30).loses('102', 2).loses('101', 1).lists();
    expect(scene.story()).toEqual(ANSWERED);
  });

  it('has the right caller when the callees leg is seen first', () => {
    const scene = new Scene();
    scene.at(0).sees(at102('ringing'), from101('dialing'));
    expect(scene.call()).toMatchObject({ caller: { dn: '101' }, callee: { dn: '102' } });
    // The callers leg is the one that tells the name of 102.
    expect(scene.story()).toEqual(['0 call.started', '0 call.ringing 102', '0 call.updated']);
  });

  it('is missed when 102 does not take it', () => {
    const scene = new Scene();
    scene.at(0).sees(from101('dialing'), at102('ringing'));
    scene.at(9).loses('101', 1).loses('102', 2).lists();
    expect(scene.call()).toMatchObject({ outcome: 'missed', answeredAt: null });
    expect(scene.story().at(-1)).toBe('9 call.ended');
  });
});

describe('a call that ends in voicemail', () => {
  it('is not answered by voicemail picking up', () => {
    const scene = new Scene();
    scene.at(0).sees(from101('dialing'), at102('ringing'));
    scene.at(20).loses('102', 2);
    scene
      .at(20.5)
      .sees(aLeg('101', 1, { status: 'connected', party: inside('102', 'voicemail'), legId: 1 }));
    scene.at(40).loses('101', 1).lists();

    expect(scene.story()).toEqual([
      '0 call.started',
      '0 call.ringing 102',
      '20.5 call.updated voicemail:102',
      '40 call.ended',
    ]);
    expect(scene.call()).toMatchObject({
      outcome: 'voicemail',
      answeredAt: null,
      answeredBy: null,
      callee: { dn: '102', dnType: 'extension' },
    });
  });
});

describe('an internal call to a DN that is not watched', () => {
  it('is answered when the callers leg is connected with it', () => {
    const scene = new Scene();
    const to = inside('205');
    scene.at(0).sees(aLeg('101', 1, { status: 'dialing', party: to }));
    scene.at(5).sees(aLeg('101', 1, { status: 'connected', party: to }));
    scene.at(9).loses('101', 1).lists();
    expect(scene.story()).toEqual(['0 call.started', '5 call.answered 205', '9 call.ended']);
    expect(scene.call()).toMatchObject({ direction: 'internal', answeredBy: { dn: '205' } });
  });
});

describe('click to call', () => {
  it('takes the initiators phone that rings first for the caller', () => {
    const scene = new Scene();
    const own = aLeg('101', 1, { party: inside('102') });
    scene.at(0).apply({ kind: 'placed', participant: own, destination: '102' });
    scene
      .at(1)
      .sees({ ...own, status: 'dialing' })
      .sees(at102('ringing'));
    scene.at(3).sees(at102('connected'), { ...own, status: 'connected' });

    expect(scene.story()).toEqual(['0 call.started', '1 call.ringing 102', '3 call.answered 102']);
    expect(scene.call()).toMatchObject({ caller: { dn: '101' }, callee: { dn: '102' } });
  });

  it('turns caller and callee round when a phone that rang begins to dial', () => {
    const scene = new Scene();
    const own = aLeg('101', 1, { party: inside('102') });
    scene
      .at(0)
      .sees(own)
      .at(1)
      .sees({ ...own, status: 'dialing' });
    scene.at(2).sees(at102('ringing')).at(3).sees(at102('connected'));
    expect(scene.call()).toMatchObject({
      caller: { dn: '101' },
      callee: { dn: '102' },
      answeredBy: { dn: '102' },
    });
  });
});
