import { compareChains, counterOf, momentOf } from './compare-chains';
import { compareSeen, type PbxClock, sortLegs } from './compare-legs';
import { compareLog, milliseconds } from './compare-log';
import { compareRows, outcomeOf, toleranceAt } from './compare-rows';
import { type CdrRow, cdrRow, type LogItem, logItem, type SeenLeg, trueCall } from './shapes';

/** The first row of the published sample; its moment is 08:41:57.554. */
const ID = '00000000-01dc-9a69-1dbe-96110000301f';
const START = Date.parse('2026-02-10T08:41:57.554Z');

const at = (seconds: number) => new Date(START + seconds * 1_000).toISOString();

const CALL = trueCall.parse({
  callId: 7,
  callHistoryId: '00000000-01dc-9a69-1dbe-961100000007',
  mainCallHistoryId: '00000000-01dc-9a69-1dbe-961100000007',
  direction: 'internal',
  from: '100',
  to: '101',
  did: null,
  queue: null,
  parties: ['100', '101'],
  legs: [{ dn: '101', startedAt: at(0), answeredAt: at(3), endedAt: at(9) }],
  startedAt: at(0),
  answeredAt: at(3),
  endedAt: at(9),
  outcome: 'answered',
});

function aRow(changes: Partial<Record<keyof CdrRow, string | null>> = {}): CdrRow {
  return cdrRow.parse({
    cdr_id: ID,
    call_history_id: CALL.callHistoryId,
    main_call_history_id: CALL.mainCallHistoryId,
    source_entity_type: 'extension',
    source_dn_number: '100',
    source_participant_phone_number: '100',
    destination_entity_type: 'extension',
    destination_dn_type: 'extension',
    destination_dn_number: '101',
    destination_participant_phone_number: '101',
    base_cdr_id: null,
    originating_cdr_id: null,
    continued_in_cdr_id: null,
    creation_method: 'call_init',
    creation_forward_reason: 'none',
    termination_reason: 'dst_participant_terminated',
    termination_reason_details: null,
    cdr_started_at: at(0),
    cdr_ended_at: at(9),
    cdr_answered_at: at(3),
    ...changes,
  });
}

function anItem(changes: Partial<Record<keyof LogItem, string | number | boolean>> = {}): LogItem {
  return logItem.parse({
    CdrId: ID,
    CallHistoryId: CALL.callHistoryId,
    MainCallHistoryId: CALL.mainCallHistoryId,
    CallId: 7,
    StartTime: at(0),
    Direction: 'Internal',
    Answered: true,
    Status: 'Answered',
    RingingDuration: 'PT3S',
    TalkingDuration: 'PT6S',
    SourceDn: '100',
    SourceCallerId: '100',
    DestinationDn: '101',
    DestinationCallerId: '101',
    ...changes,
  });
}

const CLOCK: PbxClock = { speed: 10, zeroMs: START };

/** A leg as it was seen; moments are seconds of the PBX. */
function aSight(dn: string, from: number, answered: number | null, until: number | null): SeenLeg {
  const ours = (seconds: number | null) => (seconds === null ? null : seconds * 100);
  return {
    path: `/callcontrol/${dn}/participants/1`,
    dn,
    callId: 7,
    firstAt: from * 100,
    readAt: from * 100,
    connectedAt: ours(answered),
    removedAt: ours(until),
    lost: 0,
  };
}

function seen(...legs: SeenLeg[]) {
  return sortLegs(legs, new Set(['100', '101']));
}

describe('the rows of a call', () => {
  it('agree when they tell what happened', () => {
    expect(compareRows(CALL, [aRow()])).toEqual([]);
  });

  it.each<[string, Partial<Record<keyof CdrRow, string | null>>, string]>([
    ['another caller', { source_participant_phone_number: '102' }, 'caller: 100 against 102'],
    ['another direction', { source_entity_type: 'external_line' }, 'direction'],
    ['another end', { cdr_ended_at: at(11) }, 'end: '],
    ['no answer', { cdr_answered_at: null }, 'outcome: answered against missed'],
    ['a later answer', { cdr_answered_at: at(5) }, 'answer: '],
    ['a leg that never was', { destination_dn_number: '103' }, 'the row of 103 has no leg'],
    ['a row before the first', { base_cdr_id: ID }, 'names a row before it'],
  ])('disagree on %s', (_name, changes, fault) => {
    expect(compareRows(CALL, [aRow(changes)]).join('\n')).toContain(fault);
  });

  it('name who barges in as the source', () => {
    const legs = [...CALL.legs, { dn: '109', startedAt: START, answeredAt: START, endedAt: START }];
    const barge = aRow({
      creation_method: 'barge_in',
      source_dn_number: '109',
      cdr_answered_at: at(0),
      cdr_ended_at: at(0),
    });
    const call = { ...CALL, answeredAt: START, legs };
    expect(compareRows(call, [aRow(), barge])).toEqual([]);
    expect(compareRows({ ...call, legs: CALL.legs }, [aRow(), barge]).join()).toContain(
      'the row of 109 has no leg',
    );
  });

  it('may be apart by a tenth of a real second where the PBX lives fast', () => {
    const late = aRow({ cdr_started_at: at(0), cdr_ended_at: at(10.5) });
    expect(compareRows(CALL, [late], toleranceAt(1))).not.toEqual([]);
    expect(compareRows(CALL, [late], toleranceAt(20))).toEqual([]);
  });

  it('tell of a call that ended in a queue as abandoned, whoever lost patience', () => {
    const waiting = aRow({
      destination_entity_type: 'queue',
      destination_dn_number: '800',
      cdr_answered_at: null,
    });
    expect(outcomeOf(CALL, [waiting])).toBe('abandoned');
  });

  it('are missed when there are none', () => {
    expect(compareRows(CALL, [])).toEqual(['cdroutput has no row of it']);
  });
});

