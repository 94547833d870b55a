import { RelayError } from '@3cx-relay/contracts';

/**
 * PostgreSQL stores no NUL character and no half of a surrogate pair, and nobody types one.
 * @throws RelayError INVALID_REQUEST naming the field
 */
export function refuseUnstorable(value: unknown, field: string): void {
  if (typeof value === 'string') {
    if (!value.includes('\0') && value.isWellFormed()) return;
    const message = 'contains a character that cannot be stored';
    throw new RelayError('INVALID_REQUEST', {
      detail: `${field}: ${message}`,
      errors: [{ field, message }],
    });
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    refuseUnstorable(name, field);
    refuseUnstorable(inner, name);
  }
}
