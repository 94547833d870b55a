import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import {
  PROBLEM_MEDIA_TYPE,
  problemHeaders,
  type RelayError,
  toProblem,
} from '@3cx-relay/contracts';
import { STATUS_CODES } from 'node:http';

/** Answers an upgrade with an error as any other request, and hangs up. */
export function refuseUpgrade(socket: Duplex, error: RelayError): void {
  const requestId = randomUUID();
  const body = Buffer.from(JSON.stringify(toProblem(error, requestId)));
  const headers = {
    connection: 'close',
    'content-type': PROBLEM_MEDIA_TYPE,
    'content-length': String(body.length),
    'cache-control': 'no-store',
    'x-request-id': requestId,
    ...problemHeaders(error),
  };
  const { status } = error.kind;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ].join('\r\n');
  socket.once('finish', () => socket.destroy());
  socket.end(Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]));
}
