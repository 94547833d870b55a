import type { CallId } from '@3cx-relay/contracts';
import { observe } from '../observe';
import {
  aLeg,
  anActiveCall,
  anOutsideParty,
  aParty,
  aRecord,
  atSecond,
  historyId,
  inside,
  outside,
  Scene,
} from '../../testing';

const caller = outside('+442071234500');

function ended(): Scene {
  const scene = new Scene();
  scene.at(0).sees(aLeg('101', 1, { party: caller }));
  scene.at(3).sees(aLeg('101', 1, { party: caller, status: 'connected' }));
  return scene.at(20).loses('101', 1).lists();
}

function recordEvents(scene: Scene) {
  return scene.events.flatMap((event) => (event.type === 'call.record' ? [event] : []));
}

describe('the record of a call that ended', () => {
  it('closes the book and lists what it changed', () => {
    const scene = ended()
      .at(25)
      .records(aRecord({ cost: 0.12 }));
    const [event] = recordEvents(scene);
    expect(event).toMatchObject({
      time: atSecond(25),
      recovered: false,
      record: { cost: 0.12, revision: 1, segments: [] },
      corrected: ['did', 'cause'],
    });
    expect(event?.call).toMatchObject({
      callId: 'call-1',
      did: '+442071234560',
      pbx: { callId: 10, callHistoryId: historyId(atSecond(0), 10) },
    });
  });

  it('has the last word on outcome and parties', () => {
    const scene = ended()
      .at(25)
      .records(
        aRecord({
          outcome: 'voicemail',
          answeredAt: null,
          answeredBy: null,
          callee: aParty('800', 'queue'),
          did: null,
          cause: null,
        }),
      );
    expect(recordEvents(scene)[0]?.corrected).toEqual([
      'callee',
      'answeredAt',
      'ringSeconds',
      'talkSeconds',
      'answeredBy',
      'outcome',
    ]);
  });

  it('of a part waits while the list shows that the call goes on, and gives way to a later one', () => {
    const scene = new Scene();
    const waiting = anActiveCall(10, { caller: '+442071234500', callee: '800 Sales' });
    scene.at(0).lists(waiting);
    scene.at(40).records(aRecord({ hash: 'part', endedAt: atSecond(1), outcome: 'abandoned' }));
    expect(scene.call(1).state).not.toBe('ended');
    scene
      .at(50)
      .lists(waiting)
      .records(aRecord({ endedAt: atSecond(55) }));
    scene.at(56).lists();
    expect(scene.call(1)).toMatchObject({
      state: 'ended',
      endedAt: atSecond(55),
      outcome: 'answered',
    });
    expect(recordEvents(scene)).toHaveLength(1);
  });

  it('is told once, however often it is read', () => {
    const scene = ended().at(25).records(aRecord()).at(26).records(aRecord()).restarts();
    scene.at(27).records(aRecord());
    expect(recordEvents(scene)).toHaveLength(1);
  });

  it('is told again with a higher revision when its content changed', () => {
    const scene = ended().at(25).records(aRecord());
    scene.at(99).records(aRecord({ cost: 3, hash: 'second' }));
    expect(recordEvents(scene).map(({ record }) => record.revision)).toEqual([1, 2]);
    expect(recordEvents(scene)[1]).toMatchObject({ record: { cost: 3 }, corrected: [] });
  });

  it('brings its recordings, each once', () => {
    const recording = { recordingId: '5', url: '/5.wav', transcription: null, summary: null };
    const scene = ended()
      .at(25)
      .records(aRecord({ recordings: [recording] }));
    const { callHistoryId } = aRecord();
    scene.at(26).apply({ kind: 'recording', callHistoryId, recording });
    scene.at(60).apply({
      kind: 'recording',
      callHistoryId,
      recording: { ...recording, transcription: 'hello' },
    });
    expect(scene.story().slice(5)).toEqual(['25 call.recording', '60 call.recording']);
  });
});

