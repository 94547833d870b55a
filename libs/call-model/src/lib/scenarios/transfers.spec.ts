import type { CallDto } from '@3cx-relay/contracts';
import { aLeg, inside, outside, Scene } from '../../testing';

const caller = outside('+442071234500');
const A = 10;
const B = 11;

function talkingTo101(): Scene {
  const scene = new Scene();
  scene.at(0).sees(aLeg('101', 1, { party: caller }));
  return scene.at(3).sees(aLeg('101', 1, { party: caller, status: 'connected' }));
}

function since(scene: Scene, second: number): readonly string[] {
  return scene.story().filter((line) => Number.parseFloat(line) >= second);
}

describe('a blind transfer from 101 to 102', () => {
  const at102 = aLeg('102', 2, { party: caller, referredBy: { dn: '101', dnType: 'extension' } });

  it('is told when 101 leaves, and 102 joins when it answers', () => {
    const scene = talkingTo101();
    scene.at(10).sees(at102).at(10.5).loses('101', 1);
    scene.at(14).sees({ ...at102, status: 'connected', referredBy: null });
    scene.at(60).loses('102', 2).lists();

    expect(since(scene, 10)).toEqual([
      '10 call.ringing 102',
      '10.5 call.participant.left 101',
      '10.5 call.transferred 102 blind',
      '14 call.participant.joined 102',
      '60 call.ended',
    ]);
    expect(scene.call()).toMatchObject({
      answeredBy: { dn: '101' },
      callee: { dn: '101' },
      outcome: 'answered',
      talkSeconds: 57,
    });
  });

  it('is told when 101 leaves after the answer, too', () => {
    const scene = talkingTo101();
    scene.at(10).sees(at102);
    scene
      .at(14)
      .sees({ ...at102, status: 'connected' })
      .at(14.3)
      .loses('101', 1);
    expect(since(scene, 10)).toEqual([
      '10 call.ringing 102',
      '14 call.participant.joined 102',
      '14.3 call.participant.left 101',
      '14.3 call.transferred 102 blind',
    ]);
  });

  it('is none when 102 does not take it and the call stays with 101', () => {
    const scene = talkingTo101();
    scene.at(10).sees(at102).at(25).loses('102', 2);
    scene.at(40).loses('101', 1).lists();
    expect(since(scene, 10)).toEqual([
      '10 call.ringing 102',
      '25 call.updated 102',
      '40 call.ended',
    ]);
  });

  it('is told though 101 leaves first and 102 begins to ring a moment later', () => {
    const scene = talkingTo101();
    scene.at(10).loses('101', 1).at(10.2).sees(at102);
    expect(since(scene, 10)).toEqual([
      '10.2 call.ringing 102',
      '10.2 call.participant.left 101',
      '10.2 call.transferred 102 blind',
    ]);
  });
});

describe('a blind transfer by the caller', () => {
  it('leaves the two others in the call', () => {
    const scene = new Scene();
    const far = outside('+33140000000');
    scene.at(0).sees(aLeg('101', 1, { status: 'dialing', party: far }));
    scene.at(2).sees(aLeg('101', 1, { status: 'connected', party: far }));
    const at102 = aLeg('102', 2, { party: far, referredBy: { dn: '101', dnType: 'extension' } });
    scene
      .at(9)
      .sees(at102)
      .loses('101', 1)
      .at(12)
      .sees({ ...at102, status: 'connected' });
    scene.at(30).loses('102', 2).lists();

    expect(since(scene, 9)).toEqual([
      '9 call.ringing 102',
      '9 call.participant.left 101',
      '9 call.transferred 102 blind',
      '12 call.participant.joined 102',
      '30 call.ended',
    ]);
    expect(scene.call()).toMatchObject({
      direction: 'outbound',
      caller: { dn: '101' },
      answeredBy: { dn: null, number: '+33140000000' },
    });
  });
});

