import { ManualClock } from '@3cx-relay/util';
import { KeyShares } from './key-shares';
import { RateLimiter } from './rate-limiter';

describe('the rate limit of a key', () => {
  it('allows as many requests a minute as the key has, and tells how many are left', () => {
    const limiter = new RateLimiter(new ManualClock(), new KeyShares());
    expect(limiter.take('a', 2)).toEqual({
      allowed: true,
      limit: 2,
      remaining: 1,
      resetSeconds: 60,
    });
    expect(limiter.take('a', 2)).toMatchObject({ allowed: true, remaining: 0 });
    expect(limiter.take('a', 2)).toMatchObject({ allowed: false, remaining: 0 });
  });

  it('counts each key by itself', () => {
    const limiter = new RateLimiter(new ManualClock(), new KeyShares());
    limiter.take('a', 1);
    expect(limiter.take('b', 1)).toMatchObject({ allowed: true });
  });

  it('begins anew after a minute, and says in how many seconds that is', async () => {
    const clock = new ManualClock();
    const limiter = new RateLimiter(clock, new KeyShares());
    limiter.take('a', 1);
    await clock.advance(45_500);
    expect(limiter.take('a', 1)).toMatchObject({ allowed: false, resetSeconds: 15 });
    await clock.advance(14_500);
    expect(limiter.take('a', 1)).toMatchObject({ allowed: true, resetSeconds: 60 });
  });

  it.each([56_035.8488, 45_375.7992, 44_099.6735])(
    'never tells more than the minute, by a clock of fractions such as %d',
    (at) => {
      const limiter = new RateLimiter(new ManualClock(at), new KeyShares());
      expect(limiter.take('a', 1)).toMatchObject({ resetSeconds: 60 });
    },
  );

  it('does not limit a key whose limit is 0', () => {
    expect(new RateLimiter(new ManualClock(), new KeyShares()).take('a', 0)).toBeUndefined();
  });

  it('counts what the key does on other nodes', () => {
    const shares = new KeyShares();
    const limiter = new RateLimiter(new ManualClock(), shares);
    shares.replace(new Map([['a', { connections: 0, requests: 3 }]]));
    expect(limiter.take('a', 5)).toMatchObject({ allowed: true, remaining: 1 });
    expect(limiter.take('a', 5)).toMatchObject({ allowed: true, remaining: 0 });
    expect(limiter.take('a', 5)).toMatchObject({ allowed: false, remaining: 0 });
    expect(limiter.take('b', 5)).toMatchObject({ remaining: 4 });
  });
});
