import { aLeg, anOutsideParty, aParty, inside, outside, Scene } from '../../testing';

const CALLER = '+442071234500';
const caller = outside(CALLER, { name: 'Ada' });

describe('an inbound call to a watched extension', () => {
  it('is started, ringing, answered and ended, each once, whatever is repeated', () => {
    const scene = new Scene();
    const ringing = aLeg('101', 1, { party: caller });
    const talking = aLeg('101', 1, { party: caller, status: 'connected' });

    scene.at(0).sees(ringing).at(0.75).sees(ringing).at(1.5).sees(ringing);
    scene.at(3).sees(talking, talking);
    scene.at(20).loses('101', 1).loses('101', 1);
    scene.at(20.1).lists();

    expect(scene.story()).toEqual([
      '0 call.started',
      '0 call.ringing 101',
      '3 call.answered 101',
      '20 call.ended',
    ]);
    expect(scene.call()).toMatchObject({
      direction: 'inbound',
      state: 'ended',
      caller: { ...anOutsideParty(CALLER), name: 'Ada' },
      callee: aParty('101'),
      trunk: '10001',
      answeredBy: aParty('101'),
      outcome: 'answered',
      ringSeconds: 3,
      talkSeconds: 17,
      recovered: false,
    });
  });

  it('is missed when it rang and nobody took it, and stays open while XAPI lists it', () => {
    const scene = new Scene();
    scene.at(0).sees(aLeg('101', 1, { party: caller }));
    scene.at(15).loses('101', 1);
    scene.at(15.2).lists(10);
    scene.at(18).lists(10);
    expect(scene.call().state).toBe('ringing');
    scene.at(20).lists();

    // It went on somewhere unseen, and ended between two lists.
    expect(scene.story()).toEqual(['0 call.started', '0 call.ringing 101', '19 call.ended']);
    expect(scene.call()).toMatchObject({ outcome: 'missed', answeredAt: null, talkSeconds: 0 });
  });

  it('ended as its last leg went, though a list under way showed it a moment longer', () => {
    const scene = new Scene();
    scene.at(0).sees(aLeg('101', 1, { party: caller }));
    scene.at(15).loses('101', 1).at(15.1).lists(10).at(16.1).lists();
    expect(scene.story().at(-1)).toBe('15 call.ended');
  });

  it('takes the DID from Call Control where it is told', () => {
    const scene = new Scene();
    scene.at(0).sees(aLeg('101', 1, { party: outside(CALLER, { did: '+442071234560' }) }));
    expect(scene.call().did).toBe('+442071234560');
  });

  it('shows both devices of a DN as one participant that is alerted once', () => {
    const scene = new Scene();
    scene.at(0).sees(aLeg('101', 1, { party: caller }), aLeg('101', 2, { party: caller }));
    scene
      .at(2)
      .sees(aLeg('101', 2, { party: caller, status: 'connected' }))
      .loses('101', 1);

    expect(scene.story()).toEqual(['0 call.started', '0 call.ringing 101', '2 call.answered 101']);
    expect(scene.call().participants.map((p) => [p.participantId, p.state])).toEqual([
      ['external:1', 'connected'],
      ['101', 'connected'],
    ]);
  });

  it('ignores helper legs with call number 0', () => {
    const scene = new Scene();
    scene.at(0).sees(aLeg('101', 1, { party: caller, callId: 0, directControl: true }));
    expect(scene.story()).toEqual([]);
  });

  it('ignores news of a leg that is gone, and of a call that has ended', () => {
    const scene = new Scene();
    scene.at(0).sees(aLeg('101', 1, { party: caller }));
    scene.at(5).loses('101', 1).lists();
    scene.at(6).sees(aLeg('101', 1, { party: caller }), aLeg('101', 7, { party: caller }));
    expect(scene.story()).toEqual(['0 call.started', '0 call.ringing 101', '5 call.ended']);
  });
});

describe('a route point', () => {
  it('answers when its program does, and hears digits', () => {
    const scene = new Scene();
    const leg = aLeg('900', 1, { dnType: 'routePoint', party: caller });
    scene.at(0).sees(leg);
    scene.at(1).sees({ ...leg, status: 'connected' });
    scene.at(4).apply({ kind: 'dtmf', dn: '900', participantId: 1, digits: '42' });
    scene.at(9).loses('900', 1).lists();

    expect(scene.story()).toEqual([
      '0 call.started',
      '0 call.ringing 900',
      '1 call.answered 900',
      '4 dtmf.received 900',
      '9 call.ended',
    ]);
    expect(scene.call()).toMatchObject({ outcome: 'answered', answeredBy: { dn: '900' } });
  });

  it('may be connected by the PBX itself', () => {
    const scene = new Scene();
    scene.at(0).sees(aLeg('900', 1, { dnType: 'routePoint', party: caller, status: 'connected' }));
    expect(scene.story()).toEqual(['0 call.started', '0 call.answered 900']);
    expect(scene.call()).toMatchObject({ direction: 'inbound', callee: { dn: '900' } });
  });

  it('hands on the call that it routes to an extension', () => {
    const scene = new Scene();
    const point = aLeg('900', 1, { dnType: 'routePoint', party: caller, status: 'connected' });
    scene.at(0).sees(point);
    scene.at(5).sees(aLeg('101', 2, { party: caller, originatedBy: inside('900') as never }));
    scene
      .at(8)
      .sees(aLeg('101', 2, { party: caller, status: 'connected' }))
      .loses('900', 1);
    scene.at(30).loses('101', 2).lists();

    expect(scene.story()).toEqual([
      '0 call.started',
      '0 call.answered 900',
      '5 call.ringing 101',
      '8 call.participant.joined 101',
      '8 call.participant.left 900',
      '8 call.transferred 101',
      '30 call.ended',
    ]);
    expect(scene.call()).toMatchObject({ answeredBy: { dn: '900' }, callee: { dn: '900' } });
  });
});
