import type { z } from 'zod';

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** A fault as the reader of an answer understands it; `undefined` leaves it to the schema's library. */
export function plainWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`;
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'must not be empty';
      return `must ${boundOf(issue.origin, String(issue.minimum), 'or more')}`;
    case 'too_big':
      return `must ${boundOf(issue.origin, String(issue.maximum), 'or fewer')}`;
    default:
      return undefined;
  }
}

function boundOf(origin: string, bound: string, more: string): string {
  if (origin === 'string') return `have ${bound} characters ${more}`;
  if (origin === 'array') return `have ${bound} entries ${more}`;
  return `be ${bound} ${more === 'or fewer' ? 'or less' : more}`;
}
