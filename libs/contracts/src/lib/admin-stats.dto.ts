import { z } from 'zod';
import { timestampSchema } from './call.dto';
import { HEALTH_COMPONENTS, type HealthComponent, OUTCOMES, type Outcome } from './vocabulary';

/** The spans of the charts. */
export const STATS_RANGES = ['1h', '24h', '7d', '30d'] as const;
export type StatsRange = (typeof STATS_RANGES)[number];

/** Seconds of a whole range and of one point in it: more than 60 are too thin to be told apart. */
export const STATS_BUCKETS = {
  '1h': { spanSeconds: 3_600, bucketSeconds: 60 },
  '24h': { spanSeconds: 86_400, bucketSeconds: 1_800 },
  '7d': { spanSeconds: 604_800, bucketSeconds: 10_800 },
  '30d': { spanSeconds: 2_592_000, bucketSeconds: 43_200 },
} as const satisfies Record<StatsRange, { spanSeconds: number; bucketSeconds: number }>;

const count = z.number().int().nonnegative();
const mapOf = <K extends string, S extends z.ZodType>(keys: readonly K[], schema: S) =>
  z.object(Object.fromEntries(keys.map((key) => [key, schema])) as Record<K, S>);

export const CLIENT_KINDS = ['socketio', 'websocket', 'sse', 'dashboard'] as const;
export type ClientKind = (typeof CLIENT_KINDS)[number];

export const callsByOutcomeSchema = mapOf<Outcome | 'unknown', typeof count>(
  [...OUTCOMES, 'unknown'],
  count,
);
export type CallsByOutcomeDto = z.infer<typeof callsByOutcomeSchema>;

/** The figures of now: the tiles, and the `stats` message of the socket. */
export const statsNowSchema = z.object({
  asOf: timestampSchema,
  version: z.string(),
  startedAt: timestampSchema,
  uptimeSeconds: z.number().nonnegative(),
  clients: z.object({
    byKind: mapOf<ClientKind, typeof count>(CLIENT_KINDS, count),
    total: count.describe('Consumers of events; dashboards are not counted in.'),
  }),
  requests: z.object({
    lastMinute: count.describe('API requests of the last full 60 seconds.'),
    today: count,
    errorRate: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .describe('Share of answers 500 and above in the last 5 minutes; null without requests.'),
  }),
  eventsPerMinute: count,
  calls: z.object({
    active: count.describe('Calls that go on now.'),
    today: z.object({
      total: count.describe('Calls that ended today.'),
      byOutcome: callsByOutcomeSchema,
    }),
  }),
  errors: z.object({ unacknowledged: count }),
});
export type StatsNowDto = z.infer<typeof statsNowSchema>;

export const statsPointSchema = z
  .object({
    at: timestampSchema.describe('Where the bucket begins.'),
    calls: callsByOutcomeSchema.describe('Calls that ended in it.'),
    requests: count,
    requestErrors: count.describe('Answers 400 and above.'),
    serverErrors: count.describe('Answers 500 and above, counted in requestErrors too.'),
    events: count,
    latencyMs: mapOf<HealthComponent, z.ZodNullable<z.ZodNumber>>(
      HEALTH_COMPONENTS,
      z.number().nonnegative().nullable(),
    ).describe('Mean; null where nothing was measured.'),
  })
  .describe('One bucket of a chart. Buckets in which nothing happened are there, with zeros.');
export type StatsPointDto = z.infer<typeof statsPointSchema>;

export const statsQuerySchema = z.strictObject({
  range: z.enum(STATS_RANGES).optional().describe('Default 1h.'),
  timeZone: z
    .string()
    .max(64)
    .optional()
    .describe('IANA name of the zone whose midnight begins "today". Default UTC.'),
});
export type StatsQuery = z.infer<typeof statsQuerySchema>;

export const statsSchema = statsNowSchema.extend({
  series: z.object({
    range: z.enum(STATS_RANGES),
    bucketSeconds: z.number().int().positive(),
    points: z.array(statsPointSchema).describe('Oldest first; the last one is still filling.'),
  }),
});
export type StatsDto = z.infer<typeof statsSchema>;
