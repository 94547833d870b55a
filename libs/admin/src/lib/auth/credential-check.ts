import { Injectable } from '@nestjs/common';
import { RelayError, type RelayErrorOptions } from '@3cx-relay/contracts';
import type { AdminUser } from '../users/admin-user';
import { AdminUsersStore } from '../users/admin-users.store';
import { PasswordHasher } from './password-hasher';
import { type SignInAttempt, SignInLimits } from './sign-in-limits';
import { TotpService } from './totp.service';

const WRONG_CURRENT_PASSWORD: RelayErrorOptions = {
  detail: 'The current password is wrong.',
  errors: [{ field: 'currentPassword', message: 'This is not your current password.' }],
};

/** Checks who somebody is, with every failure counted, for signing in and for changing secrets. */
@Injectable()
export class CredentialCheck {
  constructor(
    private readonly limits: SignInLimits,
    private readonly users: AdminUsersStore,
    private readonly hasher: PasswordHasher,
    private readonly totp: TotpService,
  ) {}

  /**
   * Takes as long for a user who does not exist. The second factor is asked for after the right
   * password alone.
   * @throws RelayError INVALID_CREDENTIALS, TOO_MANY_REQUESTS
   */
  async check(attempt: SignInAttempt, password: string, totp?: string): Promise<AdminUser> {
    return this.counted(attempt, async () => {
      const user = await this.withPassword(attempt.username, password);
      if (!user.totpSecret) return user;
      if (totp === undefined || totp.trim() === '') throw new SecondFactorMissing();
      if (!(await this.isSecondFactor(attempt, user, totp))) {
        throw secondFactor('is wrong or was used before');
      }
      return user;
    });
  }

  /**
   * Six digits can be guessed from many addresses at once by somebody who has the password, so
   * codes are counted by user too; browsers that signed in before are counted by themselves.
   * @returns whether the code, which is used up by it, is right
   * @throws RelayError TOO_MANY_REQUESTS
   */
  async isSecondFactor(attempt: SignInAttempt, user: AdminUser, code: string): Promise<boolean> {
    const guess = { ...attempt, device: `second factor of ${attempt.device ?? user.id}` };
    this.limits.check(guess);
    this.limits.failed(guess);
    const isRight = await this.totp.use(user.id, code);
    if (isRight) this.limits.succeeded(guess);
    return isRight;
  }

  /** The password alone, of somebody who is signed in. @throws as {@link check}, at `currentPassword` */
  async checkPassword(attempt: SignInAttempt, password: string): Promise<AdminUser> {
    return this.counted(attempt, () =>
      this.withPassword(attempt.username, password, WRONG_CURRENT_PASSWORD),
    );
  }

  private async withPassword(
    username: string,
    password: string,
    wrong: RelayErrorOptions = { detail: 'Wrong user name or password.' },
  ): Promise<AdminUser> {
    const user = await this.users.findByName(username);
    const hash = user?.enabled ? user.passwordHash : null;
    const matches = await this.hasher.matches(password, hash);
    if (!user || !matches) throw new RelayError('INVALID_CREDENTIALS', wrong);
    return user;
  }

  private async counted(
    attempt: SignInAttempt,
    check: () => Promise<AdminUser>,
  ): Promise<AdminUser> {
    this.limits.check(attempt);
    this.limits.failed(attempt);
    try {
      const user = await check();
      this.limits.succeeded(attempt);
      return user;
    } catch (error) {
      const wrong = error instanceof RelayError && error.code === 'INVALID_CREDENTIALS';
      if (!wrong || error instanceof SecondFactorMissing) this.limits.undecided(attempt);
      throw error;
    }
  }
}

function secondFactor(message: string): RelayError {
  return new RelayError('INVALID_CREDENTIALS', {
    detail: `The code of the second factor ${message}.`,
    errors: [{ field: 'totp', message }],
  });
}

/** The password was right and no code was sent: a question, not a failure. */
class SecondFactorMissing extends RelayError {
  constructor() {
    super('INVALID_CREDENTIALS', {
      detail: 'Enter the code of your authenticator app, or a recovery code.',
      errors: [{ field: 'totp', message: 'is required' }],
    });
  }
}
