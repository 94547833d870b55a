import { errorCode, errorMessage } from '@3cx-relay/util';
import type { AxiosInstance } from 'axios';
import { PbxError } from './pbx-errors';
import { timeLimit } from './time-limit';

export interface ExchangeRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface ExchangeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** From sending to the last byte, in milliseconds. */
  readonly tookMs: number;
}

/**
 * One request and its whole answer, whatever the status.
 * @throws PbxError `timeout`, `unavailable` (not reached, broken off); the signal's reason if it aborted
 */
export async function exchange(
  http: AxiosInstance,
  request: ExchangeRequest,
): Promise<ExchangeAnswer> {
  const limit = timeLimit(request.timeoutMs, request.signal);
  const startedAt = performance.now();
  try {
    const answer = await http.request<unknown>({
      method: request.method,
      url: request.url,
      headers: request.headers ?? {},
      signal: limit.signal,
      ...(request.body === undefined ? {} : { data: request.body }),
    });
    return {
      status: answer.status,
      headers: plainHeaders(answer.headers),
      text: typeof answer.data === 'string' ? answer.data : '',
      tookMs: performance.now() - startedAt,
    };
  } catch (error) {
    if (request.signal?.aborted) throw abortReason(request.signal);
    throw connectionError(request, limit.isOver(), error);
  } finally {
    limit.release();
  }
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error
    ? signal.reason
    : new DOMException('The request was given up.', 'AbortError');
}

function connectionError(request: ExchangeRequest, isOver: boolean, cause: unknown): PbxError {
  const where = new URL(request.url).host;
  if (isOver) {
    return new PbxError('timeout', {
      detail: `The PBX at ${where} did not answer within ${request.timeoutMs} ms.`,
      cause,
    });
  }
  const remedy = TLS_REMEDY.test(errorCode(cause) ?? '')
    ? { remedy: 'Set PBX_CA_FILE to the certificate of the authority, or check FQDN.' }
    : {};
  return new PbxError('unavailable', {
    detail: `The PBX at ${where} could not be reached: ${errorMessage(cause)}.`,
    cause,
    ...remedy,
  });
}

const TLS_REMEDY = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/;

function plainHeaders(headers: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'string' || typeof value === 'number'
        ? [[name.toLowerCase(), String(value)]]
        : [],
    ),
  );
}
