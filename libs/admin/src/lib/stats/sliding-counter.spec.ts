import { SlidingCounter } from './sliding-counter';

describe('SlidingCounter', () => {
  it('counts what lies within the asked seconds', () => {
    const counter = new SlidingCounter(300);
    counter.add(0);
    counter.add(10_000, 4);
    counter.add(59_999);
    expect(counter.sum(59_999, 60)).toBe(6);
    expect(counter.sum(60_000, 60)).toBe(5);
    expect(counter.sum(69_999, 60)).toBe(5);
    expect(counter.sum(70_000, 60)).toBe(1);
  });

  it('forgets what is older than its span when a slot is used again', () => {
    const counter = new SlidingCounter(5);
    counter.add(1_000, 7);
    counter.add(6_000, 2);
    expect(counter.sum(6_000, 5)).toBe(2);
  });
});
