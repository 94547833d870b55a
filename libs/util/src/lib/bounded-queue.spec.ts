import { BoundedQueue } from './bounded-queue';

describe('BoundedQueue', () => {
  it('refuses what is past its bound and says so', () => {
    const queue = new BoundedQueue<number>(2);
    expect([queue.offer(1), queue.offer(2), queue.offer(3)]).toEqual([
      'accepted',
      'accepted',
      'full',
    ]);
    expect(queue.take()).toBe(1);
    expect(queue.offer(4)).toBe('accepted');
    expect(queue.takeMany(10)).toEqual([2, 4]);
    expect(queue.take()).toBeUndefined();
  });

  it('keeps the order over many takes', () => {
    const queue = new BoundedQueue<number>(10_000);
    for (let n = 0; n < 5_000; n += 1) queue.offer(n);
    const taken = Array.from({ length: 5_000 }, () => queue.take());
    expect(taken).toEqual(Array.from({ length: 5_000 }, (_, n) => n));
    expect(queue.size).toBe(0);
  });
});
