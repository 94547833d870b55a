import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';

/** A request whose body has been read. */
export interface Incoming {
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly remoteAddress: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON value, text, bytes, a stream of them, or undefined for none. */
  readonly body?: unknown;
}

const MAX_BODY = 4 * 1024 * 1024;

/** Reads a request whole; `undefined` when it is too large. */
export async function readIncoming(request: IncomingMessage): Promise<Incoming | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  return { ...headOf(request), text: Buffer.concat(chunks).toString('utf8') };
}

/** A request without its body, which may not have come yet. */
export function headOf(request: IncomingMessage): Incoming {
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  return {
    ...{ method: request.method ?? 'GET', path, query, headers: request.headers, text: '' },
    remoteAddress: request.socket.remoteAddress ?? '',
  };
}

export function send(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  if (response.destroyed) return;
  if (body === undefined) {
    response.writeHead(status, { ...headers, 'Content-Length': '0' }).end();
    return;
  }
  if (body instanceof Readable) {
    response.writeHead(status, headers);
    // Either side may end it at any time; that is no error.
    pipeline(body, response, () => undefined);
    return;
  }
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  const bytes = isRaw ? Buffer.from(body as string) : Buffer.from(JSON.stringify(body));
  const type = isRaw ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  response.writeHead(status, { 'Content-Type': type, ...headers, 'Content-Length': bytes.length });
  response.end(bytes);
}

/** The JSON body; `undefined` when there is none or it is not JSON. */
export function jsonOf({ text }: Incoming): unknown {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

/** A path segment as it was meant; the text itself where it is not well-formed. */
export function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
