import type { IncomingHttpHeaders } from 'node:http';

/** What a client brought to say who it is. */
export type Credentials =
  | { readonly kind: 'key'; readonly text: string }
  | { readonly kind: 'ticket'; readonly text: string };

const BEARER = /^Bearer +(\S+) *$/i;

/** The key of a request: `Authorization: Bearer KEY` or `X-API-Key: KEY`; the first wins. */
export function keyOfHeaders(headers: IncomingHttpHeaders): Credentials | undefined {
  const [, bearer] = BEARER.exec(headers.authorization ?? '') ?? [];
  const own = headers['x-api-key'];
  const text = bearer ?? (typeof own === 'string' ? own.trim() : undefined);
  return text ? { kind: 'key', text } : undefined;
}