describe('a record that comes before the end was seen', () => {
  it('waits until the legs are gone, then ends the call and is told', () => {
    const scene = new Scene();
    scene.at(0).sees(aLeg('101', 1, { party: caller }));
    scene.at(3).sees(aLeg('101', 1, { party: caller, status: 'connected' }));
    scene.at(20).records(aRecord());
    expect(scene.call().state).toBe('connected');
    scene.at(20.5).loses('101', 1);
    expect(scene.story().slice(3)).toEqual([
      '20 call.ended src_participant_terminated',
      '20.5 call.record src_participant_terminated',
    ]);
  });

  it('is believed, legs or not, when XAPI does not list the call either', () => {
    const scene = new Scene();
    scene
      .at(0)
      .sees(aLeg('101', 1, { party: caller }))
      .lists(10);
    scene.at(3).sees(aLeg('101', 1, { party: caller, status: 'connected' }));
    scene.at(21).records(aRecord()).at(22).lists(10);
    expect(scene.call().state).toBe('connected');
    scene.at(24).lists();
    expect(scene.story().slice(3)).toEqual([
      '20 call.ended src_participant_terminated *',
      '24 call.record src_participant_terminated',
    ]);
  });

  it('tells an answer that was never seen before the end', () => {
    const scene = new Scene().connection('xapi', false);
    scene
      .at(0)
      .sees(aLeg('101', 1, { party: caller }))
      .at(20)
      .loses('101', 1);
    scene.at(22).records(aRecord());
    expect(scene.story().slice(2, 4)).toEqual([
      '3 call.answered 101 *',
      '20 call.ended src_participant_terminated',
    ]);
  });
});

