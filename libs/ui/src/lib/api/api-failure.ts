import type { Problem } from '../../generated/admin-api';
import { UI_TEXTS } from '../ui-texts';

/** A request that did not succeed: what the server said, or that it could not be reached. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';

  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly fields: Readonly<Record<string, string>> = {},
    readonly requestId: string | null = null,
  ) {
    super(detail);
  }

  /** What is wrong with a field, or with one entry of its list. */
  at(field: string): string | undefined {
    return Object.entries(this.fields).find(([name]) => name.split(/[.[]/)[0] === field)?.[1];
  }

  /** What went wrong and what to do about it, in whole sentences. */
  get explanation(): string {
    const { detail, advice } = this;
    return `${/[.!?]$/.test(detail) ? detail : `${detail}.`} ${advice}`.trim();
  }

  /** What to do about it, for people. */
  get advice(): string {
    return UI_TEXTS.failure.advice[this.code] ?? UI_TEXTS.failure.advice['OTHER'] ?? '';
  }
}

export function unreachable(): ApiFailure {
  const { title, detail } = UI_TEXTS.failure.unreachable;
  return new ApiFailure(0, 'UNREACHABLE', title, detail);
}

/** Reads a problem+json body; anything else (a proxy's page, say) becomes a plain failure. */
export function toFailure(status: number, body: unknown): ApiFailure {
  if (!isProblem(body)) {
    const { title, detail } = UI_TEXTS.failure.unexpected;
    return new ApiFailure(status, `HTTP_${status}`, title, detail(status));
  }
  const fields = Object.fromEntries(
    (body.errors ?? []).map(({ field, message }) => [field, message]),
  );
  return new ApiFailure(status, body.code, body.title, body.detail, fields, body.requestId);
}

/** Whatever was thrown, as a failure that can be shown. */
export function asFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error;
  if (error instanceof Error && error.cause instanceof ApiFailure) return error.cause;
  const { title } = UI_TEXTS.failure.unexpected;
  return new ApiFailure(0, 'PAGE_ERROR', title, error instanceof Error ? error.message : title);
}

function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' &&
    body !== null &&
    'code' in body &&
    typeof body.code === 'string' &&
    'detail' in body &&
    typeof body.detail === 'string'
  );
}
