import { RelayError } from '@3cx-relay/contracts';
import type { CallPosition, RowPosition } from './record-queries';

/** Sorts before every id. */
export const BEFORE_ALL_IDS = '';

/** Where the reader of changes stands. */
export interface ChangesCursor {
  /** The newest row that was seen. */
  readonly reached: RowPosition;
  /** Where the look back has got to, while it goes on over several pages. */
  readonly sweep: RowPosition | null;
  /** One more after every page with records, so that only a stored page's cursor comes back. */
  readonly page: number;
}

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z`;
const CHANGES = new RegExp(
  String.raw`^d1\|(${TIME})\|([^|~]*)(?:\|(${TIME})\|([^|~]*))?~(\d{1,15})$`,
);
const HISTORY = new RegExp(String.raw`^h1\|(${TIME})\|([^|]+)$`);

export function writeChangesCursor({ reached, sweep, page }: ChangesCursor): string {
  const parts = ['d1', reached.endedAt, reached.id];
  const position = [...parts, ...(sweep ? [sweep.endedAt, sweep.id] : [])].join('|');
  return `${position}~${page}`;
}

/** @throws RelayError INVALID_REQUEST for the cursor of another source */
export function readChangesCursor(text: string): ChangesCursor {
  const parts = CHANGES.exec(text);
  const [, endedAt, id, sweepEndedAt, sweepId, page] = parts ?? [];
  if (endedAt === undefined || id === undefined) {
    throw new RelayError('INVALID_REQUEST', { detail: 'The cursor is of another record source.' });
  }
  const sweep =
    sweepEndedAt === undefined ? null : { endedAt: sweepEndedAt, id: sweepId ?? BEFORE_ALL_IDS };
  return { reached: { endedAt, id }, sweep, page: Number(page) };
}

export function writeHistoryCursor({ startedAt, callId }: CallPosition): string {
  return Buffer.from(`h1|${startedAt}|${callId}`).toString('base64url');
}

/** @throws RelayError INVALID_REQUEST naming `cursor` */
export function readHistoryCursor(cursor: string | undefined): CallPosition | null {
  if (cursor === undefined) return null;
  const parts = HISTORY.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  const [, startedAt, callId] = parts ?? [];
  if (startedAt !== undefined && callId !== undefined) return { startedAt, callId };
  throw new RelayError('INVALID_REQUEST', {
    detail: 'cursor: is not a cursor of history',
    errors: [{ field: 'cursor', message: 'is not a cursor of history' }],
  });
}
