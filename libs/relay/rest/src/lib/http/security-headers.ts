import type { IncomingMessage, ServerResponse } from 'node:http';

const EVERYWHERE = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
} as const;

/** For answers that no browser should render; pages set a policy of their own. */
const API_ONLY = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
} as const;

export function secure(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  const isApi = request.url === '/relay' || request.url?.startsWith('/relay/') === true;
  const headers = isApi ? { ...EVERYWHERE, ...API_ONLY } : EVERYWHERE;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  next();
}
