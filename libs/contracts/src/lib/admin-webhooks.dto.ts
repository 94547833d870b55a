import { z } from 'zod';
import { adminListFields, sortField } from './admin-users.dto';
import { timestampSchema } from './call.dto';
import { sequenceTextSchema } from './event.dto';
import { dnSchema } from './ids';
import { sinceSchema, typePatternSchema } from './subscription';
import { EVENT_TYPES } from './vocabulary';

const webhookFields = {
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).max(2_048),
  types: z.array(typePatternSchema).max(100).nullable().describe('Patterns; null for all.'),
  dns: z.array(dnSchema).max(1_000).nullable().describe('Calls of these alone; null for all.'),
  description: z.string().max(500).nullable(),
  enabled: z.boolean(),
};

export const createWebhookSchema = z.strictObject({
  url: webhookFields.url,
  types: webhookFields.types.optional(),
  dns: webhookFields.dns.optional(),
  description: webhookFields.description.optional(),
  enabled: webhookFields.enabled.optional(),
});
export type CreateWebhookRequest = z.infer<typeof createWebhookSchema>;

export const updateWebhookSchema = createWebhookSchema
  .partial()
  .refine((change) => Object.keys(change).length > 0, { error: 'must change something' });
export type UpdateWebhookRequest = z.infer<typeof updateWebhookSchema>;

export const webhookSchema = z.object({
  id: z.string(),
  ...webhookFields,
  disabledReason: z.string().nullable(),
  keyId: z.string().nullable().describe('The key it belongs to; null: made in the dashboard.'),
  createdAt: timestampSchema,
  breaker: z.enum(['closed', 'open', 'probing']),
  failingSince: timestampSchema.nullable(),
  pending: z.number().int().nonnegative().describe('Deliveries that wait.'),
  lastDeliveredAt: timestampSchema.nullable(),
});
export type WebhookDto = z.infer<typeof webhookSchema>;

/** Answer of creating and of rotating the secret alone. */
export const webhookWithSecretSchema = webhookSchema.extend({
  secret: z.string().describe('whsec_…; it is shown this once.'),
  previousValidUntil: timestampSchema.nullable(),
});
export type WebhookWithSecretDto = z.infer<typeof webhookWithSecretSchema>;

export const WEBHOOK_SORTS = ['url', 'enabled', 'createdAt', 'pending', 'lastDeliveredAt'] as const;

export const webhookQuerySchema = z.strictObject({
  ...adminListFields,
  sort: sortField(WEBHOOK_SORTS, '-createdAt'),
});
export type WebhookQuery = z.infer<typeof webhookQuerySchema>;

export const webhookListSchema = z.object({
  items: z.array(webhookSchema),
  nextCursor: z.string().nullable(),
});
export type WebhookListDto = z.infer<typeof webhookListSchema>;

export const DELIVERY_STATES = ['pending', 'delivered', 'failed', 'aborted'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export const deliveryAttemptSchema = z.object({
  at: timestampSchema,
  status: z.number().int().nullable().describe('null without an answer.'),
  durationMs: z.number().nonnegative(),
  answer: z.string().nullable().describe('The first 4 KiB of the answer.'),
  error: z.string().nullable(),
});
export type DeliveryAttemptDto = z.infer<typeof deliveryAttemptSchema>;

export const deliverySchema = z.object({
  id: z.string(),
  webhookId: z.string(),
  eventId: z.string(),
  type: z.enum(EVENT_TYPES),
  sequence: sequenceTextSchema,
  callId: z.string().nullable(),
  state: z.enum(DELIVERY_STATES),
  createdAt: timestampSchema,
  nextAttemptAt: timestampSchema.nullable(),
  attempts: z.array(deliveryAttemptSchema).describe('Oldest first.'),
});
export type DeliveryDto = z.infer<typeof deliverySchema>;

export const DELIVERY_SORTS = ['createdAt', 'sequence', 'state'] as const;

export const deliveryQuerySchema = z.strictObject({
  state: z.enum(DELIVERY_STATES).optional().describe('Only deliveries in this state.'),
  ...adminListFields,
  sort: sortField(DELIVERY_SORTS, '-createdAt'),
});
export type DeliveryQuery = z.infer<typeof deliveryQuerySchema>;

export const deliveryListSchema = z.object({
  items: z.array(deliverySchema),
  nextCursor: z.string().nullable(),
});
export type DeliveryListDto = z.infer<typeof deliveryListSchema>;

/** Sends everything after a position again. */
export const replayWebhookSchema = z.strictObject({
  since: sinceSchema,
  epoch: z.string().max(64).optional(),
});
export type ReplayWebhookRequest = z.infer<typeof replayWebhookSchema>;

export const replayedSchema = z.object({
  queued: z.number().int().nonnegative(),
  recovered: z.boolean(),
});
export type ReplayedDto = z.infer<typeof replayedSchema>;
