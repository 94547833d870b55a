import { STATS_RANGES } from '@3cx-relay/contracts';
import { bucketSpan, startOfDay } from './buckets';

const NOW = Date.parse('2026-03-29T10:07:31.000Z');

describe('bucketSpan', () => {
  it('covers the whole range with buckets without gaps, now in the last one', () => {
    for (const range of STATS_RANGES) {
      const { from, to, starts, bucketSeconds } = bucketSpan(range, NOW);
      const times = starts.map((start) => start.getTime());
      expect(times[0]).toBe(from.getTime());
      expect(times.every((time, n) => time === from.getTime() + n * bucketSeconds * 1_000)).toBe(
        true,
      );
      expect(to.getTime()).toBe(from.getTime() + starts.length * bucketSeconds * 1_000);
      expect((times.at(-1) ?? 0) <= NOW && NOW < to.getTime()).toBe(true);
    }
  });

  it('keeps its borders while time goes on within a bucket', () => {
    expect(bucketSpan('24h', NOW)).toEqual(bucketSpan('24h', NOW + 60_000));
  });
});

describe('startOfDay', () => {
  it('is midnight in the zone, also on the day the clocks change', () => {
    expect(startOfDay('Europe/Berlin', NOW)?.toISOString()).toBe('2026-03-28T23:00:00.000Z');
    expect(startOfDay('UTC', NOW)?.toISOString()).toBe('2026-03-29T00:00:00.000Z');
  });

  it('knows no zone that is none', () => {
    expect(startOfDay('Mars/Olympus', NOW)).toBeUndefined();
  });
});
