import { z } from 'zod';
import { adminListFields, sortField } from './admin-users.dto';
import { timestampSchema } from './call.dto';
import { SEVERITIES, type Severity } from './vocabulary';

export const errorItemSchema = z.object({
  id: z.string(),
  severity: z.enum(SEVERITIES),
  component: z.string(),
  code: z.string(),
  message: z.string(),
  detail: z.string().nullable().describe('The cause, as far as it is known.'),
  remedy: z.string().nullable().describe('What to do about it.'),
  raw: z.string().nullable().describe('What could not be understood, at most 4 KiB.'),
  count: z.number().int().positive().describe('How often the same error was seen.'),
  firstAt: timestampSchema,
  lastAt: timestampSchema,
  acknowledged: z.boolean(),
  acknowledgedAt: timestampSchema.nullable(),
  acknowledgedBy: z.string().nullable(),
  note: z.string().nullable(),
});
export type ErrorItemDto = z.infer<typeof errorItemSchema>;

const severityList = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(z.enum(SEVERITIES)).min(1));

export const ERROR_SORTS = [
  'severity',
  'component',
  'message',
  'count',
  'firstAt',
  'lastAt',
] as const;

export const errorQuerySchema = z.strictObject({
  severity: severityList.optional().describe('One or several, comma separated.'),
  component: z.string().max(64).optional(),
  acknowledged: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  ...adminListFields,
  sort: sortField(ERROR_SORTS, '-lastAt'),
});
export type ErrorQuery = z.infer<typeof errorQuerySchema>;

/** Last seen first. */
export const errorListSchema = z.object({
  items: z.array(errorItemSchema),
  nextCursor: z.string().nullable(),
});
export type ErrorListDto = z.infer<typeof errorListSchema>;

const note = z.string().max(1_000).optional();

/** `POST /admin/errors/{id}/acknowledge`. */
export const acknowledgeSchema = z.strictObject({ note });
export type AcknowledgeRequest = z.infer<typeof acknowledgeSchema>;

/** `POST /admin/errors/acknowledge`: those, or, without `ids`, all that are not yet. */
export const acknowledgeManySchema = z.strictObject({
  ids: z.array(z.string().max(64)).min(1).max(1_000).optional(),
  note,
});
export type AcknowledgeManyRequest = z.infer<typeof acknowledgeManySchema>;

export const acknowledgedSchema = z.object({ acknowledged: z.number().int().nonnegative() });
export type AcknowledgedDto = z.infer<typeof acknowledgedSchema>;

/** `GET /admin/errors/counts`: of those not acknowledged. */
export const errorCountsSchema = z.object({
  unacknowledged: z.number().int().nonnegative(),
  bySeverity: z.object(
    Object.fromEntries(SEVERITIES.map((name) => [name, z.number().int()])) as Record<
      Severity,
      z.ZodNumber
    >,
  ),
  components: z.array(z.string()).describe('All that ever reported, for the filter.'),
});
export type ErrorCountsDto = z.infer<typeof errorCountsSchema>;
