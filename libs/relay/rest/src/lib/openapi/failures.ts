import { PROBLEM_MEDIA_TYPE, type ProblemCode, PROBLEMS } from '@3cx-relay/contracts';
import type { DeclaredRoute } from '../routes/route-spec';
import { failureHeaders } from './headers';
import type { JsonSchema } from './json-schema';

const KEY_PROBLEMS = [
  'UNAUTHENTICATED',
  'INVALID_KEY',
  'KEY_EXPIRED',
  'KEY_REVOKED',
  'NETWORK_NOT_ALLOWED',
  'TOO_MANY_REQUESTS',
  // Keys are in the store; what is known of them for a while is not enough for all.
  'STORE_UNAVAILABLE',
] as const satisfies readonly ProblemCode[];
const BODY_PROBLEMS = [
  'INVALID_REQUEST',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
] as const satisfies readonly ProblemCode[];

/** One answer per status, naming the codes it may carry, with an example of each. */
export function failures(route: DeclaredRoute): JsonSchema {
  const byStatus = Map.groupBy(codesOf(route), (code) => String(PROBLEMS[code].status));
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('; '),
        headers: failureHeaders(status, route.who !== 'public'),
        content: {
          [PROBLEM_MEDIA_TYPE]: {
            schema: { $ref: '#/components/schemas/Problem' },
            examples: Object.fromEntries(
              codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
            ),
          },
        },
      },
    ]),
  );
}

/** An example of each problem that one of these routes may answer with. */
export function problemExamples(routes: readonly DeclaredRoute[]): JsonSchema {
  const used = new Set(routes.flatMap((route) => [...codesOf(route)]));
  return Object.fromEntries(
    [...used].sort().map((code) => [code, { summary: PROBLEMS[code].title, value: example(code) }]),
  );
}

function codesOf(route: DeclaredRoute): Set<ProblemCode> {
  const isKeyed = route.who !== 'public';
  const needsScope = isKeyed && route.who !== 'anyKey';
  return new Set<ProblemCode>([
    // A body is read before the route is known, so that any request can fail on it.
    'INVALID_JSON',
    ...(isKeyed ? KEY_PROBLEMS : []),
    ...(needsScope ? (['INSUFFICIENT_SCOPE'] as const) : []),
    ...(route.body ? BODY_PROBLEMS : route.query ? (['INVALID_REQUEST'] as const) : []),
    ...(route.problems ?? []),
  ]);
}

/** Those whose remedy speaks of a detail that the error always has. */
const OWN_DETAILS: Readonly<Partial<Record<ProblemCode, string>>> = {
  INVALID_REQUEST: 'limit: must be from 1 to 1000',
  INSUFFICIENT_SCOPE: 'This needs the scope calls:control.',
  DN_NOT_ALLOWED: 'The key may not see or control 101.',
  NOT_FOUND: 'There is no such call now.',
  PBX_REFUSED:
    'The PBX answered 422 (The device cannot be answered remotely.) to POST /callcontrol/101/participants/7/answer. Only phones with remote control and route points can be answered.',
};

function example(code: ProblemCode): JsonSchema {
  const { title, status, remedy } = PROBLEMS[code];
  const detail = OWN_DETAILS[code] ?? remedy;
  return {
    type: `urn:3cx-relay:problem:${code}`,
    title,
    status,
    detail,
    code,
    requestId: '01KAFQ3V6K4Z8T9M2N5P7R1S3T',
    ...(code === 'INVALID_REQUEST'
      ? { errors: [{ field: 'limit', message: 'must be from 1 to 1000' }] }
      : {}),
  };
}