describe('matching', () => {
  it('never gives one record to two calls, nor two records to one call', () => {
    const scene = ended();
    scene.at(21).sees(aLeg('101', 2, { party: caller, callId: 11 }));
    scene.at(24).loses('101', 2).lists();
    const second = {
      startedAt: atSecond(21),
      answeredAt: null,
      answeredBy: null,
      endedAt: atSecond(24),
      outcome: 'missed' as const,
      callHistoryId: historyId(atSecond(21), 11),
    };
    scene.at(30).records(aRecord(second)).records(aRecord());
    expect(recordEvents(scene).map(({ call }) => call.callId)).toEqual(['call-2', 'call-1']);
  });

  it('goes by parties and times where the counter means something else', () => {
    const scene = ended()
      .at(30)
      .records(aRecord({ callHistoryId: historyId(atSecond(0), 999) }));
    expect(recordEvents(scene)[0]?.call.callId).toBe('call-1');
  });

  it('does not take another callers record for its own, though times and counter agree', () => {
    const scene = ended()
      .at(30)
      .records(aRecord({ caller: anOutsideParty('+33140000000') }));
    expect(recordEvents(scene)[0]?.call.callId).not.toBe('call-1');
  });

  it('does not take the record of an earlier call between the same parties', () => {
    const scene = ended()
      .at(30)
      .records(
        aRecord({
          callHistoryId: historyId(atSecond(-60), 9),
          startedAt: atSecond(-60),
          answeredAt: null,
          endedAt: atSecond(-40),
        }),
      );
    expect(recordEvents(scene)[0]?.call.callId).not.toBe('call-1');
  });

  it('finds a call that was first seen in mid-call', () => {
    const scene = new Scene();
    const leg = aLeg('101', 1, { party: caller, status: 'connected' });
    scene.at(10).recovering().snapshot([leg]).at(20).loses('101', 1).lists();
    scene.at(22).records(aRecord());
    expect(recordEvents(scene)[0]?.call).toMatchObject({
      callId: 'call-1',
      startedAt: atSecond(0),
      answeredAt: atSecond(3),
    });
  });

  it('finds a call that somebody barged into, whose ends the list then names otherwise', () => {
    const scene = new Scene().connection('xapi', false).connection('xapi', true);
    scene.at(10).lists(anActiveCall(10, { caller: '+442071234500', callee: '101 Ada' }));
    scene.at(11).sees(aLeg('101', 1, { party: caller, status: 'connected' }));
    scene.at(12).sees(aLeg('103', 2, { party: inside('101'), status: 'connected' }));
    scene.at(15).lists(anActiveCall(10, { caller: '101 Ada', callee: '103 Cy' }));
    scene.at(20).loses('101', 1).loses('103', 2).lists();
    scene.at(22).records(aRecord());
    expect(recordEvents(scene).map(({ call }) => [call.callId, call.caller.number])).toEqual([
      ['call-1', '+442071234500'],
    ]);
  });

  describe('of a call that waited long and was first seen as it ended', () => {
    const waited = {
      ...{ startedAt: atSecond(-60), answeredAt: null, endedAt: atSecond(9.6) },
      callHistoryId: historyId(atSecond(-60), 10),
    };
    const lastSight = (from: string) => {
      const scene = new Scene().connection('xapi', false).connection('xapi', true);
      scene.at(10).lists(anActiveCall(10, { caller: from, callee: '101 Ada' }));
      return scene.at(20).lists().at(60).ticks();
    };

    it('finds it, though the list came a moment after the end', () => {
      const scene = lastSight('+442071234500').at(61).records(aRecord(waited));
      expect(recordEvents(scene).map(({ call }) => [call.callId, call.startedAt])).toEqual([
        ['call-1', atSecond(-60)],
      ]);
    });

    it('leaves alone a call of somebody else under the same number', () => {
      const scene = lastSight('+33140000000').at(61).records(aRecord(waited));
      expect(recordEvents(scene)[0]?.call.callId).not.toBe('call-1');
    });

    it('leaves alone a call that the same people began after it', () => {
      const later = { ...waited, endedAt: atSecond(4) };
      const scene = lastSight('+442071234500').at(61).records(aRecord(later));
      expect(recordEvents(scene)[0]?.call.callId).not.toBe('call-1');
    });
  });

  it('takes the difference of the clocks off', () => {
    const { state } = ended();
    const record = aRecord({
      callHistoryId: historyId(atSecond(600), 10),
      startedAt: atSecond(600),
      answeredAt: atSecond(603),
      endedAt: atSecond(620),
    });
    const context = { at: atSecond(30), mintCallId: () => 'x' as CallId, recovered: false };
    const { events } = observe(
      state,
      { kind: 'record', record },
      { ...context, clockSkewMs: 600_000 },
    );
    expect(events[0]?.call.callId).toBe('call-1');
  });

  it('uses calls of the store that memory has forgotten', () => {
    const [stored] = [...ended().state.ended.values()];
    const empty = new Scene().state;
    const context = { at: atSecond(30), mintCallId: () => 'x' as CallId, recovered: false };
    const { events, changed, state } = observe(
      empty,
      { kind: 'record', record: aRecord() },
      { ...context, candidates: stored ? [stored] : [] },
    );
    expect(events.map(({ type, call }) => [type, call.callId])).toEqual([
      ['call.record', 'call-1'],
    ]);
    expect(changed).toEqual(['call-1']);
    expect(state.ended.get('call-1' as CallId)?.record?.revision).toBe(1);
  });
});

describe('records of flows that a transfer merged', () => {
  it('share one conversation, and the merged one ends as joined', () => {
    const main = aRecord();
    const merged = aRecord({
      callHistoryId: historyId(atSecond(10), 11),
      mainCallHistoryId: main.callHistoryId,
      caller: aParty('101'),
      callee: aParty('102'),
      participants: [
        { ...inside('102'), dnType: 'extension', joinedAt: atSecond(12), leftAt: null },
      ],
      startedAt: atSecond(10),
      answeredAt: atSecond(12),
      answeredBy: aParty('102'),
      hash: 'merged',
    });
    for (const order of [
      [main, merged],
      [merged, main],
    ]) {
      const scene = new Scene().at(60);
      for (const record of order) scene.records(record);
      const [a, b] = [
        scene.fromHistory(main.callHistoryId),
        scene.fromHistory(merged.callHistoryId),
      ];
      expect(a.conversationId).toBe(b.conversationId);
      expect(b.cause).toBe('joined');
      expect(a.cause).not.toBe('joined');
    }
  });
});
