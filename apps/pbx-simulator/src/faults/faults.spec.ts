import { describe, expect, it, jest } from '@jest/globals';
import { SeededRandom } from '@3cx-relay/util';
import type { FaultRequest } from './fault';
import { Faults } from './faults';

const faults = (seed = 1) => new Faults(new SeededRandom(seed));
const strikes = (some: Faults, times: number, path = '/xapi/v1') =>
  Array.from({ length: times }, () => some.meets(path) !== undefined);

describe('a fault', () => {
  it('strikes as often as its count tells, and is over then', () => {
    const some = faults();
    some.add({ kind: 'refuse', count: 2 });
    expect(strikes(some, 3)).toEqual([true, true, false]);
    expect(some.list()).toEqual([]);
  });

  it('strikes about its share of the cases, the same ones with the same seed', () => {
    const drawn = (seed: number) => {
      const some = faults(seed);
      some.add({ kind: 'refuse', share: 0.3 });
      return strikes(some, 1_000);
    };
    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn(7)).not.toEqual(drawn(8));
    const share = drawn(7).filter(Boolean).length / 1_000;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.35);
  });

  it('never strikes with a share of 0, and always with 1', () => {
    const some = faults();
    some.add({ kind: 'refuse', share: 0 });
    expect(strikes(some, 50)).not.toContain(true);
    some.add({ kind: 'reset', share: 1 });
    expect(strikes(some, 50)).not.toContain(false);
  });

  it('strikes on its path only', () => {
    const some = faults();
    some.add({ kind: 'refuse', path: '/callcontrol/*/devices' });
    expect(some.meets('/callcontrol/100/devices')?.struck).toBe(1);
    expect(some.meets('/callcontrol/100')).toBeUndefined();
  });

  it('takes itself back when its time is over, and what it did with it', () => {
    jest.useFakeTimers();
    try {
      const some = faults();
      const done: string[] = [];
      some.use({
        'silence-socket': { begin: () => done.push('begun'), end: () => done.push('ended') },
      });
      some.add({ kind: 'silence-socket', durationMs: 1_000 });
      jest.advanceTimersByTime(999);
      expect(done).toEqual(['begun']);
      jest.advanceTimersByTime(1);
      expect(done).toEqual(['begun', 'ended']);
      expect(some.list()).toEqual([]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('leaves what it did to another of its kind that is still there', () => {
    const some = faults();
    let skewMs = 0;
    some.use({
      'clock-skew': {
        begin: (fault) => (skewMs = fault.skewMs ?? 0),
        end: () => (skewMs = 0),
      },
    });
    some.add({ kind: 'clock-skew', skewMs: 1 });
    const second = some.add({ kind: 'clock-skew', skewMs: 2 });
    expect(skewMs).toBe(2);
    some.remove(second.id);
    expect(skewMs).toBe(1);
    some.clear();
    expect(skewMs).toBe(0);
  });

  it.each<FaultRequest['kind']>(['drop-socket', 'revoke-tokens', 'restart-pbx'])(
    'of kind %s happens once, or strikes as long as it is told to last',
    (kind) => {
      const some = faults();
      some.add({ kind });
      expect(some.list()).toEqual([]);
      some.add({ kind, durationMs: 60_000 });
      expect(some.list()).toHaveLength(1);
      some.clear();
    },
  );

  it('meets every request with a reset while the PBX restarts', () => {
    const some = faults();
    some.add({ kind: 'restart-pbx', durationMs: 60_000 });
    expect(some.meets('/anything')?.kind).toBe('reset');
    some.clear();
    expect(some.meets('/anything')).toBeUndefined();
  });
});
