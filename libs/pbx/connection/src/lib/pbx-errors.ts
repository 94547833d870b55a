import { type ProblemCode, RelayError, type RelayErrorOptions } from '@3cx-relay/contracts';

/** Why the PBX did not do what it was asked for. */
export const PBX_FAULTS = [
  'unauthorized',
  'forbidden',
  'notFound',
  'refused',
  'unavailable',
  'timeout',
  'unintelligible',
] as const;
export type PbxFault = (typeof PBX_FAULTS)[number];

const CODE_OF_FAULT = {
  unauthorized: 'PBX_UNAVAILABLE',
  forbidden: 'PBX_REFUSED',
  notFound: 'NOT_FOUND',
  refused: 'PBX_REFUSED',
  unavailable: 'PBX_UNAVAILABLE',
  timeout: 'PBX_TIMEOUT',
  unintelligible: 'PBX_UNAVAILABLE',
} as const satisfies Record<PbxFault, ProblemCode>;

/** Seconds after which a retry makes sense when the PBX does not say. */
const DEFAULT_RETRY_AFTER_SECONDS = 5;

export interface PbxErrorOptions extends RelayErrorOptions {
  /** HTTP status of the answer, if there was one. */
  readonly status?: number;
  /** The PBX's own reason, as it sent it. */
  readonly reason?: string;
  /** What the user can do about it. */
  readonly remedy?: string;
}

/**
 * Every failure of a request to the PBX. `detail` holds the reason and the remedy, never a secret;
 * the transport filters show it as `PBX_REFUSED`, `PBX_UNAVAILABLE`, `PBX_TIMEOUT` or `NOT_FOUND`.
 */
export class PbxError extends RelayError {
  readonly status: number | undefined;
  readonly reason: string | undefined;
  readonly remedy: string | undefined;

  constructor(
    readonly fault: PbxFault,
    options: PbxErrorOptions = {},
  ) {
    super(CODE_OF_FAULT[fault], withRetryAfter(fault, options));
    this.name = 'PbxError';
    this.status = options.status;
    this.reason = options.reason;
    this.remedy = options.remedy;
  }
}

function withRetryAfter(fault: PbxFault, options: PbxErrorOptions): RelayErrorOptions {
  const parts = [options.detail, options.remedy].filter((part) => part !== undefined);
  const retryAfterSeconds =
    options.retryAfterSeconds ??
    (CODE_OF_FAULT[fault] === 'PBX_UNAVAILABLE' ? DEFAULT_RETRY_AFTER_SECONDS : undefined);
  return {
    ...(parts.length > 0 ? { detail: parts.join(' ') } : {}),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(options.cause === undefined ? {} : { cause: options.cause }),
  };
}

export function isPbxError(error: unknown, ...faults: readonly PbxFault[]): error is PbxError {
  return error instanceof PbxError && (faults.length === 0 || faults.includes(error.fault));
}
