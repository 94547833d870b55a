import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { HistoryItemDto } from '@3cx-relay/contracts';
import { errorMessage } from '@3cx-relay/util';
import { Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { historyCsv } from './history-csv';

const CSV = 'text/csv';
const logger = new Logger('HistoryExport');

/**
 * Whether the history is wanted as CSV: by the header, or as a link asks that cannot set one. A
 * HEAD request has no body: the whole history would be read for nothing.
 */
export function wantsCsv(request: Request, format?: 'csv' | 'json'): boolean {
  const wanted = format ?? (request.accepts(['application/json', CSV]) === CSV ? 'csv' : 'json');
  return wanted === 'csv' && request.method !== 'HEAD';
}

/** Rows are read only as fast as the client takes them. */
export async function sendHistoryCsv(
  calls: AsyncIterable<HistoryItemDto>,
  response: Response,
): Promise<void> {
  const lines = historyCsv(calls);
  // A source that fails at once still gets to answer with a problem.
  const header = await lines.next();
  const first = await lines.next();
  response.setHeader('Content-Type', `${CSV}; charset=utf-8; header=present`);
  response.setHeader('Content-Disposition', 'attachment; filename="call-history.csv"');
  response.write(header.value);
  if (first.done) return void response.end();
  response.write(first.value);
  try {
    await pipeline(Readable.from(lines), response);
  } catch (error) {
    // The client hung up, or the source failed half way: the cut-off answer tells.
    logger.warn(`an export broke off: ${errorMessage(error)}`);
  }
}
