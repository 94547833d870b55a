import {
  aLeg,
  anActiveCall,
  aRecord,
  atSecond,
  historyId,
  inside,
  outside,
  Scene,
} from '../../testing';

const caller = outside('+442071234500');
const at101 = (status: 'ringing' | 'connected' = 'ringing') =>
  aLeg('101', 1, { party: caller, status });

function talking(): Scene {
  const scene = new Scene();
  return scene.at(0).sees(at101()).at(3).sees(at101('connected'));
}

describe('a snapshot after a gap', () => {
  it('changes nothing when nothing has changed', () => {
    const scene = talking();
    const told = scene.story();
    scene
      .at(45)
      .recovering()
      .snapshot([at101('connected')]);
    expect(scene.story()).toEqual(told);
    expect(scene.call().recovered).toBe(false);
  });

  it('starts and answers, marked recovered, a call that began in between', () => {
    const scene = new Scene();
    scene
      .at(30)
      .recovering()
      .snapshot([at101('connected')]);
    expect(scene.story()).toEqual(['30 call.started *', '30 call.answered 101 *']);
    expect(scene.call()).toMatchObject({ recovered: true, direction: 'inbound' });
  });

  it('takes the first leg for the callers, and asks the list where there is but one', () => {
    const scene = new Scene();
    const talk = { status: 'connected' as const };
    scene
      .at(30)
      .recovering()
      .snapshot([
        aLeg('102', 8, { ...talk, legId: 8, party: inside('101') }),
        aLeg('101', 7, { ...talk, legId: 7, party: inside('102') }),
        aLeg('103', 9, { ...talk, legId: 9, callId: 11, party: outside('+33140000000') }),
      ]);
    expect(scene.call(1)).toMatchObject({ caller: { dn: '101' }, answeredBy: { dn: '102' } });
    expect(scene.call(2)).toMatchObject({ direction: 'inbound', answeredBy: { dn: '103' } });

    scene.at(31).lists(10, anActiveCall(11, { caller: '103 Cleo', callee: '+33140000000' }));
    expect(scene.call(2)).toMatchObject({
      direction: 'outbound',
      caller: { dn: '103' },
      callee: { dn: null, number: '+33140000000' },
      answeredBy: { dn: null, number: '+33140000000' },
    });
    expect(scene.story('call-2').at(-1)).toBe('31 call.updated');
  });

  it('tells an answer and a transfer that were missed', () => {
    const scene = new Scene();
    scene.at(0).sees(at101());
    scene
      .at(30)
      .recovering()
      .snapshot([aLeg('102', 9, { party: caller, status: 'connected' })]);
    expect(scene.story().slice(2)).toEqual(['30 call.answered 102 *']);
  });

  it('lets the record tell the end that nobody saw, with its true time', () => {
    const scene = talking();
    scene.at(50).recovering().snapshot([]).lists();
    expect(scene.call().state).toBe('connected');
    scene.at(52).records(aRecord());
    expect(scene.story().slice(3)).toEqual([
      '20 call.ended src_participant_terminated *',
      '52 call.record src_participant_terminated',
    ]);
    expect(scene.call()).toMatchObject({ endedAt: atSecond(20), talkSeconds: 17 });
  });

  it('ends such a call after ten seconds when no record comes', () => {
    const scene = talking();
    scene.at(50).recovering().snapshot([]).lists();
    scene.at(59).lists().at(60).ticks();
    expect(scene.story().slice(3)).toEqual(['50 call.ended *']);
  });

  it('ends such a call at once when there is no database to wait for', () => {
    const scene = talking().connection('database', false);
    scene.at(50).recovering().snapshot([]).lists();
    expect(scene.story().slice(3)).toEqual(['50 call.ended *']);
  });

  it('tells calls apart when the PBX has restarted and counts anew', () => {
    const scene = talking();
    const stranger = aLeg('103', 1, { party: outside('+33140000000') });
    scene.at(80).recovering().snapshot([stranger]);
    expect(scene.story().slice(3)).toEqual([
      '80 call.ended pbx_restarted *',
      '80 call.started *',
      '80 call.ringing 103 *',
    ]);
  });

  it('tells a call without legs from another that has taken over its number', () => {
    const scene = talking();
    scene
      .at(20)
      .loses('101', 1)
      .lists(anActiveCall(10, { caller: '+442071234500' }));
    expect(scene.call().state).not.toBe('ended');
    scene.at(22).sees(aLeg('103', 4, { party: outside('+33140000000') }));
    expect(scene.story('call-1').slice(3)).toEqual(['20 call.ended pbx_restarted *']);
    expect(scene.call(2)).toMatchObject({ caller: { number: '+33140000000' } });
  });

  it('does not believe a list that was asked for before the call was seen', () => {
    const scene = new Scene();
    scene.at(3).sees(at101()).at(4).listsLate(1).connection('callcontrol', false);
    expect(scene.call().state).toBe('ringing');
    scene.at(5).listsLate(5).at(20).listsLate(20);
    expect(scene.call().state).toBe('ended');
  });

  it('tells them apart by the list, too, but not where a number is hidden', () => {
    const scene = talking();
    scene
      .at(20)
      .loses('101', 1)
      .lists(anActiveCall(10, { caller: '+442071234500' }));
    scene.at(22).lists(anActiveCall(10, { caller: 'anonymous', callee: '800 Sales' }));
    expect(scene.call(1).state).not.toBe('ended');
    scene.at(24).lists(anActiveCall(10, { caller: '+33140000000', callee: '800 Sales' }));
    expect(scene.call(1)).toMatchObject({ state: 'ended', queue: null });
    expect(scene.call(2)).toMatchObject({ caller: { number: '+33140000000' } });
  });
});

