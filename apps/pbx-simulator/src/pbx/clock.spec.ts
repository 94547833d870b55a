import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PbxClock } from './clock';

const START = Date.parse('2026-02-10T08:00:00Z');
beforeEach(() => {
  jest.useFakeTimers({ now: START });
});
afterEach(() => {
  jest.useRealTimers();
});

describe('PbxClock', () => {
  it('does what was planned in the order of its time, first planned first', () => {
    const clock = new PbxClock();
    const done: number[] = [];
    const delays = [500, 100, 300, 100, 900, 200, 700, 100];
    delays.forEach((ms, number) => clock.after(ms, () => done.push(number)));
    jest.advanceTimersByTime(1_000);
    expect(done).toEqual([1, 3, 7, 5, 2, 0, 6, 4]);
  });

  it('is at exactly the planned time when the machine is a little late', () => {
    const clock = new PbxClock(10);
    const times: number[] = [];
    const again = () => {
      times.push(clock.now() - START);
      if (times.length < 5) clock.after(33, again);
    };
    clock.after(33, again);
    jest.setSystemTime(START + 100);
    jest.advanceTimersByTime(20);
    expect(times).toEqual([33, 66, 99, 132, 165]);
  });

  it('stands still with the machine, and makes up for it', () => {
    const clock = new PbxClock();
    let at = 0;
    clock.after(10, () => (at = clock.now()));
    clock.after(20_000, () => undefined);
    jest.setSystemTime(START + 2_000);
    jest.advanceTimersByTime(10);
    expect(at).toBe(START + 10);
    expect(clock.now()).toBeLessThan(START + 300);
    jest.advanceTimersByTime(4_990);
    expect(clock.now()).toBeGreaterThan(START + 6_200);
    jest.advanceTimersByTime(5_000);
    expect(clock.now()).toBe(START + 12_000);
  });

  it('tells whole milliseconds, also while it makes up for a stop', () => {
    const clock = new PbxClock();
    const times: number[] = [];
    clock.after(10, () => times.push(clock.now()));
    clock.after(20_000, () => undefined);
    jest.setSystemTime(START + 2_000);
    for (let step = 0; step < 100; step += 1) {
      jest.advanceTimersByTime(13);
      times.push(clock.now());
    }
    expect(times.filter((at) => !Number.isInteger(at))).toEqual([]);
  });

  it('comes late with what was planned before a long stop', () => {
    const clock = new PbxClock();
    let at = 0;
    clock.after(10, () => (at = clock.now()));
    jest.setSystemTime(START + 60_000);
    jest.advanceTimersByTime(10);
    expect(at).toBeGreaterThanOrEqual(START + 59_750);
  });

  it('does not go back when it finds that it stood still', () => {
    const clock = new PbxClock(20);
    clock.after(10, () => undefined);
    clock.after(60_000, () => undefined);
    jest.setSystemTime(START + 3_000);
    const before = clock.now();
    jest.advanceTimersByTime(1);
    expect(clock.now()).toBeGreaterThanOrEqual(before);
  });

  it('leaves out what was cancelled, before and while it works', () => {
    const clock = new PbxClock();
    const done: string[] = [];
    const cancels = [clock.after(10, () => done.push('cancelled'))];
    clock.after(20, () => cancels.forEach((cancel) => cancel()));
    cancels.push(clock.after(20, () => done.push('cancelled too')));
    cancels[0]?.();
    clock.after(30, () => done.push('done'));
    jest.advanceTimersByTime(100);
    expect(done).toEqual(['done']);
  });

  it('shows one time while something that was asked for is done, however long it takes', () => {
    const clock = new PbxClock(20);
    let plannedAt = 0;
    const [began, ended] = clock.atOnce(() => {
      const at = clock.now();
      jest.setSystemTime(START + 75);
      clock.after(1_000, () => (plannedAt = clock.now()));
      return [at, clock.atOnce(() => clock.now())];
    });
    expect(ended).toBe(began);
    expect(clock.now()).toBe(START + 1_500);
    jest.advanceTimersByTime(100);
    expect(plannedAt).toBe(START + 1_000);
  });

  it('does what is due first, and what is asked for after it', () => {
    const clock = new PbxClock();
    const done: [string, number][] = [];
    clock.after(100, () => done.push(['planned', clock.now() - START]));
    jest.setSystemTime(START + 150);
    clock.atOnce(() => done.push(['asked', clock.now() - START]));
    expect(done).toEqual([
      ['planned', 100],
      ['asked', 150],
    ]);
    jest.advanceTimersByTime(1_000);
    expect(done).toHaveLength(2);
  });

  it('is not stuck when what was asked for fails', () => {
    const clock = new PbxClock();
    expect(() =>
      clock.atOnce(() => {
        throw new Error('refused');
      }),
    ).toThrow('refused');
    jest.setSystemTime(START + 10);
    expect(clock.now()).toBe(START + 10);
  });

  it('never goes back, runs at its speed, and stops', () => {
    const clock = new PbxClock(20);
    jest.advanceTimersByTime(1_000);
    expect(clock.now()).toBe(START + 20_000);
    clock.after(1_000, () => undefined);
    clock.skewMs = 60_000;
    expect(clock.now()).toBe(START + 80_000);
    clock.stop();
    expect(jest.getTimerCount()).toBe(0);
  });
});
