import { ManualClock } from '@3cx-relay/util';
import { FAILURES_PER_MINUTE, type SignInAttempt, SignInLimits } from './sign-in-limits';

const attempt = (more: Partial<SignInAttempt> = {}): SignInAttempt => ({
  address: '10.0.0.1',
  username: 'admin',
  device: null,
  ...more,
});

const tooMany = expect.objectContaining({ code: 'TOO_MANY_REQUESTS' });

function givenFailures(count: number, of = attempt()) {
  const clock = new ManualClock();
  const limits = new SignInLimits(clock);
  for (let n = 0; n < count; n += 1) limits.failed(of);
  const refused = (who: SignInAttempt) => {
    try {
      limits.check(who);
      return undefined;
    } catch (error) {
      return error;
    }
  };
  return { clock, limits, refused };
}

describe('SignInLimits', () => {
  it('refuses after five failures of one user from one address, and says how long', () => {
    expect(givenFailures(FAILURES_PER_MINUTE - 1).refused(attempt())).toBeUndefined();
    expect(givenFailures(FAILURES_PER_MINUTE).refused(attempt())).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      retryAfterSeconds: 60,
    });
  });

  it('counts a user whatever the case of the name', () => {
    const { refused } = givenFailures(5, attempt({ username: 'Admin' }));
    expect(refused(attempt({ username: 'aDMIN' }))).toEqual(tooMany);
  });

  it('counts by address too, so that trying many users does not help', () => {
    const { limits, refused } = givenFailures(0);
    for (const username of ['a', 'b', 'c', 'd', 'e']) limits.failed(attempt({ username }));
    expect(refused(attempt({ username: 'f' }))).toEqual(tooMany);
  });

  it('never locks a user out elsewhere', () => {
    expect(givenFailures(50).refused(attempt({ address: '10.0.0.2' }))).toBeUndefined();
  });

  it('never locks out a browser that signed in before, but counts it by itself', () => {
    const { limits, refused } = givenFailures(50);
    const known = attempt({ device: 'browser-1' });
    expect(refused(known)).toBeUndefined();
    for (let n = 0; n < 5; n += 1) limits.failed(known);
    expect(refused(known)).toEqual(tooMany);
  });

  it('ends by itself after a minute, however often somebody tried in between', async () => {
    const { clock, refused } = givenFailures(5);
    for (let n = 0; n < 59; n += 1) {
      await clock.advance(1_000);
      expect(refused(attempt())).toEqual(tooMany);
    }
    await clock.advance(1_000);
    expect(refused(attempt())).toBeUndefined();
  });

  it('forgets the failures of a user who got in, and keeps those of the address', () => {
    const { limits, refused } = givenFailures(4, attempt({ username: 'other' }));
    limits.failed(attempt());
    limits.succeeded(attempt());
    expect(refused(attempt())).toBeUndefined();
    limits.failed(attempt());
    expect(refused(attempt())).toEqual(tooMany);
  });

  it('keeps its memory bounded under a flood of addresses', () => {
    const { limits } = givenFailures(0);
    for (let n = 0; n < 30_000; n += 1) limits.failed(attempt({ address: `10.${n}` }));
    expect(Reflect.get(limits, 'failures')).toHaveProperty('size', 20_000);
  });
});
