import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Fault } from '../faults/fault';
import { type Answer, send } from './http';

const SLOW_BODY_MS = 5_000;
const SLOW_PARTS = 20;
const CUT_AFTER_MS = 50;
const HTML: Answer = {
  status: 200,
  headers: { 'Content-Type': 'text/html' },
  body: '<html><body>3CX is starting</body></html>',
};

/** A refusal as that part of the PBX would word it. */
export function refusalOf({ status = 503, retryAfter = 1 }: Fault, path: string): Answer {
  const message = STATUS_CODES[status] ?? 'Refused';
  const mayRetry = status === 429 || status === 503;
  const headers = {
    ...(mayRetry ? { 'Retry-After': String(retryAfter) } : {}),
    ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
  };
  const code = message.replaceAll(/[^A-Za-z]/g, '');
  if (status === 401 || path.startsWith('/connect')) {
    const error = code.replace(/^./, (first) => first.toLowerCase());
    return { status, headers, body: { error, error_description: `A fault: ${message}.` } };
  }
  if (path.startsWith('/xapi')) {
    return { status, headers, body: { error: { code, message: `A fault: ${message}.` } } };
  }
  return { status, headers, body: { error: status, message: `A fault: ${message}.` } };
}

/** Answers a request as a fault will have it, when what it asked for does not count. */
export function strike(
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault,
  path: string,
): void {
  switch (fault.kind) {
    case 'reset':
      request.socket.destroy();
      return;
    case 'html':
      send(response, { ...HTML, status: fault.status ?? HTML.status });
      return;
    default:
      send(response, refusalOf(fault, path));
  }
}

/** Sends an answer in small parts, so that the whole of it takes that long. */
export function sendSlowly(
  response: ServerResponse,
  answer: Answer,
  lastingMs = SLOW_BODY_MS,
): void {
  const { status, headers, body } = answer;
  const bytes = bytesOf(body);
  response.writeHead(status, {
    ...{ 'Content-Type': 'application/json; charset=utf-8', ...headers },
    'Content-Length': bytes.length,
  });
  const size = Math.max(1, Math.ceil(bytes.length / SLOW_PARTS));
  const everyMs = lastingMs / Math.ceil(bytes.length / size);
  const sendFrom = (at: number) => {
    if (response.destroyed) return;
    if (at >= bytes.length) return void response.end();
    response.write(bytes.subarray(at, at + size));
    setTimeout(() => sendFrom(at + size), everyMs);
  };
  setTimeout(() => sendFrom(0), everyMs);
}

/** The true head and the first half of the true body; what has no body breaks off in its head. */
export function sendCut(response: ServerResponse, { status, headers, body }: Answer): void {
  const { socket } = response;
  if (!socket || socket.destroyed) return;
  const bytes = body === undefined ? Buffer.alloc(0) : bytesOf(body);
  if (bytes.length === 0) return void socket.write(`HTTP/1.1 ${status}`, () => socket.destroy());
  response.writeHead(status, {
    ...{ 'Content-Type': 'application/json; charset=utf-8', ...headers },
    'Content-Length': bytes.length,
  });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
  cutSoon(response);
}

/** Cuts the connection once what was written has gone out. */
export function cutSoon({ socket }: ServerResponse): void {
  setTimeout(() => socket?.destroy(), CUT_AFTER_MS);
}

function bytesOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? null));
}

/** Refuses an upgrade, with the reason that belongs to the status. */
export function refuseUpgrade(stream: Duplex, status: number, fault?: Fault): void {
  if (fault?.kind === 'reset') return void stream.destroy();
  const isHtml = fault?.kind === 'html';
  const text = isHtml ? String(HTML.body) : '';
  const mayRetry = status === 429 || status === 503;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}`,
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(text)}`,
    ...(isHtml ? ['Content-Type: text/html'] : []),
    ...(status === 401 ? ['WWW-Authenticate: Bearer'] : []),
    ...(mayRetry ? [`Retry-After: ${fault?.retryAfter ?? 1}`] : []),
  ];
  const answer = `${head.join('\r\n')}\r\n\r\n${text}`;
  if (fault?.kind !== 'truncate') return void stream.end(answer);
  stream.write(answer.slice(0, 12), () => stream.destroy());
}
