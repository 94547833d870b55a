import { describe, expect, it } from '@jest/globals';
import { Counters, historyId } from './ids';

describe('historyId', () => {
  it('lays out FILETIME and counter as a real row has them', () => {
    // 00000000-01dc-9a69-1dbe-96110000301f is 2026-02-10 08:41:57.554536 UTC, counter 0x301f; ours
    // has whole milliseconds, so the 536.1 µs of that row are missing.
    const ticks = 0x01dc9a691dbe9611n - 5_361n;
    const hex = ticks.toString(16).padStart(16, '0');
    expect(historyId(Date.parse('2026-02-10T08:41:57.554Z'), 0x301f)).toBe(
      `00000000-${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8, 12)}-${hex.slice(12)}0000301f`,
    );
  });

  it('sorts by time, then by counter', () => {
    const at = Date.parse('2026-02-10T08:41:57Z');
    const ids = [historyId(at, 1), historyId(at, 2), historyId(at + 1, 1)];
    expect([...ids].sort()).toEqual(ids);
  });
});

describe('Counters', () => {
  it('count rows, calls, legs and participants separately, and anew after a restart', () => {
    const counters = new Counters();
    counters.nextCall();
    expect(counters.nextCall()).toBe(2);
    expect(counters.nextRow()).toBe(1);
    expect(counters.nextParticipant()).toBe(1);
    expect(counters.nextLeg()).toBe(1);
    counters.restart();
    expect(counters.nextCall()).toBe(1);
  });
});
