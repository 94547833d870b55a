import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorCode } from '@3cx-relay/util';

const STATUSES: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** What a client sends that is no HTTP, or too much of it, is told so and the connection closed. */
export function answerClientError(error: unknown, stream: Duplex): void {
  const code = errorCode(error);
  if (!stream.writable || code === 'ECONNRESET') return void stream.destroy();
  const status = STATUSES[code ?? ''] ?? 400;
  const text = STATUS_CODES[status] ?? '';
  const head = [
    `HTTP/1.1 ${status} ${text}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${text.length}`,
  ];
  // Who goes on sending hears no more of it.
  stream.on('error', () => stream.destroy());
  stream.end(`${head.join('\r\n')}\r\n\r\n${text}`, () => stream.destroy());
}
