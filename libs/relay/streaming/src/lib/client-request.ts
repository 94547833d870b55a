import type { IncomingMessage } from 'node:http';
import { clientAddress } from '@3cx-relay/api-keys';

/** The address of the client behind a request, past the proxies that are trusted. */
export function addressOf(request: IncomingMessage, trustProxy: readonly string[]): string {
  const forwarded = request.headers['x-forwarded-for'];
  const text = Array.isArray(forwarded) ? forwarded.join(',') : forwarded;
  return clientAddress(request.socket.remoteAddress, text, trustProxy);
}
