import { Injectable } from '@nestjs/common';
import { Audit } from '@3cx-relay/audit';
import { type LoginRequest, RelayError } from '@3cx-relay/contracts';
import { Clock } from '@3cx-relay/util';
import type { AdminUser } from '../users/admin-user';
import { AdminUsersStore } from '../users/admin-users.store';
import type { RequestOrigin } from './admin-session';
import { CredentialCheck } from './credential-check';
import { SessionService } from './session.service';
import type { NewSession } from './sessions.store';

/** Signs users in and out. */
@Injectable()
export class SignInService {
  constructor(
    private readonly credentials: CredentialCheck,
    private readonly users: AdminUsersStore,
    private readonly sessions: SessionService,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * @param device proof of an earlier sign-in from the same browser, or null
   * @throws RelayError INVALID_CREDENTIALS, with the field `totp` in `errors` when the password is
   *   right and the code of the second factor is missing or wrong; TOO_MANY_REQUESTS
   */
  async signIn(
    request: LoginRequest,
    origin: RequestOrigin,
    device: string | null,
  ): Promise<{ user: AdminUser; session: NewSession }> {
    const attempt = { address: origin.address, username: request.username, device };
    try {
      const user = await this.credentials.check(attempt, request.password, request.totp);
      const session = await this.sessions.open(user.id, origin);
      await this.users.update(user.id, { lastSignInAt: new Date(this.clock.now()) });
      await this.audit.record({
        actor: user.username,
        action: 'session.started',
        subject: `users/${user.username}`,
        from: origin.address,
        detail: { secondFactor: user.totpSecret !== null },
      });
      return { user, session };
    } catch (error) {
      if (error instanceof RelayError && error.code === 'INVALID_CREDENTIALS') {
        await this.audit.record({
          actor: request.username,
          action: 'session.refused',
          subject: null,
          from: origin.address,
          detail: { reason: error.errors?.[0]?.field ?? 'credentials' },
        });
      }
      throw error;
    }
  }

  async signOut(
    session: { readonly id: string; readonly userId: string; readonly username: string },
    origin: RequestOrigin,
  ): Promise<void> {
    await this.sessions.endOne(session.userId, session.id);
    await this.audit.record({
      actor: session.username,
      action: 'session.ended',
      subject: `users/${session.username}`,
      from: origin.address,
      detail: {},
    });
  }
}
