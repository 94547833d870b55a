import { type AnyRelayEvent, type CallDto, toSequence } from '@3cx-relay/contracts';
import { aCall, anEvent } from '../testing/events';
import { countEvents, type Counted, type CountedCall, plainNumber } from './call-counts';

const ended = (more: Partial<CallDto> = {}) =>
  aCall({ state: 'ended', endedAt: '2026-01-01T10:05:30.000Z', outcome: 'missed', ...more });

function count(events: AnyRelayEvent[], known: readonly CountedCall[] = []): Counted {
  return countEvents(
    events.map((event, index) => ({ sequence: toSequence(index + 1), event })),
    new Map(known.map((call) => [call.callId, call])),
  );
}

const sumOf = (counted: Counted, what: 'events' | 'missed' | 'answered' | 'unknown') =>
  [...counted.minutes.values()].reduce((sum, minute) => sum + (minute[what] ?? 0), 0);

describe('countEvents', () => {
  it('counts a call once, in the minute it ended, and each event in the minute it was logged', () => {
    const counted = count([
      anEvent('call.started', aCall(), { loggedAt: '2026-01-01T10:05:00.000Z' }),
      anEvent('call.ended', ended(), { loggedAt: '2026-01-01T10:06:00.000Z' }),
      anEvent('call.ended', ended(), { loggedAt: '2026-01-01T10:06:59.000Z' }),
    ]);
    expect(Object.fromEntries(counted.minutes)).toEqual({
      '2026-01-01T10:05:00.000Z': { events: 1, missed: 1 },
      '2026-01-01T10:06:00.000Z': { events: 2 },
    });
  });

  it('lets the record of a call move it to another outcome, in the minute it was counted', () => {
    const first = count([anEvent('call.ended', ended({ outcome: null }))]);
    const corrected = count([anEvent('call.record', ended({ outcome: 'answered' }))], first.calls);
    expect(sumOf(first, 'unknown')).toBe(1);
    expect(corrected.minutes.get('2026-01-01T10:05:00.000Z')).toMatchObject({
      unknown: -1,
      answered: 1,
    });
    const again = count([anEvent('call.record', ended({ outcome: 'answered' }))], corrected.calls);
    expect([sumOf(again, 'answered'), sumOf(again, 'unknown')]).toEqual([0, 0]);
  });

  it('counts events that are about no call', () => {
    const counted = count([anEvent('connection.changed')]);
    expect([sumOf(counted, 'events'), counted.calls]).toEqual([1, []]);
  });

  it('remembers where the events of a call are and who took part', () => {
    const first = count([anEvent('call.started', aCall())]);
    const { calls } = count([anEvent('call.ended', ended())], first.calls);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.sequences).toEqual([1, 1]);
    expect(calls[0]?.numbers).toContain(' +442079460000 ');
    expect(calls[0]?.numbers).toContain(' 101 ');
  });
});

describe('plainNumber', () => {
  it('drops what people write between digits', () => {
    expect(plainNumber('+44 (0)20 7946-0000')).toBe('+4402079460000');
  });
});
