import type { AnyRelayEvent } from '@3cx-relay/contracts';
import type { TrueCall } from '@3cx-relay/testing';
import { judge, WRONGS } from './verdict';
import { Witness } from './witness';

class Hearsay extends Witness {
  override async start(): Promise<void> {
    // It is told by the test.
  }

  override stall(): () => void {
    return () => undefined;
  }

  override drop(): void {
    // It has no connection.
  }

  override async stop(): Promise<void> {
    // It has nothing to stop.
  }

  tell(events: readonly AnyRelayEvent[]): this {
    for (const event of events) this.take(event);
    return this;
  }
}

const TRUTH: TrueCall = {
  ...{ callId: 7, callHistoryId: 'h7', direction: 'internal', from: '100', to: '101' },
  ...{ did: null, queue: null, outcome: 'answered' },
  startedAt: '2026-11-21T10:00:00.000Z',
  answeredAt: '2026-11-21T10:00:03.000Z',
  endedAt: '2026-11-21T10:00:09.000Z',
};

/** The events of the call as they should be, with changes to the call as it is told last. */
function events(change: Record<string, unknown> = {}): AnyRelayEvent[] {
  const call = {
    ...{ callId: 'c7', direction: 'internal', outcome: 'answered', did: null, queue: null },
    ...{ caller: { number: '100' }, callee: { number: '101' } },
    ...{ startedAt: TRUTH.startedAt, answeredAt: TRUTH.answeredAt, endedAt: TRUTH.endedAt },
    pbx: { callId: 7, callHistoryId: 'h7', mainCallHistoryId: 'h7' },
    ...change,
  };
  const types = ['call.started', 'call.answered', 'call.ended', 'call.record'];
  return types.map(
    (type, index) =>
      ({ id: `e${index}`, type, sequence: String(index + 1), epoch: 'e', data: { call } }) as never,
  );
}

function wrongs(told: readonly AnyRelayEvent[], log = events()): string[] {
  const verdict = judge(new Hearsay('hearsay').tell(told), [TRUTH], log);
  return WRONGS.filter((wrong) => verdict.wrongs[wrong].length > 0);
}

describe('the verdict', () => {
  it('finds nothing wrong in a record that agrees with the truth', () => {
    expect(wrongs(events())).toEqual([]);
  });

  it.each([
    ['lost', 'a missing event', events().slice(0, 3)],
    ['lost', 'a call that is not told', []],
    ['wrong party', 'another callee', events({ callee: { number: '102' } })],
    ['wrong party', 'another queue', events({ queue: '800' })],
    ['wrong outcome', 'another outcome', events({ outcome: 'missed' })],
    ['wrong outcome', 'no outcome', events({ outcome: null })],
    [
      'wrong time',
      'an end more than a second off',
      events({ endedAt: '2026-11-21T10:00:11.000Z' }),
    ],
    ['wrong time', 'no time of answer', events({ answeredAt: null })],
  ])('counts as %s: %s', (wrong, _what, told) => {
    expect(wrongs(told)).toEqual([wrong]);
  });

  it('counts events that come after a later one', () => {
    const [first, second, ...rest] = events();
    expect(wrongs([second, first, ...rest] as AnyRelayEvent[])).toEqual(['out of order']);
  });

  it('counts a second start with another id, but not the same event again', () => {
    const [first, ...rest] = events();
    const again = { ...first, id: 'other', sequence: '9' } as AnyRelayEvent;
    expect(wrongs([first, ...rest, again] as AnyRelayEvent[])).toEqual(['duplicated']);
    expect(wrongs([first, ...rest, rest[2]] as AnyRelayEvent[])).toEqual([]);
  });

  it('counts a call that the PBX never had', () => {
    const invented = events({ callId: 'c8', pbx: { callId: 8, callHistoryId: 'h8' } }).map(
      (event, index) => ({ ...event, id: `x${index}`, sequence: String(index + 5) }),
    );
    expect(wrongs([...events(), ...(invented as AnyRelayEvent[])])).toEqual(['duplicated']);
  });
});
