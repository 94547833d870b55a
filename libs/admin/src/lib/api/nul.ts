import { RelayError } from '@3cx-relay/contracts';

/**
 * PostgreSQL stores no NUL character in text, and nobody types one.
 * @throws RelayError INVALID_REQUEST naming the field
 */
export function refuseNul(value: unknown, field: string): void {
  if (typeof value === 'string') {
    if (!value.includes('\0')) return;
    const message = 'must not contain a NUL character';
    throw new RelayError('INVALID_REQUEST', {
      detail: `${field}: ${message}`,
      errors: [{ field, message }],
    });
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) refuseNul(inner, name);
}
