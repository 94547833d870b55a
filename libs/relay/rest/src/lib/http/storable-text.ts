import { type FieldError, RelayError } from '@3cx-relay/contracts';

/** Deeper than any input of ours: whatever is nested deeper is nonsense or an attack. */
const MAX_DEPTH = 32;

/**
 * Refuses text that PostgreSQL cannot hold (the character NUL, half of a surrogate pair) and input
 * that is nested without end, before anything is done with it.
 * @throws RelayError INVALID_REQUEST naming the fields
 */
export function refuseUnstorable(input: unknown): void {
  const errors = [...faultsOf(input, '', 0)];
  const first = errors[0];
  if (first) {
    throw new RelayError('INVALID_REQUEST', {
      detail: `${first.field || 'input'}: ${first.message}`,
      errors,
    });
  }
}

function* faultsOf(value: unknown, field: string, depth: number): Generator<FieldError> {
  if (typeof value === 'string') {
    if (value.includes('\u0000') || !value.isWellFormed()) {
      yield { field, message: 'contains a character that cannot be stored' };
    }
  } else if (typeof value === 'object' && value !== null) {
    if (depth >= MAX_DEPTH) {
      yield { field, message: 'is nested too deeply' };
      return;
    }
    for (const [key, inner] of Object.entries(value)) {
      // A name that cannot be stored cannot be told either: its place is.
      yield* faultsOf(key, field, depth + 1);
      const path = field === '' ? key : `${field}.${key}`;
      yield* faultsOf(inner, path, depth + 1);
    }
  }
}
