import { z } from 'zod';
import { timestampSchema } from './call.dto';
import { componentHealthSchema } from './rest.dto';
import { CONNECTION_STATES, HEALTH_COMPONENTS, PBX_COMPONENTS } from './vocabulary';

export const HISTORY_SPANS = ['24h', '30d'] as const;
export type HistorySpan = (typeof HISTORY_SPANS)[number];

export const uptimeBarSchema = z
  .object({
    from: timestampSchema,
    to: timestampSchema,
    uptimePercent: z.number().min(0).max(100).nullable().describe('null: nothing is known of it.'),
    worst: z.enum(CONNECTION_STATES).nullable(),
  })
  .describe('One bar: 30 minutes of the last 24 hours, or one day of the last 30.');
export type UptimeBarDto = z.infer<typeof uptimeBarSchema>;

export const uptimeSchema = z.object({
  uptimePercent: z
    .number()
    .min(0)
    .max(100)
    .nullable()
    .describe('Of the time that is known and in which it was not disabled.'),
  bars: z.array(uptimeBarSchema).describe('Oldest first.'),
});
export type UptimeDto = z.infer<typeof uptimeSchema>;

export const connectionErrorSchema = z.object({
  at: timestampSchema,
  message: z.string(),
  remedy: z.string().nullable(),
});
export type ConnectionErrorDto = z.infer<typeof connectionErrorSchema>;

/** What the `status` message of the socket and the cards have in common. */
export const connectionStatusSchema = componentHealthSchema.extend({
  component: z.enum(HEALTH_COMPONENTS),
  lastError: connectionErrorSchema.nullable(),
  reconnects: z.number().int().nonnegative().describe('Since the relay started.'),
});
export type ConnectionStatusDto = z.infer<typeof connectionStatusSchema>;

export const connectionSchema = connectionStatusSchema.extend({
  reconnectable: z.boolean(),
  latency: z
    .array(z.object({ at: timestampSchema, latencyMs: z.number().nonnegative() }))
    .describe('Samples of the last hour, oldest first.'),
  history: z.object({ '24h': uptimeSchema, '30d': uptimeSchema }),
});
export type ConnectionDto = z.infer<typeof connectionSchema>;

/** What is known of the PBX besides; null while it is not. */
export const pbxFactsSchema = z.object({
  host: z.string().nullable(),
  version: z.string().nullable(),
  tokenExpiresAt: timestampSchema.nullable(),
  certificateExpiresAt: timestampSchema.nullable(),
  licenceExpiresAt: timestampSchema.nullable(),
  licenceName: z.string().nullable(),
  clockSkewMs: z.number().nullable().describe("The PBX's clock minus ours."),
  databaseLayout: z.string().nullable().describe('Which call-record tables were found.'),
  catchUp: z
    .object({ records: z.number().int().nonnegative(), reachedAt: timestampSchema })
    .nullable()
    .describe('A catch-up with records of the past, as it goes on.'),
  dnsWatched: z.number().int().nonnegative().nullable(),
  dnsNotWatched: z
    .array(z.string())
    .nullable()
    .describe('DNs whose calls are seen through XAPI and records alone.'),
});
export type PbxFactsDto = z.infer<typeof pbxFactsSchema>;

export const connectionListSchema = z.object({
  items: z.array(connectionSchema),
  nextCursor: z.null(),
  facts: pbxFactsSchema,
});
export type ConnectionListDto = z.infer<typeof connectionListSchema>;

export const reconnectParamsSchema = z.strictObject({ component: z.enum(PBX_COMPONENTS) });

/** Answer of a reconnect (202): the state just after the command was taken. */
export const reconnectSchema = connectionStatusSchema;
export type ReconnectDto = z.infer<typeof reconnectSchema>;
