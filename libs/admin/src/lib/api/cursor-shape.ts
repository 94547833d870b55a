import { RelayError } from '@3cx-relay/contracts';
import { decodeCursor } from '@3cx-relay/store';

const ROW_ID = /^\d{1,18}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What the values of a cursor look like, in their order. */
export const CURSORS = {
  byRow: [ROW_ID],
  byTimeAndRow: [TIME, ROW_ID],
} as const;

/**
 * A cursor is opaque to clients, but they can send anything: what is none of ours is bad input.
 * @throws RelayError INVALID_REQUEST
 */
export function checkCursor(cursor: string | undefined, shape: readonly RegExp[]): void {
  if (cursor === undefined) return;
  const values = decodeCursor(cursor, shape.length);
  const fits = shape.every((pattern, index) => pattern.test(String(values[index])));
  if (fits && !values.some((value) => Number.isNaN(timeOf(value)))) return;
  const message = 'is not one that this list has given';
  throw new RelayError('INVALID_REQUEST', {
    detail: `cursor: ${message}`,
    errors: [{ field: 'cursor', message }],
  });
}

/** NaN for what looks like a time and is none, such as the 31st of February. */
function timeOf(value: string | number | undefined): number {
  return TIME.test(String(value)) ? Date.parse(String(value)) : 0;
}
