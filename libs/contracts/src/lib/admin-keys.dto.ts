import { z } from 'zod';
import { adminListFields, sortField } from './admin-users.dto';
import { timestampSchema } from './call.dto';
import { dnSchema } from './ids';
import { GRANTABLE_SCOPES } from './vocabulary';

export const KEY_STATES = ['active', 'expired', 'revoked'] as const;
export type KeyState = (typeof KEY_STATES)[number];

const keyFields = {
  clientName: z.string().trim().min(1, 'is required').max(100, 'is too long'),
  scopes: z.array(z.enum(GRANTABLE_SCOPES)).min(1, 'needs one scope or more').max(20),
  dns: z
    .array(dnSchema)
    .max(1_000)
    .nullable()
    .describe('The DNs whose calls alone it may see and control; null for all.'),
  networks: z
    .array(z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()], 'must be such as 10.0.0.0/8'))
    .max(100)
    .nullable()
    .describe('Where it may be used from; null for everywhere.'),
  expiresAt: timestampSchema.nullable(),
  rateLimitPerMinute: z.number().int().min(0).max(1_000_000).describe('0 is no limit.'),
};

export const createApiKeySchema = z.strictObject({
  clientName: keyFields.clientName,
  scopes: keyFields.scopes,
  dns: keyFields.dns.optional(),
  networks: keyFields.networks.optional(),
  expiresAt: keyFields.expiresAt.optional(),
  rateLimitPerMinute: keyFields.rateLimitPerMinute.optional(),
});
export type CreateApiKeyRequest = z.infer<typeof createApiKeySchema>;

export const updateApiKeySchema = createApiKeySchema
  .partial()
  .refine((change) => Object.keys(change).length > 0, { error: 'must change something' });
export type UpdateApiKeyRequest = z.infer<typeof updateApiKeySchema>;

/** A key without its secret. */
export const apiKeySchema = z.object({
  id: z.string().describe('The ID part of cxr_ID_SECRETCHECK.'),
  clientName: z.string(),
  scopes: z.array(z.enum(GRANTABLE_SCOPES)),
  dns: z.array(z.string()).nullable(),
  networks: z.array(z.string()).nullable(),
  expiresAt: timestampSchema.nullable(),
  rateLimitPerMinute: z.number().int().nonnegative(),
  state: z.enum(KEY_STATES),
  createdAt: timestampSchema,
  lastUsedAt: timestampSchema.nullable(),
  revokedAt: timestampSchema.nullable(),
  previousValidUntil: timestampSchema
    .nullable()
    .describe('Until when the secret before the last rotation works too.'),
  connections: z.number().int().nonnegative().describe('Connections that are open now.'),
});
export type ApiKeyDto = z.infer<typeof apiKeySchema>;

/** Answer of creating and rotating alone. */
export const apiKeyWithSecretSchema = apiKeySchema.extend({
  key: z.string().describe('The whole key. It is shown this once.'),
});
export type ApiKeyWithSecretDto = z.infer<typeof apiKeyWithSecretSchema>;

export const API_KEY_SORTS = [
  'clientName',
  'state',
  'createdAt',
  'lastUsedAt',
  'expiresAt',
] as const;

export const apiKeyQuerySchema = z.strictObject({
  state: z.enum(KEY_STATES).optional(),
  ...adminListFields,
  sort: sortField(API_KEY_SORTS, '-createdAt'),
});
export type ApiKeyQuery = z.infer<typeof apiKeyQuerySchema>;

export const apiKeyListSchema = z.object({
  items: z.array(apiKeySchema),
  nextCursor: z.string().nullable(),
});
export type ApiKeyListDto = z.infer<typeof apiKeyListSchema>;

export const rotateApiKeySchema = z.strictObject({
  overlapHours: z
    .number()
    .min(0)
    .max(168)
    .optional()
    .describe('How long the old secret works too. Default 24.'),
});
export type RotateApiKeyRequest = z.infer<typeof rotateApiKeySchema>;

export const apiKeyUsageQuerySchema = z.strictObject({
  days: z.coerce.number().int().min(1).max(90).optional().describe('Default 30.'),
});
export type ApiKeyUsageQuery = z.infer<typeof apiKeyUsageQuerySchema>;

export const apiKeyUsageSchema = z.object({
  items: z
    .array(
      z.object({
        day: z.iso.date().describe('UTC.'),
        route: z.string().describe('Such as GET /relay/events, or a socket.'),
        requests: z.number().int().nonnegative(),
        errors: z.number().int().nonnegative().describe('Answers 400 and above.'),
      }),
    )
    .describe('Oldest day first.'),
  nextCursor: z.null(),
});
export type ApiKeyUsageDto = z.infer<typeof apiKeyUsageSchema>;
