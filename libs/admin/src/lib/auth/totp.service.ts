import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RelayError, type TotpSetupDto } from '@3cx-relay/contracts';
import { Clock } from '@3cx-relay/util';
import { AdminOptions } from '../admin-options';
import type { AdminUser } from '../users/admin-user';
import { AdminUsersStore } from '../users/admin-users.store';
import { deriveKey, keyedDigest, SecretBox } from './secret-box';
import { matchTotp, newTotpSecret, otpauthUrl, toBase32 } from './totp';

const RECOVERY_CODES = 10;
/** 80 bits each: no need of a slow hash. */
const RECOVERY_BYTES = 10;

/** A user without a second factor. */
export const WITHOUT_TOTP = {
  totpSecret: null,
  totpPending: null,
  totpLastStep: 0,
  recoveryCodes: [],
} as const;

/** The second factor of users: setting it up, checking it, its recovery codes. */
@Injectable()
export class TotpService {
  private readonly box: SecretBox;
  private readonly recoveryKey: Buffer;

  constructor(
    private readonly users: AdminUsersStore,
    private readonly clock: Clock,
    private readonly options: AdminOptions,
  ) {
    this.box = new SecretBox(options.encryptionKey);
    this.recoveryKey = deriveKey(options.encryptionKey, 'admin recovery codes');
  }

  /** Makes a secret that is in force once {@link confirm} saw a code of it. */
  async setUp(user: AdminUser): Promise<TotpSetupDto> {
    if (user.totpSecret) {
      throw new RelayError('CONFLICT', {
        detail: 'The second factor is on already. Switch it off first.',
      });
    }
    const secret = newTotpSecret();
    await this.users.update(user.id, { totpPending: this.box.seal(secret, contextOf(user)) });
    const issuer = this.options.pbxHost ? `3cx-relay ${this.options.pbxHost}` : '3cx-relay';
    return { secret: toBase32(secret), otpauthUrl: otpauthUrl(secret, user.username, issuer) };
  }

  /** @returns the recovery codes, which are shown this once */
  async confirm(userId: string, code: string): Promise<string[]> {
    return this.users.transaction(async (tx) => {
      const user = await this.users.findById(userId, tx);
      if (!user?.totpPending) {
        throw new RelayError('CONFLICT', { detail: 'Set the second factor up first.' });
      }
      const step = this.matchStep(user.totpPending, user, code);
      if (step === undefined) throw wrongCode();
      const codes = newRecoveryCodes();
      const change = {
        totpSecret: user.totpPending,
        totpPending: null,
        totpLastStep: step,
        recoveryCodes: codes.map((text) => this.digest(text)),
      };
      await this.users.update(user.id, change, tx);
      return codes;
    });
  }

  async renewRecoveryCodes(userId: string): Promise<string[]> {
    const codes = newRecoveryCodes();
    await this.users.update(userId, { recoveryCodes: codes.map((text) => this.digest(text)) });
    return codes;
  }

  async switchOff(userId: string): Promise<void> {
    await this.users.update(userId, WITHOUT_TOTP);
  }

  /**
   * Checks a code of the app or a recovery code and uses it up; of several requests with the same
   * code one succeeds.
   */
  async use(userId: string, typed: string): Promise<boolean> {
    return this.users.transaction(async (tx) => {
      const user = await this.users.findById(userId, tx);
      if (!user?.totpSecret) return false;
      const step = this.matchStep(user.totpSecret, user, typed);
      if (step !== undefined) {
        await this.users.update(user.id, { totpLastStep: step }, tx);
        return true;
      }
      const digest = this.digest(typed);
      if (!user.recoveryCodes.includes(digest)) return false;
      const recoveryCodes = user.recoveryCodes.filter((other) => other !== digest);
      await this.users.update(user.id, { recoveryCodes }, tx);
      return true;
    });
  }

  private matchStep(sealed: Buffer, user: AdminUser, code: string): number | undefined {
    const secret = this.box.open(sealed, contextOf(user));
    return matchTotp(secret, code, this.clock.now(), user.totpLastStep);
  }

  private digest(code: string): string {
    return keyedDigest(this.recoveryKey, code.toLowerCase().replaceAll(/[^a-z2-7]/g, ''));
  }
}

export function wrongCode(): RelayError {
  return new RelayError('INVALID_REQUEST', {
    detail: 'The code is wrong or was used before.',
    errors: [{ field: 'code', message: 'is wrong or was used before' }],
  });
}

const contextOf = (user: AdminUser) => `admin totp ${user.id}`;

function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const text = toBase32(randomBytes(RECOVERY_BYTES)).toLowerCase();
    return text.match(/.{4}/g)?.join('-') ?? text;
  });
}
