import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '@3cx-relay/util';
import { ulid } from 'ulid';
import { AdminOptions, DEFAULT_ADMIN_PASSWORD } from '../admin-options';
import { PasswordHasher } from '../auth/password-hasher';
import { AdminUsersStore } from './admin-users.store';

export const FIRST_USERNAME = 'admin';

/** Makes the first user of a new relay, so that somebody can sign in. */
@Injectable()
export class FirstUser {
  private readonly logger = new Logger(FirstUser.name);

  constructor(
    private readonly users: AdminUsersStore,
    private readonly hasher: PasswordHasher,
    private readonly options: AdminOptions,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes `admin` when there is no user at all. One who still has the default password gets the
   * one that was set since; a password that somebody chose is never touched.
   * @returns whether anybody has the default password: the app then binds to loopback alone
   */
  async ensure(): Promise<{ readonly defaultPassword: boolean }> {
    const isDefault = this.options.firstPassword === DEFAULT_ADMIN_PASSWORD;
    // Hashing takes a while: the table is locked afterwards.
    const passwordHash = await this.hasher.hash(this.options.firstPassword);
    return this.users.transaction(async (tx) => {
      await this.users.lockTable(tx);
      if (await this.users.isEmpty(tx)) {
        await this.users.insert(this.firstUser(passwordHash, isDefault), tx);
        this.logger.log(`Made the first user, "${FIRST_USERNAME}"`);
      } else if (!isDefault) {
        for (const user of await this.users.withDefaultPassword(tx)) {
          const change = { passwordHash, mustChangePassword: false, defaultPassword: false };
          await this.users.update(user.id, change, tx);
        }
      }
      return { defaultPassword: (await this.users.withDefaultPassword(tx)).length > 0 };
    });
  }

  private firstUser(passwordHash: string, isDefault: boolean) {
    return {
      id: ulid(this.clock.now()),
      username: FIRST_USERNAME,
      passwordHash,
      role: 'admin',
      enabled: true,
      mustChangePassword: isDefault,
      defaultPassword: isDefault,
      totpSecret: null,
      totpPending: null,
      totpLastStep: 0,
      recoveryCodes: [],
      createdAt: new Date(this.clock.now()),
      lastSignInAt: null,
    } as const;
  }
}
