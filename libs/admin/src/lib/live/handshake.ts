import { parseInput, RelayError } from '@3cx-relay/contracts';
import { z } from 'zod';
import { readToken } from '../api/cookies';

interface Handshake {
  readonly headers: {
    readonly authorization?: string | undefined;
    readonly cookie?: string | undefined;
    readonly origin?: string | undefined;
    readonly host?: string | undefined;
    readonly 'x-forwarded-host'?: string | string[] | undefined;
  };
  readonly auth: unknown;
}

/** What a dashboard may send along: a token where it has no cookie, and its time zone. */
const authSchema = z.object({
  token: z.string().max(4_096).optional(),
  timeZone: z.string().max(64).optional(),
});

export interface Greeting {
  readonly token: string;
  readonly timeZone: string | undefined;
}

/**
 * Reads who connects. A cookie is believed from our own pages alone: browsers send it with sockets
 * that pages of another origin on the same host open.
 * @throws RelayError INVALID_REQUEST, UNAUTHENTICATED, CSRF_FAILED
 */
export function readHandshake({ headers, auth }: Handshake, publicUrl: string | null): Greeting {
  const { token, timeZone } = parseInput(authSchema, auth ?? {});
  if (token !== undefined) return { token, timeZone };
  const sent = readToken(headers);
  if (!sent) throw new RelayError('UNAUTHENTICATED', { detail: 'Sign in first.' });
  if (sent.byCookie && !isOwnOrigin(headers, publicUrl)) {
    throw new RelayError('CSRF_FAILED', { detail: 'Pages of another origin may not connect.' });
  }
  return { token: sent.token, timeZone };
}

function isOwnOrigin(headers: Handshake['headers'], publicUrl: string | null): boolean {
  // Programs that are no browser send none; a page can set neither Host nor forwarded headers.
  if (headers.origin === undefined) return true;
  if (!URL.canParse(headers.origin)) return false;
  const forwarded = headers['x-forwarded-host'];
  const ours = publicUrl === null ? undefined : new URL(publicUrl).host;
  return [headers.host, forwarded, ours].includes(new URL(headers.origin).host);
}
