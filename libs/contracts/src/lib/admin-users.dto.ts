import { z } from 'zod';
import { newPasswordSchema, usernameSchema } from './admin-auth.dto';
import { timestampSchema } from './call.dto';
import { limitSchema } from './rest.dto';
import { ROLES } from './vocabulary';

/** What most lists of the dashboard take. `search` finds a part of any text that is shown. */
export const adminListFields = {
  search: z.string().max(200).optional().describe('A part of any text that is shown.'),
  limit: limitSchema.optional(),
  cursor: z.string().max(4_096).optional().describe('The nextCursor of the page before.'),
};

/** How a list is sorted: by a field, or with `-` before it the other way round. */
export function sortField<const Name extends string>(names: readonly Name[], usual: string) {
  const orders = names.flatMap((name) => [name, `-${name}`] as const);
  return z
    .enum(orders, `must be one of ${names.join(', ')}; with - before it the other way round`)
    .optional()
    .describe(
      `Sorts by this field, with - before it the other way round; ${usual} when absent. A cursor goes on in the order of its page.`,
    );
}

export const ADMIN_USER_SORTS = [
  'username',
  'role',
  'enabled',
  'totpEnabled',
  'createdAt',
  'lastSignInAt',
  'sessions',
] as const;

export const adminUserSchema = z.object({
  id: z.string(),
  username: z.string(),
  role: z.enum(ROLES),
  enabled: z.boolean(),
  mustChangePassword: z.boolean(),
  totpEnabled: z.boolean(),
  createdAt: timestampSchema,
  lastSignInAt: timestampSchema.nullable(),
  sessions: z.number().int().nonnegative().describe('Sessions that are open now.'),
});
export type AdminUserDto = z.infer<typeof adminUserSchema>;

export const adminUserQuerySchema = z.strictObject({
  ...adminListFields,
  sort: sortField(ADMIN_USER_SORTS, 'username'),
});
export type AdminUserQuery = z.infer<typeof adminUserQuerySchema>;

export const adminUserListSchema = z.object({
  items: z.array(adminUserSchema),
  nextCursor: z.string().nullable(),
});
export type AdminUserListDto = z.infer<typeof adminUserListSchema>;

export const createAdminUserSchema = z.strictObject({
  username: usernameSchema,
  password: newPasswordSchema,
  role: z.enum(ROLES),
  mustChangePassword: z.boolean().optional().describe('Default false.'),
});
export type CreateAdminUserRequest = z.infer<typeof createAdminUserSchema>;

/** A new password, another role or `enabled: false` ends the user's sessions. */
export const updateAdminUserSchema = z
  .strictObject({
    role: z.enum(ROLES).optional(),
    password: newPasswordSchema.optional(),
    mustChangePassword: z.boolean().optional(),
    enabled: z.boolean().optional(),
    totpEnabled: z
      .literal(false)
      .optional()
      .describe('Takes the second factor off, for somebody who lost the device.'),
  })
  .refine((change) => Object.keys(change).length > 0, { error: 'must change something' });
export type UpdateAdminUserRequest = z.infer<typeof updateAdminUserSchema>;

export const auditEntrySchema = z.object({
  id: z.string(),
  at: timestampSchema,
  actor: z
    .string()
    .describe('User name, "system", the name that was tried, or "api-keys/ID" for a program.'),
  action: z.string().describe('Such as session.started, api-key.created, connection.reconnect.'),
  subject: z.string().nullable().describe('What it was done to.'),
  address: z.string().nullable().describe('Where it came from.'),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditEntryDto = z.infer<typeof auditEntrySchema>;

export const AUDIT_SORTS = ['at', 'actor', 'action'] as const;

export const auditQuerySchema = z.strictObject({
  actor: z.string().max(256).optional(),
  action: z.string().max(100).optional().describe('Exact, or a beginning such as api-key.'),
  ...adminListFields,
  sort: sortField(AUDIT_SORTS, '-at'),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

/** Newest first. */
export const auditListSchema = z.object({
  items: z.array(auditEntrySchema),
  nextCursor: z.string().nullable(),
});
export type AuditListDto = z.infer<typeof auditListSchema>;
