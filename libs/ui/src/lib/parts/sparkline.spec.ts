import { linePath } from './sparkline';

const heights = (values: readonly number[]) =>
  [...linePath(values, 100, 40).matchAll(/ ([\d.]+)/g)].map(([, y]) => Number(y));

describe('linePath', () => {
  it('draws the highest value at the top and zero at the bottom', () => {
    expect(heights([0, 10])).toEqual([38, 2]);
  });

  it('runs what hardly changes through the middle', () => {
    const [first = 0, second = 0] = heights([5, 5]);
    expect(first).toBe(second);
    expect(first).toBeGreaterThan(10);
    expect(first).toBeLessThan(30);
  });

  it('draws nothing of a single value', () => {
    expect(linePath([7])).toBe('');
  });
});
