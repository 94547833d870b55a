/** One field of a refused body or query. */
export interface ODataErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
}

/**
 * The only error this engine throws. `status` is the HTTP status of the answer,
 * `toBody()` its body: code and message are always there, details name the fields at fault.
 */
export class ODataError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code = '',
    readonly target?: string,
    readonly details: readonly ODataErrorDetail[] = [],
  ) {
    super(message);
    this.name = 'ODataError';
  }

  toBody(): { error: Record<string, unknown> } {
    return {
      error: {
        code: this.code,
        message: this.message,
        ...(this.target === undefined ? {} : { target: this.target }),
        ...(this.details.length === 0 ? {} : { details: this.details }),
      },
    };
  }
}

/** A query option or body that cannot be understood. */
export const badRequest = (message: string, target?: string): ODataError =>
  new ODataError(400, message, 'BadRequest', target);

/** A path, key or function call that names nothing. */
export const notFound = (message: string): ODataError => new ODataError(404, message, 'NotFound');
