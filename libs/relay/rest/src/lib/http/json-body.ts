import type { IncomingMessage, ServerResponse } from 'node:http';
import { RelayError } from '@3cx-relay/contracts';

/** Section 10 of the contract: a request body is at most 256 KiB. */
export const BODY_LIMIT_BYTES = 256 * 1024;

/** What became of a body: its value, or why there is none. */
type Body = { readonly value: unknown } | { readonly refusal: 'notJson' };

const BODIES = new WeakMap<IncomingMessage, Body>();
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;
const UTF8 = /charset\s*=\s*"?(?!utf-?8\b)/i;

/**
 * Reads JSON bodies. One that is not JSON by its type is left alone, and refused by the route that
 * wants one: a request to nowhere is 404 whatever it carries.
 */
export function jsonBody(
  request: IncomingMessage & { body?: unknown },
  _response: ServerResponse,
  next: (error?: unknown) => void,
): void {
  const length = request.headers['content-length'];
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(length ?? 0) > 0;
  if (!hasBody) return next();
  if (!isPlainJson(request)) {
    BODIES.set(request, { refusal: 'notJson' });
    request.resume();
    return next();
  }
  read(request, Number(length ?? 0)).then(
    (value) => {
      BODIES.set(request, { value });
      request.body = value;
      next();
    },
    (error: unknown) => next(error),
  );
}

/**
 * The body of a request, `undefined` when it has none.
 * @throws RelayError UNSUPPORTED_MEDIA_TYPE when it has one that is not JSON
 */
export function bodyOf(request: IncomingMessage): unknown {
  const body = BODIES.get(request);
  if (!body) return undefined;
  if ('value' in body) return body.value;
  throw new RelayError('UNSUPPORTED_MEDIA_TYPE', {
    detail: 'Send the body as application/json, in UTF-8 and not compressed.',
  });
}

function isPlainJson({ headers }: IncomingMessage): boolean {
  const type = headers['content-type'] ?? '';
  const encoding = headers['content-encoding'] ?? 'identity';
  return JSON_TYPE.test(type) && !UTF8.test(type) && encoding === 'identity';
}

function read(request: IncomingMessage, announced: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = () => {
      // The rest is thrown away as it comes, so that the client gets to read the answer.
      request.removeAllListeners('data');
      request.resume();
      reject(
        new RelayError('PAYLOAD_TOO_LARGE', {
          detail: `A body may have ${BODY_LIMIT_BYTES} bytes.`,
        }),
      );
    };
    if (announced > BODY_LIMIT_BYTES) return refuse();
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > BODY_LIMIT_BYTES) return refuse();
      chunks.push(chunk);
    });
    request.once('error', reject);
    request.once('end', () => {
      try {
        resolve(JSON.parse(Buffer.concat(chunks).toString()));
      } catch (error) {
        reject(new RelayError('INVALID_JSON', { detail: 'The body is not JSON.', cause: error }));
      }
    });
  });
}
