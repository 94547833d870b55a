import { z } from 'zod';
import { Unheard } from '../audio/parties';
import { ImpossibleCall } from '../pbx';
import type { Answer } from '../web/http';

/** A request that cannot be met; `status` and the message go to the client. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** What went wrong in one field; `field` is empty where the whole body is wrong. */
export const fieldFaultSchema = z.object({ field: z.string(), message: z.string() });
type FieldFault = z.output<typeof fieldFaultSchema>;

/** RFC 9457, with the fields at fault. */
export const problemSchema = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  errors: z.array(fieldFaultSchema).optional(),
});

/** The answer to a request that failed, or `undefined` where the simulator itself is at fault. */
export function problemOf(error: unknown): Answer | undefined {
  if (error instanceof Refusal) return problem(error.status, error.message, error.headers);
  if (error instanceof Unheard) return problem(error.status, error.message);
  if (error instanceof ImpossibleCall) return problem(400, error.message);
  if (!(error instanceof z.ZodError)) return undefined;
  const errors = error.issues.flatMap(faultsOf);
  const detail = errors.map(({ field, message }) => (field ? `${field}: ${message}` : message));
  return problem(400, detail.join('; '), {}, errors);
}

/** The answer to whoever may not ask. */
export function forbidden(detail: string): Answer {
  return problem(403, detail, {}, []);
}

function problem(
  status: number,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
  errors: readonly FieldFault[] = fieldNamedIn(detail),
): Answer {
  const title = 'The simulator cannot do that';
  return {
    status,
    headers: { ...headers, 'Content-Type': 'application/problem+json' },
    body: {
      ...{ type: 'about:blank', title, status, detail },
      ...(errors.length > 0 ? { errors } : {}),
    },
  };
}

function faultsOf(issue: z.core.$ZodIssue): FieldFault[] {
  const field = issue.path.map(String).join('.');
  if (issue.code !== 'unrecognized_keys') return [{ field, message: issue.message }];
  // Zod names the object that has them; who reads it looks for the key.
  return issue.keys.slice(0, 20).map((key) => ({
    field: [...issue.path.map(String), key.slice(0, 64)].join('.'),
    message: 'is not known here',
  }));
}

/** Refusals begin with the field that is at fault, if there is one: `to: there is no DN 777`. */
function fieldNamedIn(detail: string): FieldFault[] {
  const [, field, message] = /^([a-zA-Z]+): (.+)$/s.exec(detail) ?? [];
  return field && message ? [{ field, message }] : [];
}
