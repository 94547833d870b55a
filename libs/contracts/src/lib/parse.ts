import type { z } from 'zod';
import type { FieldError } from './problems';
import { plainWords } from './plain-words';
import { RelayError } from './relay-error';

/** The faults that a schema found, named by path as users write it: `call_groups[0].number`. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    const field = issue.path.reduce<string>(
      (path, part) =>
        typeof part === 'number'
          ? `${path}[${part}]`
          : path
            ? `${path}.${String(part)}`
            : String(part),
      '',
    );
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        field: field ? `${field}.${key}` : key,
        message: 'is not known here',
      }));
    }
    return [{ field, message: issue.message }];
  });
}

/**
 * Parses input from outside.
 * @throws RelayError INVALID_REQUEST with every fault at once
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input, { error: plainWords });
  if (parsed.success) return parsed.data;
  const errors = fieldErrors(parsed.error);
  const first = errors[0];
  throw new RelayError('INVALID_REQUEST', {
    detail: first ? sentenceOf(first) : 'The input is not valid.',
    errors,
  });
}

function sentenceOf({ field, message }: FieldError): string {
  return field === '' ? `The input ${message}.` : `${field}: ${message}`;
}
