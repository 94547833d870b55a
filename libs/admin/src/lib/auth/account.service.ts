import { Injectable } from '@nestjs/common';
import {
  type ChangePasswordRequest,
  RelayError,
  type TotpChangeRequest,
  type TotpSetupDto,
  type TotpStatusDto,
} from '@3cx-relay/contracts';
import { AuditTrail } from '../audit/audit-trail';
import type { AdminUser } from '../users/admin-user';
import { AdminUsersStore } from '../users/admin-users.store';
import type { AdminSession, RequestOrigin } from './admin-session';
import { CredentialCheck } from './credential-check';
import { PasswordHasher } from './password-hasher';
import { SessionService } from './session.service';
import type { NewSession } from './sessions.store';
import { TotpService, wrongCode } from './totp.service';

/** What the services below need to know of the request they serve. */
export interface SignedInRequest {
  readonly session: AdminSession;
  readonly origin: RequestOrigin;
}

/** A user's own password. */
@Injectable()
export class PasswordService {
  constructor(
    private readonly credentials: CredentialCheck,
    private readonly users: AdminUsersStore,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionService,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * Ends all sessions of the user, this one too, and opens a new one in its place.
   * @throws RelayError INVALID_CREDENTIALS when `currentPassword` is wrong, TOO_MANY_REQUESTS,
   *   INVALID_REQUEST when the new password is the old one
   */
  async change(by: SignedInRequest, request: ChangePasswordRequest): Promise<NewSession> {
    const { session, origin } = by;
    const user = await this.credentials.checkPassword(
      attemptOf(session, origin),
      request.currentPassword,
    );
    if (request.newPassword === request.currentPassword) {
      throw new RelayError('INVALID_REQUEST', {
        detail: 'newPassword: must differ from the current one',
        errors: [{ field: 'newPassword', message: 'must differ from the current one' }],
      });
    }
    const passwordHash = await this.hasher.hash(request.newPassword);
    const change = { passwordHash, mustChangePassword: false, defaultPassword: false };
    const { ended, renewed } = await this.users.transaction(async (tx) => {
      await this.users.update(user.id, change, tx);
      return {
        ended: await this.sessions.endWithin(tx, user.id),
        renewed: await this.sessions.open(user.id, origin, tx),
      };
    });
    this.sessions.tell(ended);
    const detail = { sessionsEnded: ended.length };
    await this.trail.note(by, 'password.changed', `users/${user.username}`, detail);
    return renewed;
  }
}

/** A user's own second factor. Whoever changes it proves the password again. */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly credentials: CredentialCheck,
    private readonly users: AdminUsersStore,
    private readonly totp: TotpService,
    private readonly trail: AuditTrail,
  ) {}

  async status(session: AdminSession): Promise<TotpStatusDto> {
    const user = await this.users.findById(session.userId);
    return {
      enabled: user?.totpSecret != null,
      recoveryCodesLeft: user?.recoveryCodes.length ?? 0,
    };
  }

  async setUp(request: SignedInRequest, currentPassword: string): Promise<TotpSetupDto> {
    return this.totp.setUp(await this.prove(request, currentPassword));
  }

  async confirm(request: SignedInRequest, code: string): Promise<string[]> {
    const codes = await this.totp.confirm(request.session.userId, code);
    await this.note(request, 'second-factor.enabled');
    return codes;
  }

  async disable(request: SignedInRequest, proof: TotpChangeRequest): Promise<void> {
    await this.proveBoth(request, proof);
    await this.totp.switchOff(request.session.userId);
    await this.note(request, 'second-factor.disabled');
  }

  async renewRecoveryCodes(request: SignedInRequest, proof: TotpChangeRequest): Promise<string[]> {
    await this.proveBoth(request, proof);
    const codes = await this.totp.renewRecoveryCodes(request.session.userId);
    await this.note(request, 'second-factor.codes-renewed');
    return codes;
  }

  private prove({ session, origin }: SignedInRequest, password: string): Promise<AdminUser> {
    return this.credentials.checkPassword(attemptOf(session, origin), password);
  }

  private async proveBoth(request: SignedInRequest, proof: TotpChangeRequest): Promise<void> {
    const user = await this.prove(request, proof.currentPassword);
    if (!user.totpSecret)
      throw new RelayError('CONFLICT', { detail: 'The second factor is switched off.' });
    const attempt = attemptOf(request.session, request.origin);
    if (!(await this.credentials.isSecondFactor(attempt, user, proof.code))) throw wrongCode();
  }

  private note(by: SignedInRequest, action: string): Promise<void> {
    return this.trail.note(by, action, `users/${by.session.username}`);
  }
}

/** Counted by session: who holds a stolen one cannot try passwords without end either. */
function attemptOf(session: AdminSession, origin: RequestOrigin) {
  return {
    address: origin.address,
    username: session.username,
    device: `user ${session.userId}`,
  };
}
