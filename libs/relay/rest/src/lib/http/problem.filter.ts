import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  PROBLEM_MEDIA_TYPE,
  type ProblemCode,
  problemHeaders,
  RelayError,
  toProblem,
} from '@3cx-relay/contracts';
import { isStoreAway } from '@3cx-relay/event-log';
import { errorMessage } from '@3cx-relay/util';
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { knownMethods } from './known-methods';
import { requestIdOf } from './request-id';

const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'INVALID_REQUEST',
  401: 'UNAUTHENTICATED',
  403: 'INSUFFICIENT_SCOPE',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'TOO_MANY_REQUESTS',
};

/** Every error that leaves over HTTP, as problem+json; what we did not expect is logged. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  constructor(private readonly adapter: HttpAdapterHost) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<IncomingMessage>();
    const response = http.getResponse<ServerResponse>();
    const allowed = isNotFound(thrown) ? this.methodsOf(request) : [];
    const error = allowed.length > 0 ? notAllowed(request, allowed) : toRelayError(thrown);
    if (error.kind.status >= 500) this.log(thrown, request, response);
    // Half an answer is out already: cutting it off is the only way to tell.
    if (response.headersSent) return void response.destroy();
    const body = JSON.stringify(toProblem(error, requestIdOf(response)));
    response.writeHead(error.kind.status, {
      ...problemHeaders(error),
      ...(allowed.length > 0 ? { allow: allowed.join(', ') } : {}),
      'content-type': PROBLEM_MEDIA_TYPE,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  private methodsOf(request: IncomingMessage): string[] {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    return knownMethods(this.adapter.httpAdapter.getInstance(), path).filter(
      (method) => method !== request.method,
    );
  }

  private log(thrown: unknown, request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? '').split('?', 1)[0];
    const text = `${request.method} ${path} (${requestIdOf(response)}): ${errorMessage(thrown)}`;
    if (thrown instanceof RelayError) return this.logger.warn(text);
    const stack = typeof thrown === 'object' && thrown !== null && 'stack' in thrown;
    this.logger.error(text, stack ? String(thrown.stack) : undefined);
  }
}

function isNotFound(thrown: unknown): boolean {
  return thrown instanceof HttpException && thrown.getStatus() === 404;
}

function notAllowed(request: IncomingMessage, allowed: readonly string[]): RelayError {
  return new RelayError('METHOD_NOT_ALLOWED', {
    detail: `${request.method} is not known here; ${allowed.join(', ')} is.`,
  });
}

/** What was thrown, as one of the errors that clients know. */
export function toRelayError(thrown: unknown): RelayError {
  if (thrown instanceof RelayError) return thrown;
  if (isStoreAway(thrown)) return new RelayError('STORE_UNAVAILABLE', { cause: thrown });
  const status = statusOf(thrown);
  const code = status === undefined ? undefined : BY_STATUS[status];
  if (!code) return new RelayError('INTERNAL_ERROR', { cause: thrown });
  const detail = code === 'NOT_FOUND' ? 'There is nothing at this address.' : errorMessage(thrown);
  return new RelayError(code, { detail, cause: thrown });
}

/** Of Nest's exceptions, and of errors that Express and its parsers mark with one. */
function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (typeof thrown !== 'object' || thrown === null || !('status' in thrown)) return undefined;
  return typeof thrown.status === 'number' ? thrown.status : undefined;
}
