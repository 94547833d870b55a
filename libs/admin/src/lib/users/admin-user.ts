import type { AdminUserDto, Role } from '@3cx-relay/contracts';

/** An administrator or viewer of the dashboard. */
export interface AdminUser {
  readonly id: string;
  readonly username: string;
  readonly passwordHash: string;
  readonly role: Role;
  readonly enabled: boolean;
  readonly mustChangePassword: boolean;
  /** Whether it still has the password that everybody knows. */
  readonly defaultPassword: boolean;
  /** Sealed; null without a second factor. */
  readonly totpSecret: Buffer | null;
  /** Sealed; set up, but not confirmed yet. */
  readonly totpPending: Buffer | null;
  readonly totpLastStep: number;
  readonly recoveryCodes: readonly string[];
  readonly createdAt: Date;
  readonly lastSignInAt: Date | null;
}

/** Lists what may be seen; nothing else of the row leaves. */
export function toUserDto(user: AdminUser, sessions: number): AdminUserDto {
  return {
    id: user.id,
    username: user.username,
    role: user.role,
    enabled: user.enabled,
    mustChangePassword: user.mustChangePassword,
    totpEnabled: user.totpSecret !== null,
    createdAt: user.createdAt.toISOString(),
    lastSignInAt: user.lastSignInAt?.toISOString() ?? null,
    sessions,
  };
}
