import { type StateChange, uptimeOf } from './uptime';

const NOW = Date.parse('2026-01-02T12:10:00.000Z');
const minutesAgo = (minutes: number) => NOW - minutes * 60_000;

describe('uptimeOf', () => {
  it('divides 24 hours into 48 bars and 30 days into 30, the last one up to now', () => {
    const changes: StateChange[] = [{ atMs: 0, state: 'connected' }];
    const day = uptimeOf(changes, '24h', NOW);
    const month = uptimeOf(changes, '30d', NOW);
    expect([day.bars.length, month.bars.length]).toEqual([48, 30]);
    expect(day.bars.at(-1)).toEqual({
      from: '2026-01-02T12:00:00.000Z',
      to: '2026-01-02T12:10:00.000Z',
      uptimePercent: 100,
      worst: 'connected',
    });
    expect(day.bars.every((bar, n) => n === 0 || day.bars[n - 1]?.to === bar.from)).toBe(true);
  });

  it('tells the worst state of a bar and the share it was connected', () => {
    const changes: StateChange[] = [
      { atMs: minutesAgo(60), state: 'connected' },
      { atMs: minutesAgo(8), state: 'disconnected' },
      { atMs: minutesAgo(5), state: 'connecting' },
      { atMs: minutesAgo(4), state: 'connected' },
    ];
    const { bars, uptimePercent } = uptimeOf(changes, '24h', NOW);
    expect(bars.at(-1)).toMatchObject({ uptimePercent: 60, worst: 'disconnected' });
    expect(uptimePercent).toBeCloseTo(93.333, 2);
  });

  it('says nothing of times that nobody watched', () => {
    const changes: StateChange[] = [
      { atMs: minutesAgo(120), state: 'connected' },
      { atMs: minutesAgo(90), state: null },
      { atMs: minutesAgo(10), state: 'connected' },
    ];
    const { bars, uptimePercent } = uptimeOf(changes, '24h', NOW);
    expect(bars.at(0)).toMatchObject({ uptimePercent: null, worst: null });
    expect(bars.at(-2)).toMatchObject({ uptimePercent: null, worst: null });
    expect(uptimePercent).toBe(100);
  });

  it('leaves the time out in which it connected anew because somebody asked', () => {
    const changes: StateChange[] = [
      { atMs: 0, state: 'connected' },
      { atMs: minutesAgo(8), state: 'connecting' },
      { atMs: minutesAgo(7), state: 'connected' },
    ];
    const { bars, uptimePercent } = uptimeOf(changes, '24h', NOW);
    expect([uptimePercent, bars.at(-1)?.worst]).toEqual([100, 'connected']);
  });

  it('counts from when it cannot be had again', () => {
    const changes: StateChange[] = [
      { atMs: 0, state: 'connected' },
      { atMs: minutesAgo(8), state: 'connecting' },
      { atMs: minutesAgo(6), state: 'disconnected' },
      { atMs: minutesAgo(4), state: 'connected' },
    ];
    expect(uptimeOf(changes, '24h', NOW).bars.at(-1)).toMatchObject({
      uptimePercent: 75,
      worst: 'disconnected',
    });
  });

  it('leaves the time out in which the component was disabled', () => {
    const { bars, uptimePercent } = uptimeOf([{ atMs: 0, state: 'disabled' }], '30d', NOW);
    expect(uptimePercent).toBeNull();
    expect(bars.at(-1)).toMatchObject({ uptimePercent: null, worst: 'disabled' });
  });
});
