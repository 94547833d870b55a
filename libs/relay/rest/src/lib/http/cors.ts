import type { IncomingMessage, ServerResponse } from 'node:http';

const METHODS = 'GET, POST, PATCH, DELETE';
const REQUEST_HEADERS =
  'Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-API-Key, X-Request-Id';
const SHOWN_HEADERS =
  'RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Request-Id';
const DAY_SECONDS = 86_400;

/** Pages of the named origins may call `/relay` with a key; nobody else, and never with cookies. */
export function cors(origins: readonly string[]) {
  return (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    if (origins.length === 0 || !request.url?.startsWith('/relay')) return next();
    response.appendHeader('Vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || !(origins.includes(origin) || origins.includes('*'))) return next();
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Expose-Headers', SHOWN_HEADERS);
    const isPreflight = request.headers['access-control-request-method'] !== undefined;
    if (request.method !== 'OPTIONS' || !isPreflight) return next();
    response.setHeader('Access-Control-Allow-Methods', METHODS);
    response.setHeader('Access-Control-Allow-Headers', REQUEST_HEADERS);
    response.setHeader('Access-Control-Max-Age', String(DAY_SECONDS));
    response.writeHead(204).end();
  };
}
