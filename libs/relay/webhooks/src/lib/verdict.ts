import type { ClaimedDelivery } from './delivery';
import type { Verdict } from './delivery-queue';
import type { Endpoint } from './endpoint';
import { afterFailure, GIVE_UP_AFTER_MS, HEALTHY, retryDelayMs } from './retry-plan';
import type { Outcome } from './webhook-sender';

const REASONS = {
  gone: 'It answered 410 Gone.',
  disable: 'It asked to be disabled.',
} as const;
export const GAVE_UP = 'It failed for 5 days.';

/** What becomes of a delivery for an outcome. A probe does not count in its schedule. */
export function verdictOf(
  delivery: ClaimedDelivery,
  outcome: Outcome,
  { now, random, isProbe }: { now: number; random: number; isProbe: boolean },
): Verdict {
  if (outcome.isDelivered) return { state: 'delivered' };
  if (outcome.wish === 'abort-message') return { state: 'aborted' };
  if (isProbe) return { state: 'pending', tries: delivery.tries, nextAttemptAt: null };
  const tries = delivery.tries + 1;
  const delay = retryDelayMs(tries, outcome.retryAfterMs, random);
  if (delay === null) return { state: 'failed' };
  return { state: 'pending', tries, nextAttemptAt: now + delay };
}

/** How the endpoint stands after an outcome. */
export function endpointAfter(
  endpoint: Endpoint,
  outcome: Outcome,
  { now, isProbe }: { now: number; isProbe: boolean },
): Endpoint {
  const { wish, isDelivered, retryAfterMs } = outcome;
  const { failures, failingSince, probeAt } = endpoint;
  const health = isDelivered
    ? HEALTHY
    : afterFailure({ failures, failingSince, probeAt }, now, { retryAfterMs, isProbe });
  const after = {
    ...endpoint,
    ...health,
    ...(isDelivered ? { lastDeliveredAt: now } : {}),
  };
  const reason = reasonToDisable(after, wish, now);
  if (reason === null || !endpoint.enabled) return after;
  return { ...after, enabled: false, disabledReason: reason };
}

function reasonToDisable(
  { failingSince }: Endpoint,
  wish: Outcome['wish'],
  now: number,
): string | null {
  if (wish === 'gone' || wish === 'disable') return REASONS[wish];
  return failingSince !== null && now - failingSince >= GIVE_UP_AFTER_MS ? GAVE_UP : null;
}