describe('the chain of a call', () => {
  it('carries its moment and a counter in each identifier', () => {
    expect(momentOf(ID)).toBe(START);
    expect(counterOf(ID)).toBe(0x301f);
    expect(momentOf('c0ffee00-01dc-9a69-1dbe-96110000301f')).toBeNull();
  });

  it('agrees when nothing is continued and nothing dangles', () => {
    expect(compareChains([aRow()])).toEqual([]);
  });

  it.each<[string, Partial<Record<keyof CdrRow, string | null>>, string]>([
    ['a row that is not there', { originating_cdr_id: `${ID.slice(0, -1)}0` }, 'names no row'],
    ['an end that goes nowhere', { termination_reason: 'redirected' }, 'continued: false'],
    ['a row that ends first', { cdr_ended_at: at(-1) }, 'ends before it starts'],
    ['an answer before the start', { cdr_answered_at: at(-1) }, 'answered before it starts'],
    ['a moment in the identifier', { cdr_started_at: at(-5) }, 'is not that of its start'],
  ])('disagrees on %s', (_name, changes, fault) => {
    expect(compareChains([aRow(changes)]).join('\n')).toContain(fault);
  });

  it('has no row twice', () => {
    expect(compareChains([aRow(), aRow()])).toEqual(['a row is there twice']);
  });
});

describe('the call log', () => {
  it('agrees when it has an item for each row', () => {
    expect(compareLog(CALL, [aRow()], [anItem()])).toEqual([]);
  });

  it.each<[string, Partial<Record<keyof LogItem, string | number | boolean>>, string]>([
    ['the call', { CallId: 8 }, 'CallId: 7 against 8'],
    ['the direction', { Direction: 'Inbound' }, 'Direction'],
    ['the answer', { Answered: false }, 'Answered'],
    ['how long it rang', { RingingDuration: 'PT9S' }, 'RingingDuration'],
    ['how long they talked', { TalkingDuration: 'PT0S' }, 'TalkingDuration'],
    ['a row', { CdrId: CALL.callHistoryId }, 'has no item of'],
  ])('disagrees on %s', (_name, changes, fault) => {
    expect(compareLog(CALL, [aRow()], [anItem(changes)]).join('\n')).toContain(fault);
  });

  it('tells durations as ISO 8601', () => {
    expect(milliseconds('PT1M1.432135S')).toBeCloseTo(61_432.135);
    expect(milliseconds('P1DT1H')).toBe(90_000_000);
    expect(milliseconds('61.4')).toBeNull();
  });
});

describe('Call Control', () => {
  const caller = aSight('100', 0, 3, 9);

  it('agrees when every leg came, was answered and left', () => {
    expect(compareSeen(CALL, [], seen(caller, aSight('101', 0, 3, 9)), CLOCK)).toEqual([]);
  });

  it.each<[string, SeenLeg[], string]>([
    ['a leg that it never showed', [], 'showed no leg of 101'],
    ['an answer that it never showed', [aSight('101', 0, null, 9)], '101 answered'],
    ['a leg that stays', [aSight('101', 0, 3, null)], '101 left'],
    ['a leg that comes too late', [aSight('101', 11, 11, 11)], '101 began'],
    [
      'somebody who has no part',
      [aSight('101', 0, 3, 9), aSight('105', 0, 3, 9)],
      'showed 105, who has no part in it',
    ],
  ])('disagrees on %s', (_name, legs, fault) => {
    expect(compareSeen(CALL, [], seen(caller, ...legs), CLOCK).join('\n')).toContain(fault);
  });

  it('tells two devices of a DN apart by what became of them', () => {
    const other = { dn: '101', startedAt: START, answeredAt: null, endedAt: START + 3_000 };
    const call = { ...CALL, legs: [...CALL.legs, other] };
    const sights = seen(caller, aSight('101', 0, null, 3), aSight('101', 0, 3, 9));
    expect(compareSeen(call, [], sights, CLOCK)).toEqual([]);
  });

  it('tells two devices apart by who answered when their removal is seen late', () => {
    const other = { dn: '101', startedAt: START, answeredAt: null, endedAt: START + 3_000 };
    const call = { ...CALL, legs: [...CALL.legs, other] };
    const sights = seen(caller, aSight('101', 0, null, 9), aSight('101', 0, 3, 9.5));
    expect(compareSeen(call, [], sights, CLOCK)).toEqual([]);
  });

  it.each([
    [9.1, []],
    [5, [expect.stringContaining('showed no leg of 101')]],
  ])('may show another call of a leg that was first read at %d s', (readAt, faults) => {
    const joined = { ...aSight('101', 0, 3, 12), callId: 8, readAt: readAt * 100 };
    expect(compareSeen(CALL, [], seen(caller, joined), CLOCK)).toEqual(faults);
  });

  it('has nothing to show of a phone that is busy', () => {
    const busy = aRow({
      cdr_answered_at: null,
      termination_reason: 'rejected',
      termination_reason_details: 'busy',
    });
    expect(compareSeen(CALL, [busy], seen(caller), CLOCK)).toEqual([]);
  });

  it('is not blamed for a leg that was gone before it could be read', () => {
    const unread = { ...aSight('101', 0, null, 1), callId: null, lost: 1 };
    expect(compareSeen(CALL, [], seen(caller, unread), CLOCK)).toEqual([]);
  });
});
