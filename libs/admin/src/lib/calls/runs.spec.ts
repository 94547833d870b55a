import { runsOf } from './runs';

describe('runsOf', () => {
  it('joins what lies close together and leaves out what lies far apart', () => {
    expect(runsOf([5, 7, 100, 5_000, 5_001])).toEqual([
      { first: 5, last: 100 },
      { first: 5_000, last: 5_001 },
    ]);
    expect(runsOf([])).toEqual([]);
  });

  it('makes no run that is longer than a page', () => {
    const runs = runsOf(Array.from({ length: 50 }, (_, n) => 1 + n * 90));
    expect(runs.every((run) => run.last - run.first < 1_000)).toBe(true);
    expect(runs.length).toBeGreaterThan(1);
  });
});
