import type { Role, SignedInUserDto } from '@3cx-relay/contracts';

/** A session as the server knows it, with its user as it stands now. */
export interface AdminSession {
  readonly id: string;
  readonly userId: string;
  readonly username: string;
  readonly role: Role;
  readonly mustChangePassword: boolean;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly address: string;
  readonly userAgent: string | null;
}

/** Where a request came from. */
export interface RequestOrigin {
  readonly address: string;
  readonly userAgent: string | null;
}

export function toSignedInUser(session: AdminSession): SignedInUserDto {
  return {
    username: session.username,
    role: session.role,
    mustChangePassword: session.mustChangePassword,
  };
}