describe('a blind transfer to a queue', () => {
  it('is told when the queue has the call, and its agent joins', () => {
    const scene = talkingTo101();
    const referredBy = { dn: '101', dnType: 'extension' as const };
    const queue = aLeg('800', 50, { dnType: 'queue', status: 'connected', party: caller });
    scene
      .at(10)
      .sees({ ...queue, referredBy })
      .loses('101', 1);
    scene.at(12).sees(aLeg('102', 2, { party: caller }));
    scene
      .at(15)
      .sees(aLeg('102', 2, { party: caller, status: 'connected' }))
      .loses('800', 50);
    scene.at(40).loses('102', 2).lists();

    expect(since(scene, 10)).toEqual([
      '10 call.updated 800',
      '10 call.participant.left 101',
      '10 call.transferred 800 blind',
      '12 call.ringing 102',
      '15 call.participant.joined 102',
      '15 call.updated 800',
      '40 call.ended',
    ]);
    expect(scene.call()).toMatchObject({ queue: '800', outcome: 'answered' });
  });
});

describe('a call that is parked and picked up', () => {
  it('is one call; the picking up is one of its own that is joined into it', () => {
    const scene = talkingTo101();
    const orbit = aLeg('SP1', 60, { dnType: 'parking', status: 'connected', party: caller });
    scene.at(10).sees(orbit).loses('101', 1);
    const by103 = aLeg('103', 70, {
      callId: 12,
      status: 'dialing',
      party: inside('SP1', 'parking'),
    });
    scene.at(30).sees(by103);
    scene
      .at(31)
      .sees({ ...by103, callId: 10, status: 'connected', party: caller })
      .loses('SP1', 60);
    scene.at(50).loses('103', 70).lists();

    expect(since(scene, 10).filter((line) => !line.includes('updated'))).toEqual([
      '10 call.participant.left 101',
      '30 call.started',
      '31 call.participant.joined 103',
      '31 call.ended joined',
      '50 call.ended',
    ]);
    expect(scene.call(2)).toMatchObject({ cause: 'joined', conversationId: 'call-1' });
  });
});

describe('an attended transfer: 101 consults 102 and joins', () => {
  function consulting(): Scene {
    const scene = talkingTo101();
    scene.at(10).sees(aLeg('101', 3, { callId: B, status: 'dialing', party: inside('102') }));
    scene.sees(aLeg('102', 4, { callId: B, party: inside('101') }));
    scene.at(12).sees(aLeg('102', 4, { callId: B, status: 'connected', party: inside('101') }));
    return scene.sees(aLeg('101', 3, { callId: B, status: 'connected', party: inside('102') }));
  }

  it('has the consultation as a call of its own', () => {
    const scene = consulting();
    expect(scene.story('call-2')).toEqual([
      '10 call.started',
      '10 call.ringing 102',
      '12 call.answered 102',
    ]);
    expect(scene.call(2)).toMatchObject({ direction: 'internal', conversationId: 'call-2' });
  });

  function expectJoined(gone: CallDto, survivor: CallDto): void {
    expect(gone).toMatchObject({ state: 'ended', cause: 'joined', outcome: 'answered' });
    expect(survivor.state).toBe('connected');
    expect(gone.conversationId).toBe('call-1');
    expect(survivor.conversationId).toBe('call-1');
  }

  it('ends the consultation as joined when the first number survives', () => {
    const scene = consulting();
    scene.at(20).loses('101', 1).loses('101', 3);
    scene.sees(aLeg('102', 4, { callId: A, status: 'connected', party: caller }));

    expectJoined(scene.call(2), scene.call(1));
    expect(scene.story('call-1').slice(3)).toEqual([
      '20 call.participant.joined 102',
      '20 call.participant.left 101',
      '20 call.transferred 102',
    ]);
    expect(scene.story('call-2').slice(3)).toEqual(['20 call.ended joined']);
    scene.at(50).loses('102', 4).lists();
    expect(scene.story('call-1').at(-1)).toBe('50 call.ended');
  });

  it('ends the first call as joined when the consultations number survives', () => {
    const scene = consulting();
    scene.at(20).loses('101', 1).loses('101', 3);
    scene.sees(aLeg('102', 4, { callId: B, status: 'connected', party: caller }));

    expectJoined(scene.call(1), scene.call(2));
    expect(scene.story('call-1').slice(3)).toEqual(['20 call.ended joined']);
    expect(scene.story('call-2').slice(3)).toEqual([
      '20 call.participant.joined external:1',
      '20 call.participant.left 101',
      '20 call.transferred external:1',
    ]);
  });

  it('is found out when the leg of 102 is moved before those of 101 go', () => {
    const scene = consulting();
    scene.at(20).sees(aLeg('102', 4, { callId: A, status: 'connected', party: caller }));
    scene.loses('101', 1).loses('101', 3);
    expectJoined(scene.call(2), scene.call(1));
    expect(scene.story('call-2').at(-1)).toBe('20 call.ended joined');
  });

  it('is found out when 102 gets a new leg in the first call', () => {
    const scene = consulting();
    scene.at(20).loses('101', 3).loses('102', 4).loses('101', 1);
    scene.sees(aLeg('102', 9, { callId: A, status: 'connected', party: caller }));
    expectJoined(scene.call(2), scene.call(1));
  });

  it('is none when 101 hangs up the consultation and goes on with the first call', () => {
    const scene = consulting();
    scene.at(20).loses('101', 3).loses('102', 4).lists(A);
    expect(scene.call(2)).toMatchObject({ state: 'ended', cause: null, conversationId: 'call-2' });
    expect(scene.call(1)).toMatchObject({ state: 'connected', conversationId: 'call-1' });
  });

  it('joins an internal caller whose leg takes the number of the consultation', () => {
    const scene = new Scene();
    const at100 = aLeg('100', 1, { status: 'dialing', party: inside('101') });
    scene.at(0).sees(at100, aLeg('101', 2, { party: inside('100') }));
    scene.at(2).sees(aLeg('101', 2, { status: 'connected', party: inside('100') }));
    scene.sees({ ...at100, status: 'connected' });
    scene.at(5).sees(aLeg('101', 3, { callId: B, status: 'dialing', party: inside('102') }));
    scene.sees(aLeg('102', 4, { callId: B, party: inside('101') }));
    scene.at(7).sees(aLeg('102', 4, { callId: B, status: 'connected', party: inside('101') }));
    scene.at(9).loses('101', 2).loses('101', 3);
    scene.sees(aLeg('100', 1, { callId: B, status: 'connected', party: inside('102') }));
    scene.sees(aLeg('102', 4, { callId: B, status: 'connected', party: inside('100') }));

    expectJoined(scene.call(1), scene.call(2));
    expect(scene.story('call-1').at(-1)).toBe('9 call.ended joined');
  });
});