describe('an answer that was long on its way', () => {
  const over = () => {
    const scene = new Scene();
    return scene.at(22).records(aRecord());
  };

  it('does not begin anew a call that its record has told whole', () => {
    const scene = over();
    const told = scene.story();
    scene.at(24).lists(anActiveCall(10, { caller: '+442071234500', callee: '101 Ada' }));
    scene.at(25).sees(at101());
    expect(scene.story()).toEqual(told);
  });

  it('begins a call of other people under the same number', () => {
    const scene = over();
    scene.at(24).lists(anActiveCall(10, { caller: '+33140000000', callee: '101 Ada' }));
    expect(scene.call(1)).toMatchObject({ caller: { number: '+33140000000' } });
  });
});

describe('a number whose call ended lately', () => {
  const inQueue = (participantId: number, party = caller) =>
    aLeg('800', participantId, { dnType: 'queue', party });
  const ended = () => new Scene().at(0).sees(inQueue(1)).at(5).loses('800', 1).lists();

  it('is that of a new call when others are seen under it: the PBX has restarted', () => {
    const stranger = outside('+493012345611');
    const scene = ended().at(30).sees(inQueue(2, stranger));
    expect(scene.story('call-2')[0]).toBe('30 call.started');
    const listed = anActiveCall(10, { caller: stranger.number, callee: '800 Sales' });
    expect(ended().at(30).lists(listed).story('call-2')[0]).toBe('30 call.started');
  });

  it('is that of the old call when somebody of it is seen: the news is late', () => {
    const agents = aLeg('103', 2, { party: caller });
    const listed = anActiveCall(10, { caller: caller.number, callee: '800 Sales' });
    expect(ended().at(30).sees(agents, inQueue(3)).lists(listed).story('call-2')).toEqual([]);
  });

  it('may have legs with the ids of removed ones after the connection was lost', () => {
    const scene = ended().at(8).connection('callcontrol', false).connection('callcontrol', true);
    scene.snapshot([inQueue(1, outside('+493012345611'))]);
    expect(scene.story('call-2')[0]).toBe('8 call.started');
  });
});

describe('a restart of our own process', () => {
  it('goes on with the calls that were stored', () => {
    const scene = talking().restarts();
    for (const component of ['callcontrol', 'xapi', 'database'] as const) {
      scene.at(12).connection(component, true);
    }
    scene
      .recovering()
      .snapshot([at101('connected')])
      .lists(10);
    scene.at(20).loses('101', 1).at(20.4).lists();
    expect(scene.story().slice(3)).toEqual(['20 call.ended']);
  });
});

