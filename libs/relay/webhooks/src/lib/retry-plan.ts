const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** What is waited after each failure in turn; when all are used up the delivery has failed. */
export const RETRY_DELAYS_MS: readonly number[] = [
  ...[5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS],
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR_MS),
];
/** Only ever later: nobody is sent an event sooner than the schedule says. */
const JITTER = 0.1;
const MIN_RETRY_AFTER_MS = SECOND_MS;

export const BREAKER_FAILURES = 10;
const PROBE_MS = { first: 5 * SECOND_MS, max: 5 * MINUTE_MS };
/** An endpoint that failed for this long is disabled. */
export const GIVE_UP_AFTER_MS = 5 * DAY_MS;

/**
 * How long a delivery waits after a failure.
 * @param tries failures so far, this one included
 * @param retryAfterMs what the endpoint asked for; it counts instead of the schedule
 * @param random a number in [0, 1)
 * @returns `null` when there is no further attempt
 */
export function retryDelayMs(
  tries: number,
  retryAfterMs: number | null,
  random: number,
): number | null {
  const planned = RETRY_DELAYS_MS[tries - 1];
  if (planned === undefined) return null;
  if (retryAfterMs !== null) return Math.min(DAY_MS, Math.max(MIN_RETRY_AFTER_MS, retryAfterMs));
  return Math.round(planned * (1 + JITTER * random));
}

/** How an endpoint fares. Times are milliseconds since the epoch. */
export interface EndpointHealth {
  readonly failures: number;
  readonly failingSince: number | null;
  readonly probeAt: number | null;
}

export const HEALTHY: EndpointHealth = { failures: 0, failingSince: null, probeAt: null };

/**
 * After 10 failures in a row the breaker opens; each probe that fails doubles the wait. What was on
 * its way when it opened tells nothing new: ten that fail at once are one outage.
 */
export function afterFailure(
  health: EndpointHealth,
  now: number,
  { retryAfterMs, isProbe }: { retryAfterMs: number | null; isProbe: boolean },
): EndpointHealth {
  const { failures, failingSince, probeAt } = health;
  const askedAt = now + Math.min(retryAfterMs ?? 0, DAY_MS);
  if (probeAt !== null && !isProbe) return { ...health, probeAt: Math.max(probeAt, askedAt) };
  const inRow = failures + 1;
  const beyond = inRow - BREAKER_FAILURES;
  const wait = Math.min(PROBE_MS.max, PROBE_MS.first * 2 ** Math.min(beyond, 20));
  return {
    failures: inRow,
    failingSince: failingSince ?? now,
    probeAt: beyond < 0 ? null : Math.max(now + wait, askedAt),
  };
}

/** Seconds or an HTTP date. @returns milliseconds from now on; `null` when it says nothing */
export function readRetryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND_MS;
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
