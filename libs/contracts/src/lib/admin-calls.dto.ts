import { z } from 'zod';
import { adminListFields, sortField } from './admin-users.dto';
import { callSchema, partySchema, segmentSchema, timestampSchema } from './call.dto';
import { anyEventSchema, sequenceTextSchema } from './event.dto';
import { callIdSchema } from './ids';
import { historyQuerySchema } from './rest.dto';
import { DIRECTIONS, EVENT_TYPES, OUTCOMES } from './vocabulary';

/** `GET /admin/history`: as `/relay/call-history`; `format=csv` for links, which send no headers. */
export const adminHistoryQuerySchema = historyQuerySchema.extend({
  format: z.enum(['json', 'csv']).optional(),
});
export type AdminHistoryQuery = z.infer<typeof adminHistoryQuerySchema>;

/** One call in the answer of a search. */
export const callSummarySchema = z.object({
  callId: callIdSchema,
  conversationId: z.string(),
  direction: z.enum(DIRECTIONS).nullable(),
  caller: partySchema,
  callee: partySchema,
  startedAt: timestampSchema,
  endedAt: timestampSchema.nullable(),
  outcome: z.enum(OUTCOMES).nullable(),
});
export type CallSummaryDto = z.infer<typeof callSummarySchema>;

export const JOURNEY_SORTS = ['startedAt'] as const;

export const journeySearchQuerySchema = z.strictObject({
  ...adminListFields,
  search: z
    .string()
    .trim()
    .min(3, 'needs three characters or more')
    .max(64)
    .describe('A call id, a part of a number, or a DN of three digits or more.'),
  sort: sortField(JOURNEY_SORTS, '-startedAt'),
});
export type JourneySearchQuery = z.infer<typeof journeySearchQuerySchema>;

/** `GET /admin/journeys?search=`: calls that fit. */
export const journeySearchSchema = z.object({
  items: z.array(callSummarySchema),
  nextCursor: z.string().nullable(),
});
export type JourneySearchDto = z.infer<typeof journeySearchSchema>;

export const journeyEntrySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('event'),
    at: timestampSchema,
    sequence: sequenceTextSchema,
    type: z.enum(EVENT_TYPES),
    recovered: z.boolean(),
    event: anyEventSchema.extend({ epoch: z.string() }).describe('The event as consumers got it.'),
  }),
  z.object({
    kind: z.literal('segment'),
    at: timestampSchema,
    revision: z.number().int().positive(),
    segment: segmentSchema.describe('One section of the PBX record.'),
  }),
  z.object({
    kind: z.literal('delivery'),
    at: timestampSchema,
    deliveryId: z.string(),
    webhookId: z.string(),
    url: z.string(),
    type: z.enum(EVENT_TYPES),
    sequence: sequenceTextSchema,
    attempt: z.number().int().positive(),
    status: z.number().int().nullable().describe('HTTP status; null without an answer.'),
    error: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('submission'),
    at: timestampSchema,
    recordId: z.string(),
    state: z.enum(['pending', 'sent', 'set_aside']),
    status: z.number().int().nullable(),
    error: z.string().nullable(),
  }),
]);
export type JourneyEntryDto = z.infer<typeof journeyEntrySchema>;

/** `GET /admin/journeys/{callId}`: everything about one call on one time line. */
export const journeySchema = z.object({
  call: callSchema.describe('As it stood last; its participants are the legs.'),
  related: z.array(callSummarySchema).describe('Other calls of the same conversation.'),
  entries: z.array(journeyEntrySchema).describe('Oldest first.'),
});
export type JourneyDto = z.infer<typeof journeySchema>;

export const CONSUMER_TRANSPORTS = ['socketio', 'websocket', 'sse', 'webhook'] as const;
export type ConsumerTransport = (typeof CONSUMER_TRANSPORTS)[number];

export const consumerSchema = z.object({
  id: z.string(),
  transport: z.enum(CONSUMER_TRANSPORTS),
  clientName: z.string(),
  keyId: z.string().nullable(),
  address: z.string().nullable(),
  connectedAt: timestampSchema,
  types: z.array(z.string()).nullable().describe('Patterns; null for all.'),
  dns: z.array(z.string()).nullable(),
  mode: z.enum(['live', 'catching-up']).describe('Catching up: it is served from the log.'),
  sequence: sequenceTextSchema.nullable().describe('The last event it was sent or passed over.'),
  behind: z.number().int().nonnegative().describe('Events between it and the end of the log.'),
  bufferedBytes: z.number().int().nonnegative(),
});
export type ConsumerDto = z.infer<typeof consumerSchema>;

export const consumerListSchema = z.object({
  items: z.array(consumerSchema),
  nextCursor: z.null(),
});
export type ConsumerListDto = z.infer<typeof consumerListSchema>;
