import fc from 'fast-check';
import { aSegment } from './a-segment';
import type { CallSegment } from './call-segment';
import { joinSegments } from './join-segments';

const OUTSIDE = 'external_line:+4915112345';

/** Transfer by the agent to a script: `base` stays at the connected row, `originating` walks on. */
const transferred: readonly CallSegment[] = [
  aSegment('a', OUTSIDE, 'queue:800', {
    answer: 0,
    end: 5,
    continuedInSegmentId: 'b',
    terminationReason: 'continued_in',
  }),
  aSegment('b', OUTSIDE, 'extension:102', {
    start: 1,
    answer: 5,
    end: 60,
    originatingSegmentId: 'a',
    baseSegmentId: 'a',
    continuedInSegmentId: 'e',
    terminationReason: 'continued_in',
  }),
  aSegment('c', OUTSIDE, 'extension:103', {
    start: 60,
    end: 60,
    originatingSegmentId: 'b',
    baseSegmentId: 'b',
    terminationReason: 'redirected',
    terminationDetails: 'forward_all',
  }),
  aSegment('d', OUTSIDE, 'ring_group_ring_all:820', {
    start: 60,
    end: 60,
    originatingSegmentId: 'c',
    baseSegmentId: 'b',
    terminationReason: 'redirected',
  }),
  aSegment('e', OUTSIDE, 'extension:104', {
    start: 60,
    answer: 61,
    end: 90,
    originatingSegmentId: 'd',
    baseSegmentId: 'b',
    terminationReason: 'dst_participant_terminated',
  }),
];

describe('joinSegments', () => {
  it('orders rows that name no others as they were made, though the clock was set back meanwhile', () => {
    const id = (counter: number) =>
      `00000000-01dd-79b0-09fc-2f30${String(counter).padStart(8, '0')}`;
    const rows = [
      aSegment(id(3), OUTSIDE, 'extension:102', { start: 4, answer: 9, end: 20 }),
      aSegment(id(2), OUTSIDE, 'extension:101', { start: 5, end: 5 }),
    ];
    expect(joinSegments(rows)).toMatchObject([
      { callee: { dn: '101' }, segments: [{ segmentId: id(2) }, { segmentId: id(3) }] },
    ]);
  });

  it('orders rows by what started them, not by base, also at the same moment', () => {
    const [record] = joinSegments(transferred.toReversed());
    expect(record?.segments.map((segment) => segment.segmentId)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('gives the same record and hash for the same rows in any order, twice or once', () => {
    const [expected] = joinSegments(transferred);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...transferred, ...transferred], { minLength: 10 }),
        (rows) => {
          expect(joinSegments(rows)).toEqual([expected]);
        },
      ),
    );
  });

  it('names who took it first, and everyone who took part', () => {
    const [record] = joinSegments(transferred);
    expect(record?.answeredBy?.dn).toBe('102');
    expect(record?.answeredAt).toBe('2026-02-10T10:00:05.000Z');
    expect(
      record?.participants.map(({ dn, joinedAt }) => [dn, joinedAt?.slice(17, 19) ?? null]),
    ).toEqual([
      [null, '00'],
      ['800', '00'],
      ['102', '05'],
      ['103', null],
      ['820', null],
      ['104', '01'],
    ]);
  });

  it('tells the caller as outside by number and line, not by a DN', () => {
    const [record] = joinSegments(transferred);
    expect(record?.caller).toEqual({
      number: '+4915112345',
      name: null,
      dn: null,
      dnType: 'trunk',
    });
    expect(record?.trunk).toBe('10001');
  });

  it('takes the number as dialled for a call to outside', () => {
    const [record] = joinSegments([
      aSegment('a', 'extension:100', 'outbound_rule:0301234', {
        end: 1,
        continuedInSegmentId: 'b',
        terminationReason: 'redirected',
      }),
      aSegment('b', 'extension:100', 'external_line:+49301234', {
        start: 1,
        answer: 4,
        originatingSegmentId: 'a',
      }),
    ]);
    expect(record).toMatchObject({
      direction: 'outbound',
      callee: { number: '0301234', dn: null, dnType: 'trunk' },
      trunk: '10001',
    });
    expect(record?.answeredBy).toMatchObject({ number: '+49301234', dn: null });
  });

  it('keeps merged flows apart and says that one was joined', () => {
    const records = joinSegments([
      aSegment('a', OUTSIDE, 'extension:101', { answer: 1 }),
      aSegment('b', 'extension:101', 'extension:102', {
        start: 2,
        answer: 3,
        callHistoryId: 'consultation',
      }),
    ]);
    expect(records.map(({ callHistoryId, cause }) => [callHistoryId, cause])).toEqual([
      ['flow', 'src_participant_terminated'],
      ['consultation', 'joined'],
    ]);
  });

  it('is complete only when every row has ended and every successor is known', () => {
    const running = aSegment('a', OUTSIDE, 'extension:101', { continuedInSegmentId: 'z' });
    expect(joinSegments([running])[0]?.complete).toBe(false);
    expect(joinSegments([running], new Set(['z']))[0]?.complete).toBe(true);
    expect(
      joinSegments([{ ...running, continuedInSegmentId: null, endedAt: null }])[0]?.complete,
    ).toBe(false);
  });

  it('does not wait for the successor of a flow that was joined into another', () => {
    const consultation = aSegment('b', 'extension:101', 'extension:102', {
      ...{ callHistoryId: 'consultation', mainCallHistoryId: 'flow' },
      continuedInSegmentId: 'of the other flow',
    });
    expect(joinSegments([consultation])[0]?.complete).toBe(true);
  });

  it('gives rows that name each other in a circle a place', () => {
    const [record] = joinSegments([
      aSegment('a', OUTSIDE, 'extension:101', { originatingSegmentId: 'b' }),
      aSegment('b', OUTSIDE, 'extension:102', { start: 1, originatingSegmentId: 'a' }),
    ]);
    expect(record?.segments).toHaveLength(2);
  });
});
