import type { JsonSchema } from './json-schema';

const whole = { type: 'integer', minimum: 0 };

/** Every header that answers refer to, described once. */
export const HEADERS = {
  RequestId: {
    description: 'Names this request in the logs of the relay; the one that was sent, if any.',
    schema: { type: 'string' },
  },
  RateLimit: { description: 'Requests per minute that the key has.', schema: whole },
  RateLimitRemaining: { description: 'How many of them are left.', schema: whole },
  RateLimitReset: { description: 'Seconds until all of them are there again.', schema: whole },
  RetryAfter: { description: 'Seconds after which to try again.', schema: whole },
} as const satisfies Record<string, JsonSchema>;

const refer = (name: keyof typeof HEADERS) => ({ $ref: `#/components/headers/${name}` });
const REQUEST_ID = { 'X-Request-Id': refer('RequestId') };

/** What an answer to a key tells of its limits. */
export function successHeaders(isKeyed: boolean): JsonSchema {
  if (!isKeyed) return REQUEST_ID;
  return {
    ...REQUEST_ID,
    'RateLimit-Limit': refer('RateLimit'),
    'RateLimit-Remaining': refer('RateLimitRemaining'),
    'RateLimit-Reset': refer('RateLimitReset'),
  };
}

export function failureHeaders(status: string): JsonSchema {
  const mayRetry = status === '429' || status === '503';
  return { ...REQUEST_ID, ...(mayRetry ? { 'Retry-After': refer('RetryAfter') } : {}) };
}
