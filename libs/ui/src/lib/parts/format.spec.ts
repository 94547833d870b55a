import { duration, fromNow, milliseconds, percent, timer } from './format';

const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const at = (seconds: number) => new Date(NOW + seconds * 1_000).toISOString();

describe('words for figures', () => {
  it('tell how long ago or ahead something is in the unit that fits', () => {
    const told = [-2, -42, -180, -7_200, -86_400 * 3, 3_600].map((s) => fromNow(at(s), NOW));
    expect(told).toEqual([
      'now',
      '42 seconds ago',
      '3 minutes ago',
      '2 hours ago',
      '3 days ago',
      'in 1 hour',
    ]);
    expect(fromNow(at(86_400 * 365 * 5), NOW)).toBe('in 5 years');
  });

  it('show a call timer that never runs backwards', () => {
    expect([-3, 0, 65, 3_725].map(timer)).toEqual(['0:00', '0:00', '1:05', '1:02:05']);
  });

  it('show durations in two units at most', () => {
    expect([8, 720, 4_200, 273_600].map(duration)).toEqual([
      '8 s',
      '12 min',
      '1 h 10 min',
      '3 d 4 h',
    ]);
  });

  it('never round an outage away', () => {
    expect([100, 99.999, 99.5, 87.25, 0].map(percent)).toEqual([
      '100 %',
      '99.99 %',
      '99.50 %',
      '87.3 %',
      '0 %',
    ]);
    expect(percent(null)).toBe('nothing known');
  });

  it('show small latencies with a digit more, and none as a dash', () => {
    expect([1.26, 2, 0.01, -358, null].map(milliseconds)).toEqual([
      ...['1.3 ms', '2 ms', '0 ms', '-358 ms', '–'],
    ]);
    expect(milliseconds(12.6)).toBe('13 ms');
  });
});
