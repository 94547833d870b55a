import type { ProblemDto } from './problems';
import type { RelayError } from './relay-error';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** What a client is told of an error: the RFC 9457 body. The cause stays inside. */
export function toProblem(error: RelayError, requestId: string): ProblemDto {
  return {
    type: `urn:3cx-relay:problem:${error.code}`,
    title: error.kind.title,
    status: error.kind.status,
    detail: error.detail,
    code: error.code,
    requestId,
    ...(error.errors ? { errors: error.errors } : {}),
  };
}

/** Headers that go with an error, by lower-case name. */
export function problemHeaders(error: RelayError): Record<string, string> {
  const { status } = error.kind;
  const retry = error.retryAfterSeconds ?? (status === 429 || status === 503 ? 5 : undefined);
  return {
    ...(retry === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(retry))) }),
    ...(status === 401 ? { 'www-authenticate': 'Bearer realm="3cx-relay"' } : {}),
  };
}
