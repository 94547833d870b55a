import { Injectable, signal } from '@angular/core';
import { AdminApi, type Send } from '../../generated/admin-api';
import { toFailure, unreachable } from './api-failure';

const REQUEST_TIMEOUT_MS = 30_000;
/** Answers after which this page has no session any more. */
const SESSION_OVER = ['UNAUTHENTICATED', 'CSRF_FAILED'];

/** The typed API over `fetch`, with the cookie of this page and its CSRF token. */
@Injectable({ providedIn: 'root' })
export class ApiAccess {
  private readonly lost = signal(0);
  private csrfToken: string | null = null;

  /** Grows whenever the server says that nobody is signed in any more. */
  readonly sessionLost = this.lost.asReadonly();
  private readonly send: Send = (method, path, parts) => this.request(method, path, parts);
  readonly admin = new AdminApi(this.send);

  useCsrfToken(token: string | null): void {
    this.csrfToken = token;
  }

  private async request(
    method: string,
    path: string,
    { query, body }: { readonly query?: object; readonly body?: unknown } = {},
  ): Promise<never> {
    const answer = await fetch(path + queryText(query), {
      method,
      credentials: 'same-origin',
      headers: this.headers(method, body),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch(() => {
      throw unreachable();
    });
    const content: unknown =
      answer.status === 204 ? undefined : await answer.json().catch(() => undefined);
    if (answer.ok) return content as never;
    const failure = toFailure(answer.status, content);
    if (SESSION_OVER.includes(failure.code)) this.lost.update((times) => times + 1);
    throw failure;
  }

  private headers(method: string, body: unknown): Record<string, string> {
    return {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(method !== 'GET' && this.csrfToken ? { 'X-CSRF-Token': this.csrfToken } : {}),
    };
  }
}

/** `?a=1&b=2` of what is set; empty text counts as not set. */
export function queryText(query: object | undefined): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]: [string, unknown]) =>
    value === undefined || value === null || value === ''
      ? []
      : [[name, String(value as string | number | boolean)]],
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs).toString()}` : '';
}
