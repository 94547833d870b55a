import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const HEADER = 'X-Request-Id';
/** What a client or proxy may call its request; anything else gets a name of ours. */
const ACCEPTABLE = /^[\w.:-]{1,64}$/;

/** Names every request, so that an answer can be found in the logs. */
export function nameRequest(
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void {
  const sent = request.headers['x-request-id'];
  const own = typeof sent === 'string' && ACCEPTABLE.test(sent) ? sent : randomUUID();
  response.setHeader(HEADER, own);
  next();
}

export function requestIdOf(response: ServerResponse): string {
  const id = response.getHeader(HEADER);
  if (typeof id === 'string') return id;
  const made = randomUUID();
  if (!response.headersSent) response.setHeader(HEADER, made);
  return made;
}
