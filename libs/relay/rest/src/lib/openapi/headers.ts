import type { JsonSchema } from './json-schema';

const whole = { type: 'integer', minimum: 0 };

/** Every header that answers refer to, described once. */
export const HEADERS = {
  RequestId: {
    description: 'Names this request in the logs of the relay; the one that was sent, if any.',
    required: true,
    schema: { type: 'string' },
  },
  RateLimit: {
    description: 'Requests per minute that the key has; without a limit none of the three is sent.',
    schema: whole,
  },
  RateLimitRemaining: { description: 'How many of them are left.', schema: whole },
  RateLimitReset: { description: 'Seconds until all of them are there again.', schema: whole },
  RetryAfter: {
    description: 'Seconds after which to try again.',
    required: true,
    schema: whole,
  },
} as const satisfies Record<string, JsonSchema>;

const refer = (name: keyof typeof HEADERS) => ({ $ref: `#/components/headers/${name}` });
const REQUEST_ID = { 'X-Request-Id': refer('RequestId') };
const LIMITS = {
  'RateLimit-Limit': refer('RateLimit'),
  'RateLimit-Remaining': refer('RateLimitRemaining'),
  'RateLimit-Reset': refer('RateLimitReset'),
};

/** What an answer to a key tells of its limits. */
export function successHeaders(isKeyed: boolean): JsonSchema {
  return { ...REQUEST_ID, ...(isKeyed ? LIMITS : {}) };
}

/** Without a good key nobody has limits to be told. */
export function failureHeaders(status: string, isKeyed: boolean): JsonSchema {
  const mayRetry = status === '429' || status === '503';
  return {
    ...REQUEST_ID,
    ...(isKeyed && status !== '401' ? LIMITS : {}),
    ...(mayRetry ? { 'Retry-After': refer('RetryAfter') } : {}),
  };
}
