import { Lru } from './lru';

describe('Lru', () => {
  it('forgets what was not used for longest once it is full', () => {
    const kept = new Lru<string, number>(2);
    kept.set('a', 1);
    kept.set('b', 2);
    expect(kept.get('a')).toBe(1);
    kept.set('c', 3);
    expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([1, undefined, 3]);
    kept.set('c', 4);
    kept.delete('a');
    expect([kept.size, kept.get('c')]).toEqual([1, 4]);
    kept.clear();
    expect([kept.size, kept.get('c')]).toEqual([0, undefined]);
  });
});
