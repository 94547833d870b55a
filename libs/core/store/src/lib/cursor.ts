import { RelayError } from '@3cx-relay/contracts';

/**
 * Cursors of lists: opaque for clients, a few values for us. A cursor that was not made here is
 * bad input, not a fault of ours.
 */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** @throws RelayError INVALID_REQUEST when it is not a cursor of `length` values */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw refusedCursor();
  }
  if (!Array.isArray(values) || values.length !== length) throw refusedCursor();
  return values.map((value: unknown) => {
    if (typeof value === 'string' || typeof value === 'number') return value;
    throw refusedCursor();
  });
}

/** The answer to a cursor that is none, or not one of the list that was asked. */
export function refusedCursor(): RelayError {
  const message = 'is not one that this list has given';
  return new RelayError('INVALID_REQUEST', {
    detail: `cursor: ${message}`,
    errors: [{ field: 'cursor', message }],
  });
}
