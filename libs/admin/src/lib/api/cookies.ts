import type { Response } from 'express';

export const SESSION_COOKIE = 'admin_token';
export const DEVICE_COOKIE = 'admin_device';
const DEVICE_DAYS = 365;
const DAY_MS = 86_400_000;

/** One cookie of a `Cookie` header. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const pair = header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}

/**
 * The token of a request: `Authorization: Bearer` first, as it was set on purpose, then the cookie.
 * Requests that a page is tricked into carry the cookie alone, hence `byCookie`.
 */
export function readToken(headers: {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
}): { readonly token: string; readonly byCookie: boolean } | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return { token: bearer, byCookie: false };
  const cookie = readCookie(headers.cookie, SESSION_COOKIE);
  return cookie === undefined || cookie === '' ? undefined : { token: cookie, byCookie: true };
}

const OPTIONS = { httpOnly: true, sameSite: 'strict', path: '/' } as const;

/** `encrypted`: the client's side is HTTPS, so that the cookie may never leave without. */
export function setSessionCookie(
  response: Response,
  token: string,
  expires: Date,
  encrypted: boolean,
): void {
  response.cookie(SESSION_COOKIE, token, { ...OPTIONS, secure: encrypted, expires });
}

export function clearSessionCookie(response: Response, encrypted: boolean): void {
  response.clearCookie(SESSION_COOKIE, { ...OPTIONS, secure: encrypted });
}

export function setDeviceCookie(response: Response, token: string, encrypted: boolean): void {
  const maxAge = DEVICE_DAYS * DAY_MS;
  response.cookie(DEVICE_COOKIE, token, { ...OPTIONS, secure: encrypted, maxAge });
}
