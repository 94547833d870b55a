/** Every error that leaves the product: one row each. `docs/errors.md` is made from this table. */
export interface ProblemKind {
  readonly title: string;
  readonly status: number;
  /** What the reader can do about it. */
  readonly remedy: string;
  /** Close code on a raw WebSocket, where the error ends the connection. */
  readonly closeCode?: number;
  /** Whether trying again later, unchanged, can help. */
  readonly retryable?: boolean;
}

const row = (status: number, title: string, remedy: string, more: Partial<ProblemKind> = {}) => ({
  status,
  title,
  remedy,
  ...more,
});

export const PROBLEMS = {
  INVALID_REQUEST: row(400, 'The request is not valid', 'Correct the fields listed in "errors".', {
    closeCode: 4400,
  }),
  INVALID_JSON: row(400, 'The body is not JSON', 'Send a well-formed JSON body.', {
    closeCode: 4400,
  }),
  UNAUTHENTICATED: row(
    401,
    'No credentials were sent',
    'Send the API key as "Authorization: Bearer KEY" or "X-API-Key: KEY".',
    { closeCode: 4401 },
  ),
  INVALID_KEY: row(401, 'The API key is not known', 'Check the key; it is shown once when made.', {
    closeCode: 4401,
  }),
  KEY_EXPIRED: row(401, 'The API key has expired', 'Ask an administrator for a new key.', {
    closeCode: 4401,
  }),
  KEY_REVOKED: row(401, 'The API key was revoked', 'Ask an administrator for a new key.', {
    closeCode: 4401,
  }),
  INVALID_TICKET: row(
    401,
    'The ticket is not valid',
    'A ticket works once, for 30 seconds: ask for a new one.',
    { closeCode: 4401 },
  ),
  INVALID_CREDENTIALS: row(401, 'Wrong user name or password', 'Check both and try again.'),
  NETWORK_NOT_ALLOWED: row(
    403,
    'The key may not be used from this network',
    "Add the client's network to the key, or connect from an allowed one.",
    { closeCode: 4403 },
  ),
  INSUFFICIENT_SCOPE: row(
    403,
    'The key lacks a scope',
    'Ask an administrator for a key with the scope named in "detail".',
    { closeCode: 4403 },
  ),
  INSUFFICIENT_ROLE: row(403, 'This needs another role', 'Ask an administrator.'),
  DN_NOT_ALLOWED: row(
    403,
    'The key may not see or control this DN',
    'Use a DN of the key, or ask for a key with this DN.',
    { closeCode: 4403 },
  ),
  CSRF_FAILED: row(403, 'The CSRF token is missing or wrong', 'Sign in again.'),
  PASSWORD_CHANGE_REQUIRED: row(
    403,
    'The password must be changed first',
    'POST /admin/password with the current and a new password.',
  ),
  NOT_FOUND: row(404, 'There is no such thing', 'Check the address.'),
  METHOD_NOT_ALLOWED: row(405, 'The method is not allowed here', 'Use a method of "Allow".'),
  CONFLICT: row(409, 'The request conflicts with the present state', 'Read the state again.'),
  EXTENSION_IN_USE: row(409, 'Another page holds the extension', 'Take it over, or leave it.'),
  PBX_REFUSED: row(409, 'The PBX refused', 'See "detail" for its reason and what to do.'),
  PAYLOAD_TOO_LARGE: row(413, 'The message is too large', 'Send less at once.', {
    closeCode: 4413,
  }),
  UNSUPPORTED_MEDIA_TYPE: row(415, 'The media type is not supported', 'Send application/json.'),
  TOO_MANY_REQUESTS: row(429, 'Too many requests', 'Wait as "Retry-After" says.', {
    closeCode: 4429,
    retryable: true,
  }),
  TOO_MANY_CONNECTIONS: row(429, 'Too many connections', 'Close one, or wait and try again.', {
    closeCode: 4429,
    retryable: true,
  }),
  INTERNAL_ERROR: row(500, 'The relay made an error', 'Report it with the requestId.', {
    retryable: true,
  }),
  PBX_UNAVAILABLE: row(503, 'The PBX is not reachable', 'Try again as "Retry-After" says.', {
    retryable: true,
  }),
  STORE_UNAVAILABLE: row(503, "The relay's store is not reachable", 'Try again later.', {
    retryable: true,
  }),
  PBX_TIMEOUT: row(504, 'The PBX did not answer in time', 'Try again; it may have acted.', {
    retryable: true,
  }),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;

/** The close codes of raw WebSocket connections that no problem code stands for. */
export const CLOSE_CODES = {
  badMessage: 4400,
  unauthorized: 4401,
  authTimeout: 4408,
  forbidden: 4403,
  tooLarge: 4413,
  tooMany: 4429,
  tooSlow: 4508,
  restart: 1012,
} as const;

/** One fault of a request: `field` is a path such as `limit` or `call_groups[0].number`. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** The body of every error: RFC 9457 `application/problem+json`. */
export interface ProblemDto {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly requestId: string;
  readonly errors?: readonly FieldError[];
}
