import { type DeliveryAttempt, milliseconds } from '@3cx-relay/ui';
import { DELIVERIES_TEXTS } from '../../texts/integrate';

/** What came of an attempt, such as "HTTP 200 after 12 ms"; without an answer, why there is none. */
export function attemptText({ status, error, durationMs }: DeliveryAttempt): string {
  const answer = status === null ? (error ?? DELIVERIES_TEXTS.noAnswer) : `HTTP ${status}`;
  return DELIVERIES_TEXTS.attempt(answer, milliseconds(durationMs));
}
