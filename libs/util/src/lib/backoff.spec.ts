import { backoffDelayMs } from './backoff';

describe('backoffDelayMs', () => {
  const policy = { initialMs: 1_000, maxMs: 30_000, jitter: 0 };

  it('doubles from the initial delay up to the maximum', () => {
    expect([0, 1, 2, 3, 4, 5, 6].map((attempt) => backoffDelayMs(policy, attempt, 0))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ]);
  });

  it('stays at the maximum however often it is tried', () => {
    expect(backoffDelayMs(policy, 10_000, 0.99)).toBe(30_000);
  });

  it('spreads the delay over the jittered share alone', () => {
    const jittered = { ...policy, jitter: 0.5 };
    expect(backoffDelayMs(jittered, 0, 0)).toBe(500);
    expect(backoffDelayMs(jittered, 0, 0.999_999)).toBe(1_000);
  });
});
