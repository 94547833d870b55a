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
  const invalid = new RelayError('INVALID_REQUEST', {
    detail: 'cursor: is not one that this list has given',
    errors: [{ field: 'cursor', message: 'is not one that this list has given' }],
  });
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw invalid;
  }
  if (!Array.isArray(values) || values.length !== length) throw invalid;
  return values.map((value: unknown) => {
    if (typeof value === 'string' || typeof value === 'number') return value;
    throw invalid;
  });
}
