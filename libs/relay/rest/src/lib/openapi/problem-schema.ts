import { PROBLEMS } from '@3cx-relay/contracts';
import type { JsonSchema } from './json-schema';

/** The body of every error. */
export function problemSchema(): JsonSchema {
  const text = { type: 'string' };
  return {
    type: 'object',
    description: 'RFC 9457 problem details.',
    required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
    properties: {
      type: { ...text, description: 'Names the kind of problem.' },
      title: text,
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { ...text, description: 'What exactly is wrong.' },
      code: { ...text, enum: Object.keys(PROBLEMS), description: 'Stable; for programs.' },
      requestId: { ...text, description: 'The X-Request-Id of the answer.' },
      errors: {
        type: 'array',
        description: 'Every fault of the input.',
        items: {
          type: 'object',
          required: ['field', 'message'],
          properties: { field: text, message: text },
        },
      },
    },
  };
}
