import type { IncomingMessage } from 'node:http';
import { clientAddress, isWithin } from '@3cx-relay/api-keys';
import type { RequestOrigin } from '../auth/admin-session';

/** Where a request came from; forwarded addresses are believed from trusted proxies alone. */
export function originOf(
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  trustedProxies: readonly string[],
): RequestOrigin {
  const forwarded = request.headers['x-forwarded-for'];
  return {
    address: clientAddress(
      request.socket.remoteAddress,
      Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
      trustedProxies,
    ),
    userAgent: request.headers['user-agent'] ?? null,
  };
}

/** Whether the client's side is encrypted: our own TLS, or a trusted proxy's. */
export function isEncrypted(
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  trustedProxies: readonly string[],
): boolean {
  if ('encrypted' in request.socket && request.socket.encrypted === true) return true;
  const proto = request.headers['x-forwarded-proto'];
  const https =
    String(proto ?? '')
      .split(',', 1)[0]
      ?.trim()
      .toLowerCase() === 'https';
  // The peer itself is the proxy: without X-Forwarded-For the address is the peer's.
  const peer = clientAddress(request.socket.remoteAddress, undefined, []);
  return https && isWithin(peer, trustedProxies);
}
