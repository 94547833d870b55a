import { describe, expect, it } from '@jest/globals';
import { rateShare } from './day-pattern';

/** 2026-11-18 is a Wednesday, 2026-11-21 a Saturday. */
const share = (time: string) => rateShare('office', Date.parse(`${time}Z`));

describe('rateShare', () => {
  it('is the same at all times with the flat pattern', () => {
    expect(rateShare('flat', Date.parse('2026-11-21T03:00:00Z'))).toBe(1);
  });

  it('is full in the morning, lower at noon, and next to nothing at night', () => {
    expect(share('2026-11-18T10:30')).toBe(1);
    expect(share('2026-11-18T12:30')).toBe(0.5);
    expect(share('2026-11-18T02:30')).toBe(0.01);
  });

  it('is small on Saturdays and Sundays', () => {
    expect(share('2026-11-21T10:30')).toBe(0.05);
    expect(share('2026-11-22T10:30')).toBe(0.05);
    expect(share('2026-11-23T10:30')).toBe(1);
  });

  it('changes evenly, and is never nothing', () => {
    expect(share('2026-11-18T08:00')).toBeCloseTo(0.4);
    for (let minute = 0; minute < 7 * 24 * 60; minute += 1) {
      const at = Date.parse('2026-11-18T00:00:00Z') + minute * 60_000;
      expect(rateShare('office', at)).toBeGreaterThan(0);
      expect(rateShare('office', at)).toBeLessThanOrEqual(1);
    }
  });
});
