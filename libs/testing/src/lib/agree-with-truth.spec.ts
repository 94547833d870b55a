import type { AnyRelayEvent } from '@3cx-relay/contracts';
import { disagreements, sequenceFaults } from './agree-with-truth';
import type { TrueCall } from './pbx';

const TRUTH: TrueCall = {
  callId: 7,
  callHistoryId: 'h',
  direction: 'internal',
  from: '100',
  to: '101',
  did: null,
  queue: null,
  startedAt: '2026-11-21T10:00:00.000Z',
  answeredAt: null,
  endedAt: '2026-11-21T10:00:05.000Z',
  outcome: 'missed',
};

function event(type: string, sequence: number, call: Record<string, unknown> = {}): AnyRelayEvent {
  const seen = {
    direction: 'internal',
    outcome: 'missed',
    caller: { number: '100' },
    callee: { number: '101' },
    did: null,
    queue: null,
    startedAt: TRUTH.startedAt,
    answeredAt: null,
    endedAt: TRUTH.endedAt,
    pbx: { callId: 7 },
    ...call,
  };
  const envelope = {
    type,
    sequence: String(sequence).padStart(16, '0'),
    data: { call: seen, corrected: [] },
  };
  return envelope as unknown as AnyRelayEvent;
}

const GOOD = [event('call.started', 1), event('call.ended', 2), event('call.record', 3)];

describe('disagreements', () => {
  it('finds none where a consumer saw what happened', () => {
    expect(disagreements(TRUTH, GOOD)).toEqual([]);
  });

  it.each([
    ['a lost end', [GOOD[0], GOOD[2]], '0 call.ended instead of 1'],
    ['a second start', [GOOD[0], ...GOOD], '2 call.started instead of 1'],
    [
      'a wrong outcome',
      [...GOOD.slice(0, 2), event('call.record', 3, { outcome: 'failed' })],
      'outcome failed instead of missed',
    ],
    [
      'a wrong time',
      [...GOOD.slice(0, 2), event('call.record', 3, { endedAt: '2026-11-21T10:00:07.000Z' })],
      'endedAt 2026-11-21T10:00:07.000Z instead of',
    ],
    [
      'an event after the end',
      [...GOOD, event('call.updated', 4)],
      'after call.ended came call.updated',
    ],
  ])('finds %s', (_what, events, fault) => {
    expect(disagreements(TRUTH, events as AnyRelayEvent[]).join('\n')).toContain(fault);
  });
});

describe('sequenceFaults', () => {
  it('finds a hole', () => {
    expect(sequenceFaults([event('call.started', 1), event('call.ended', 3)])).toEqual([
      'after 1 came 3',
    ]);
  });
});
