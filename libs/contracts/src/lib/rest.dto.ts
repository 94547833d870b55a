import { z } from 'zod';
import { callSchema, historyItemSchema, timestampSchema } from './call.dto';
import { anyEventSchema } from './event.dto';
import { positionSchema, subscriptionQueryFields } from './subscription';
import {
  CONNECTION_STATES,
  DIRECTIONS,
  HEALTH_COMPONENTS,
  type HealthComponent,
} from './vocabulary';

export const PAGE_LIMITS = { min: 1, max: 1_000, default: 100 } as const;

export const limitSchema = z.coerce
  .number('must be a number from 1 to 1000')
  .int('must be a whole number from 1 to 1000')
  .min(PAGE_LIMITS.min, 'must be from 1 to 1000')
  .max(PAGE_LIMITS.max, 'must be from 1 to 1000')
  .describe(`At most so many items; ${PAGE_LIMITS.default} when absent.`);

export const componentHealthSchema = z.object({
  state: z.enum(CONNECTION_STATES),
  latencyMs: z.number().nonnegative().nullable(),
  since: timestampSchema.describe('Since when it is in this state.'),
});
export type ComponentHealthDto = z.infer<typeof componentHealthSchema>;

/** The same in the answer of health, which says of Call Control how much it sees. */
export const watchedHealthSchema = componentHealthSchema.extend({
  dnsNotWatched: z
    .number()
    .int()
    .nonnegative()
    .nullable()
    .optional()
    .describe(
      'Of callcontrol alone: DNs whose calls are seen through XAPI and records only; null while not known.',
    ),
});
export type WatchedHealthDto = z.infer<typeof watchedHealthSchema>;

export const healthSchema = z.object({
  status: z.enum(['ok', 'degraded']),
  timestamp: timestampSchema,
  version: z.string(),
  components: z.object(
    Object.fromEntries(HEALTH_COMPONENTS.map((name) => [name, watchedHealthSchema])) as Record<
      HealthComponent,
      typeof watchedHealthSchema
    >,
  ),
});
export type HealthDto = z.infer<typeof healthSchema>;

export const activeCallsSchema = z.object({
  items: z.array(callSchema),
  asOf: timestampSchema.describe('When the PBX was last known to agree.'),
  stale: z.boolean().describe('True while the PBX is away.'),
  sequence: z.string().describe('The position in the log at which this is true.'),
  epoch: z.string(),
});
export type ActiveCallsDto = z.infer<typeof activeCallsSchema>;

/** A date alone means the whole day in UTC; with a time it needs an offset. */
const dayOrTime = z.union([z.iso.date(), timestampSchema], {
  // An offset's + that is not encoded in an address arrives as a space: the commonest fault here.
  error: 'must be a date (2026-01-31) or an ISO 8601 time with offset (in an address + is %2B)',
});

export const historyQuerySchema = z.strictObject({
  start: dayOrTime.optional().describe('From here on; a date is the start of its day in UTC.'),
  end: dayOrTime.optional().describe('Up to, but not including; a date includes its whole day.'),
  direction: z.enum(DIRECTIONS).optional().describe('Only calls of this direction.'),
  extension: z.string().min(1).max(32).optional().describe('A DN that took part.'),
  number: z
    .string()
    .max(32)
    .regex(/\d\D*\d\D*\d/, 'needs three digits or more')
    .optional()
    .describe('A part, of three digits or more, of a number.'),
  answered: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('Whether a person took the call.'),
  limit: limitSchema.optional(),
  cursor: z.string().max(512).optional().describe('The nextCursor of the page before.'),
});
export type HistoryQuery = z.infer<typeof historyQuerySchema>;

export const historyPageSchema = z.object({
  items: z.array(historyItemSchema),
  nextCursor: z.string().nullable(),
});
export type HistoryPageDto = z.infer<typeof historyPageSchema>;

export const eventsQuerySchema = z.strictObject({
  ...subscriptionQueryFields,
  limit: limitSchema.optional(),
});
export type EventsQuery = z.infer<typeof eventsQuerySchema>;

export const eventPageSchema = positionSchema.extend({
  items: z.array(anyEventSchema),
  nextSince: z.string().describe('Where the next page begins.'),
});
export type EventPageDto = z.infer<typeof eventPageSchema>;
