import { z } from 'zod';
import { timestampSchema } from './call.dto';
import { ROLES } from './vocabulary';

/** bcrypt reads no more than 72 bytes: a longer password would be cut without a word. */
export const PASSWORD_RULES = { minLength: 12, maxBytes: 72 } as const;

const utf8Bytes = (text: string) => new TextEncoder().encode(text).length;

export const usernameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/, 'must be 1 to 64 letters, digits or . _ @ -')
  .describe('Unique whatever its case.');

/** A password that is being set. */
export const newPasswordSchema = z
  .string()
  .min(PASSWORD_RULES.minLength, `needs ${PASSWORD_RULES.minLength} characters or more`)
  .refine((text) => utf8Bytes(text) <= PASSWORD_RULES.maxBytes, {
    error: `must fit in ${PASSWORD_RULES.maxBytes} bytes`,
  });

/** A password that is being checked: whatever somebody types, within reason. */
const typedPasswordSchema = z.string().min(1, 'is required').max(1_024, 'is too long');

export const totpCodeSchema = z
  .string()
  .max(32)
  .describe('Six digits of the authenticator app, or a recovery code.');

export const loginSchema = z.strictObject({
  username: z.string().min(1, 'is required').max(256, 'is too long'),
  password: typedPasswordSchema,
  /** Needed when the user has a second factor: without it the answer is 401 with `errors[].field` `totp`. */
  totp: totpCodeSchema.optional(),
});
export type LoginRequest = z.infer<typeof loginSchema>;

export const signedInUserSchema = z.object({
  username: z.string(),
  role: z.enum(ROLES),
  mustChangePassword: z.boolean().describe('Until then every other route answers 403.'),
});
export type SignedInUserDto = z.infer<typeof signedInUserSchema>;

/** Answer of signing in and of changing the password. */
export const signInSchema = z.object({
  user: signedInUserSchema,
  csrfToken: z
    .string()
    .describe('Send as X-CSRF-Token with every request that changes something by cookie.'),
});
export type SignInDto = z.infer<typeof signInSchema>;

/** Answer of `GET /admin/me`: both null when nobody is signed in. */
export const meSchema = z.object({
  user: signedInUserSchema.nullable(),
  csrfToken: z.string().nullable(),
});
export type MeDto = z.infer<typeof meSchema>;

export const changePasswordSchema = z.strictObject({
  currentPassword: typedPasswordSchema,
  newPassword: newPasswordSchema,
});
export type ChangePasswordRequest = z.infer<typeof changePasswordSchema>;

export const totpStatusSchema = z.object({
  enabled: z.boolean(),
  recoveryCodesLeft: z.number().int().nonnegative(),
});
export type TotpStatusDto = z.infer<typeof totpStatusSchema>;

/** `POST /admin/totp/setup`: a new secret, not in force before it is confirmed. */
export const totpSetupRequestSchema = z.strictObject({ currentPassword: typedPasswordSchema });
export type TotpSetupRequest = z.infer<typeof totpSetupRequestSchema>;

export const totpSetupSchema = z.object({
  secret: z.string().describe('Base32, for typing by hand.'),
  otpauthUrl: z.string().describe('otpauth://totp/…, for a QR code.'),
});
export type TotpSetupDto = z.infer<typeof totpSetupSchema>;

/** `POST /admin/totp/confirm`: puts the secret in force. */
export const totpConfirmSchema = z.strictObject({ code: totpCodeSchema });
export type TotpConfirmRequest = z.infer<typeof totpConfirmSchema>;

/** Shown once. Each code replaces the app for one sign-in. */
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodesDto = z.infer<typeof recoveryCodesSchema>;

/** `POST /admin/totp/disable` and `POST /admin/totp/recovery-codes`. */
export const totpChangeSchema = z.strictObject({
  currentPassword: typedPasswordSchema,
  code: totpCodeSchema,
});
export type TotpChangeRequest = z.infer<typeof totpChangeSchema>;

export const adminSessionSchema = z.object({
  id: z.string(),
  username: z.string(),
  current: z.boolean().describe('Whether it is the session of this request.'),
  createdAt: timestampSchema,
  lastSeenAt: timestampSchema.describe('To the minute.'),
  expiresAt: timestampSchema,
  address: z.string(),
  userAgent: z.string().nullable(),
});
export type AdminSessionDto = z.infer<typeof adminSessionSchema>;

export const adminSessionListSchema = z.object({
  items: z.array(adminSessionSchema),
  nextCursor: z.string().nullable(),
});
export type AdminSessionListDto = z.infer<typeof adminSessionListSchema>;

/** Answer of `POST /admin/sessions/end-others`. */
export const endedSessionsSchema = z.object({ ended: z.number().int().nonnegative() });
export type EndedSessionsDto = z.infer<typeof endedSessionsSchema>;

/** Parts that can be switched off; the navigation shows what is on. */
export const ADMIN_FEATURES = ['webhooks', 'call-logging', 'call-groups', 'softphone'] as const;
export type AdminFeature = (typeof ADMIN_FEATURES)[number];

/** `GET /admin/features`. */
export const featuresSchema = z.object({
  features: z.array(z.enum(ADMIN_FEATURES)).describe('The parts that are switched on.'),
  version: z.string(),
  demo: z.boolean().describe('Whether the relay runs on the simulator.'),
  pbx: z.string().nullable().describe('Host of the PBX.'),
});
export type FeaturesDto = z.infer<typeof featuresSchema>;
