import { ADMIN } from '@3cx-relay/testing';

export interface SignedIn {
  readonly call: (method: string, route: string, body?: unknown) => Promise<Response>;
}

/** Signs in at the admin API as a program would: cookies by hand, with the CSRF token. */
export async function signIn(url: string, who = ADMIN): Promise<SignedIn> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/admin/login`, {
    method: 'POST',
    headers,
    body: JSON.stringify(who),
  });
  if (!answer.ok) throw new Error(`no sign-in: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  return {
    call: (method, route, body) =>
      fetch(`${url}/admin${route}`, {
        method,
        headers: { ...headers, cookie, 'x-csrf-token': csrfToken },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}