describe('a divert of a ringing leg', () => {
  it('rings the new target and keeps the party first dialled', () => {
    const scene = new Scene();
    scene.at(0).sees(aLeg('101', 1, { party: caller }));
    scene
      .at(5)
      .sees(aLeg('102', 2, { party: caller }))
      .loses('101', 1);
    scene.at(8).sees(aLeg('102', 2, { party: caller, status: 'connected' }));
    expect(scene.story()).toEqual([
      '0 call.started',
      '0 call.ringing 101',
      '5 call.ringing 102',
      '5 call.updated 101',
      '8 call.answered 102',
    ]);
    expect(scene.call()).toMatchObject({ callee: { dn: '101' }, answeredBy: { dn: '102' } });
  });
});

describe('routeto', () => {
  it('rings further targets while the old leg keeps its place', () => {
    const scene = new Scene();
    scene.at(0).sees(aLeg('101', 1, { party: caller }));
    scene.at(2).sees(aLeg('102', 2, { party: caller }), aLeg('103', 3, { party: caller }));
    scene.at(6).sees(aLeg('103', 3, { party: caller, status: 'connected' }));
    scene.loses('101', 1).loses('102', 2);
    expect(scene.story()).toEqual([
      '0 call.started',
      '0 call.ringing 101',
      '2 call.ringing 102',
      '2 call.ringing 103',
      '6 call.answered 103',
      '6 call.updated 101',
      '6 call.updated 102',
    ]);
  });
});

describe('a conference', () => {
  it('has a third party join and leave while the call goes on', () => {
    const scene = talkingTo101();
    scene.at(10).sees(aLeg('102', 2, { party: caller, status: 'connected' }));
    scene.at(30).loses('102', 2);
    scene.at(40).loses('101', 1).lists();
    expect(since(scene, 10)).toEqual([
      '10 call.participant.joined 102',
      '30 call.participant.left 102',
      '40 call.ended',
    ]);
  });
});

describe('hold, where the PBX shows it', () => {
  it('is told, and resumed', () => {
    const scene = talkingTo101();
    scene.at(10).sees(aLeg('101', 1, { party: caller, status: 'held' }));
    expect(scene.call().state).toBe('held');
    scene.at(15).sees(aLeg('101', 1, { party: caller, status: 'connected' }));
    expect(since(scene, 10)).toEqual(['10 call.held', '15 call.resumed']);
  });
});
