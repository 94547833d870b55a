import { type FieldError, type ProblemCode, type ProblemKind, PROBLEMS } from './problems';

export interface RelayErrorOptions {
  /** What exactly is wrong, for the reader; the remedy of the code when absent. Never a secret. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Seconds after which a retry makes sense (`Retry-After`). */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/**
 * The one kind of error that libraries throw on purpose. It knows nothing of HTTP or sockets:
 * the filter of each transport reads the table of problems.
 */
export class RelayError extends Error {
  readonly detail: string;
  readonly errors: readonly FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ProblemCode,
    options: RelayErrorOptions = {},
  ) {
    super(options.detail ?? PROBLEMS[code].title, { cause: options.cause });
    this.name = 'RelayError';
    this.detail = options.detail ?? PROBLEMS[code].remedy;
    this.errors = options.errors;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get kind(): ProblemKind {
    return PROBLEMS[this.code];
  }
}
