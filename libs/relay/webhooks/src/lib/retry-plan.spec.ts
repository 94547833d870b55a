import {
  afterFailure,
  BREAKER_FAILURES,
  type EndpointHealth,
  HEALTHY,
  readRetryAfter,
  RETRY_DELAYS_MS,
  retryDelayMs,
} from './retry-plan';

const NOW = Date.UTC(2026, 10, 21);

describe('the schedule of retries', () => {
  it('waits as long as is promised, and never less', () => {
    const seconds = RETRY_DELAYS_MS.map((ms) => ms / 1_000);
    expect(seconds).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]);
    for (const [index, planned] of RETRY_DELAYS_MS.entries()) {
      expect(retryDelayMs(index + 1, null, 0)).toBe(planned);
      expect(retryDelayMs(index + 1, null, 0.999)).toBeLessThanOrEqual(planned * 1.1);
    }
  });

  it('ends after the last delay, whatever the endpoint asks for', () => {
    expect(retryDelayMs(10, null, 0)).toBeNull();
    expect(retryDelayMs(10, 1_000, 0)).toBeNull();
  });

  it.each([
    ['what the endpoint asks for', 90_000, 90_000],
    ['a second at least', 0, 1_000],
    ['a day at most', 10 * 86_400_000, 86_400_000],
  ])('waits %s', (_what, asked, waits) => {
    expect(retryDelayMs(2, asked, 0.5)).toBe(waits);
  });
});

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    [new Date(NOW + 60_000).toUTCString(), 60_000],
    [new Date(NOW - 60_000).toUTCString(), 0],
    ['soon', null],
    ['-5', null],
    [undefined, null],
  ])('%s is %s ms', (header, expected) => {
    expect(readRetryAfter(header, NOW)).toBe(expected);
  });
});

describe('the breaker', () => {
  const failing = (times: number, retryAfterMs: number | null = null): EndpointHealth => {
    let health: EndpointHealth = HEALTHY;
    for (let n = 0; n < times; n += 1) {
      const isProbe = health.probeAt !== null;
      health = afterFailure(health, NOW + n, { retryAfterMs, isProbe });
    }
    return health;
  };

  it('opens with the tenth failure in a row, and remembers since when it fails', () => {
    expect(failing(BREAKER_FAILURES - 1).probeAt).toBeNull();
    expect(failing(BREAKER_FAILURES)).toEqual({
      ...{ failures: 10, failingSince: NOW, probeAt: NOW + 9 + 5_000 },
    });
  });

  it('lets probes go at growing intervals, up to 5 minutes', () => {
    expect(failing(11).probeAt).toBe(NOW + 10 + 10_000);
    expect(failing(200).probeAt).toBe(NOW + 199 + 300_000);
  });

  it('lets no probe go before the time that the endpoint asks for', () => {
    expect(failing(10, 3_600_000).probeAt).toBe(NOW + 9 + 3_600_000);
  });

  it('waits no longer for what was on its way when it opened', () => {
    const late = { retryAfterMs: null, isProbe: false };
    let health = failing(BREAKER_FAILURES);
    for (let n = 0; n < 9; n += 1) health = afterFailure(health, NOW + 100, late);
    expect(health).toEqual(failing(BREAKER_FAILURES));
    const asked = afterFailure(health, NOW + 100, { ...late, retryAfterMs: 60_000 });
    expect(asked.probeAt).toBe(NOW + 60_100);
  });
});