describe('sources that are away', () => {
  it('a call that was empty when we went down has its minute from our return on', () => {
    const scene = talking().connection('xapi', false);
    scene.at(20).loses('101', 1).restarts();
    scene.at(300).ticks().at(359).ticks();
    expect(scene.call().state).toBe('connected');
    scene.at(360).ticks();
    expect(scene.story().at(-1)).toBe('20 call.ended');
  });

  it('a call that the first list shows began before, and says so', () => {
    const scene = new Scene().connection('xapi', false).connection('xapi', true);
    scene.at(30).lists(anActiveCall(7, { caller: '205', callee: '206' }));
    scene.at(32).lists(7, anActiveCall(8, { caller: '207', callee: '208' }));
    expect(scene.story()).toEqual(['30 call.started *', '32 call.started']);
  });

  it('without XAPI a call whose legs are gone stays open for a minute', () => {
    const scene = talking().connection('xapi', false);
    scene.at(20).loses('101', 1).at(79).ticks();
    expect(scene.call().state).toBe('connected');
    scene.at(80).ticks();
    expect(scene.story().at(-1)).toBe('20 call.ended');
  });

  it('without XAPI the record ends the call', () => {
    const scene = talking().connection('xapi', false);
    scene.at(20).loses('101', 1).at(23).records(aRecord());
    expect(scene.story().slice(3)).toEqual([
      '20 call.ended src_participant_terminated',
      '23 call.record src_participant_terminated',
    ]);
  });

  it('without Call Control a call ends when XAPI does not list it any more', () => {
    const scene = talking().connection('database', false);
    scene.at(10).connection('callcontrol', false).lists(10);
    scene.at(14).lists(10).at(18).lists();
    expect(scene.story().slice(3)).toEqual(['18 call.ended *']);
  });

  it('without Call Control and XAPI calls stay as they were', () => {
    const scene = talking().connection('callcontrol', false).connection('xapi', false);
    scene.at(600).ticks();
    expect(scene.call().state).toBe('connected');
  });

  it('a call known from XAPI alone ends a minute after XAPI went away', () => {
    const scene = new Scene();
    scene.at(0).lists(anActiveCall(7, { caller: '205', callee: '206' }));
    scene.at(5).connection('xapi', false).at(64).ticks();
    expect(scene.call().state).toBe('ringing');
    scene.at(65).ticks();
    expect(scene.call()).toMatchObject({ state: 'ended', outcome: null });
  });
});

describe('a call that only its record tells of', () => {
  const record = aRecord({ callHistoryId: historyId(atSecond(0), 4711) });

  it('is told whole, with the times at which it happened', () => {
    const scene = new Scene();
    scene.at(300).records(record);
    expect(scene.story()).toEqual([
      '0 call.started *',
      '3 call.answered 101 *',
      '20 call.ended src_participant_terminated *',
      '300 call.record src_participant_terminated',
    ]);
    const [started, answered, ended] = scene.events.map((event) => event.call);
    expect(started).toMatchObject({ state: 'ringing', answeredAt: null, endedAt: null });
    expect(answered).toMatchObject({ state: 'connected', answeredBy: { dn: '101' } });
    expect(ended).toMatchObject({ state: 'ended', outcome: 'answered', recovered: true });
    expect(new Set(scene.events.map((event) => event.call.callId)).size).toBe(1);
  });

  it('has an id that follows from the record alone', () => {
    const [one, two] = [new Scene().at(300).records(record), new Scene().at(999).records(record)];
    expect(one.events[0]?.call.callId).toBe(two.events[0]?.call.callId);
    expect(one.fromHistory(record.callHistoryId).pbx.callHistoryId).toBe(record.callHistoryId);
  });

  it('is not told while sections of it are still to be written', () => {
    const scene = new Scene();
    scene.at(30).records({ ...record, complete: false });
    expect(scene.story()).toEqual([]);
    scene.at(40).records(record);
    expect(scene.story()).toHaveLength(4);
  });

  it('does not show who came later before they came', () => {
    const late = { ...inside('102'), dnType: 'extension' as const };
    const scene = new Scene().at(300).records({
      ...record,
      participants: [
        ...record.participants,
        { ...late, joinedAt: atSecond(12), leftAt: atSecond(20) },
      ],
    });
    expect(scene.events.map(({ dns }) => dns.includes('102'))).toEqual([false, false, true, true]);
  });
});
