import { z } from 'zod';
import { dnSchema, parseSequence, type Sequence } from './ids';
import { EVENT_TYPES, type EventType } from './vocabulary';

/** Where reading starts: after a sequence, or at the end of the log. */
export type Since = Sequence | 'now';

const LIST_MAX = 100;

export const sinceSchema = z
  .union([z.string(), z.number()])
  .transform((value, context): Since => {
    if (value === 'now') return 'now';
    const sequence = parseSequence(String(value));
    if (sequence !== undefined) return sequence;
    context.addIssue({ code: 'custom', message: 'must be a sequence number or "now"' });
    return z.NEVER;
  })
  .meta({ description: 'A sequence, with or without padding, or "now".', examples: ['0', 'now'] });

export const typePatternSchema = z
  .string()
  .refine(isTypePattern, { error: 'must be an event type, a pattern such as call.*, or *' });

const positionEpochSchema = z
  .string()
  .max(64)
  .describe('The log that "since" belongs to; another one is told as not recovered.');
const TYPES_MEANING = 'Event types or patterns such as call.*.';
const DN_MEANING = 'Only calls in which one of these DNs took part so far.';

/** A subscription as sockets send it: lists are arrays. */
export const subscribeSchema = z.strictObject({
  since: sinceSchema.optional(),
  epoch: positionEpochSchema.optional(),
  types: z.array(typePatternSchema).max(LIST_MAX).optional().describe(TYPES_MEANING),
  dn: z.array(dnSchema).max(LIST_MAX).optional().describe(DN_MEANING),
});
export type SubscribeRequest = z.infer<typeof subscribeSchema>;

const commaList = <T extends z.ZodType<unknown, string>>(item: T) =>
  z
    .string()
    .transform((text) => (text === '' ? [] : text.split(',').map((part) => part.trim())))
    .pipe(z.array(item).max(LIST_MAX));

/** The same in a query string, where lists are comma separated. */
export const subscriptionQueryFields = {
  since: sinceSchema.optional(),
  epoch: positionEpochSchema.optional(),
  types: commaList(typePatternSchema).optional().describe(`${TYPES_MEANING} Comma separated.`),
  dn: commaList(dnSchema).optional().describe(`${DN_MEANING} Comma separated.`),
};

/** What became of a position. `recovered`: everything after `since` is coming. */
export const positionSchema = z.object({
  recovered: z.boolean(),
  oldest: z.string().describe('The first sequence that can still be read.'),
  sequence: z.string().describe('The newest sequence of the log.'),
  epoch: z.string(),
});
export type PositionDto = z.infer<typeof positionSchema>;

/** Exact type, `prefix.*` (any depth below) or `*`. */
export function isTypePattern(pattern: string): boolean {
  return EVENT_TYPES.some((type) => matchesType(pattern, type));
}

export function matchesType(pattern: string, type: EventType): boolean {
  if (pattern === '*' || pattern === type) return true;
  return pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1));
}

/** The types that a list of patterns lets through; `undefined` when nothing is filtered. */
export function expandTypes(patterns: readonly string[] | undefined): EventType[] | undefined {
  if (!patterns || patterns.length === 0 || patterns.includes('*')) return undefined;
  return EVENT_TYPES.filter((type) => patterns.some((pattern) => matchesType(pattern, type)));
}
