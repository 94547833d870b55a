import { Injectable } from '@nestjs/common';
import {
  type AdminUserDto,
  type AdminUserListDto,
  type AdminUserQuery,
  type CreateAdminUserRequest,
  RelayError,
  type UpdateAdminUserRequest,
} from '@3cx-relay/contracts';
import { Clock } from '@3cx-relay/util';
import type { EntityManager } from 'typeorm';
import { ulid } from 'ulid';
import { AuditTrail } from '../audit/audit-trail';
import type { SignedInRequest } from '../auth/account.service';
import { PasswordHasher } from '../auth/password-hasher';
import { SessionService } from '../auth/session.service';
import { WITHOUT_TOTP } from '../auth/totp.service';
import { type AdminUser, toUserDto } from './admin-user';
import { AdminUsersStore, type UserChange } from './admin-users.store';

/** Management of users by an admin. The last admin who can sign in stays one. */
@Injectable()
export class AdminUsersService {
  constructor(
    private readonly users: AdminUsersStore,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionService,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async list(query: AdminUserQuery): Promise<AdminUserListDto> {
    const { users, nextCursor } = await this.users.page(query, new Date(this.clock.now()));
    return { items: users.map(({ user, sessions }) => toUserDto(user, sessions)), nextCursor };
  }

  /** @throws RelayError CONFLICT when the name is taken */
  async create(by: SignedInRequest, request: CreateAdminUserRequest): Promise<AdminUserDto> {
    const user: AdminUser = {
      id: ulid(this.clock.now()),
      username: request.username,
      passwordHash: await this.hasher.hash(request.password),
      role: request.role,
      enabled: true,
      mustChangePassword: request.mustChangePassword ?? false,
      defaultPassword: false,
      ...WITHOUT_TOTP,
      createdAt: new Date(this.clock.now()),
      lastSignInAt: null,
    };
    if (!(await this.users.insert(user))) {
      throw new RelayError('CONFLICT', {
        detail: `There is a user "${request.username}" already.`,
        errors: [{ field: 'username', message: 'This name is taken. Choose another.' }],
      });
    }
    await this.note(by, 'user.created', user, { role: user.role });
    return toUserDto(user, 0);
  }

  /** @throws RelayError NOT_FOUND; CONFLICT when nobody would be left to administer */
  async update(
    by: SignedInRequest,
    id: string,
    request: UpdateAdminUserRequest,
  ): Promise<AdminUserDto> {
    const change = await this.toChange(request);
    const { user, ended } = await this.users.transaction(async (tx) => {
      const losesAdmin = request.role === 'viewer' || request.enabled === false;
      const before = losesAdmin ? await this.dispensable(id, tx) : await this.found(id, tx);
      await this.users.update(id, change, tx);
      const endsSessions =
        request.password !== undefined ||
        request.enabled === false ||
        (request.role !== undefined && request.role !== before.role);
      return {
        user: await this.found(id, tx),
        ended: endsSessions ? await this.sessions.endWithin(tx, id) : [],
      };
    });
    this.sessions.tell(ended);
    const { password, ...told } = request;
    await this.note(by, 'user.changed', user, {
      ...told,
      ...(password ? { password: 'set' } : {}),
    });
    return toUserDto(user, (await this.sessions.ofUser(id)).length);
  }

  /** @throws as {@link update} */
  async delete(by: SignedInRequest, id: string): Promise<void> {
    const { user, ended } = await this.users.transaction(async (tx) => {
      const before = await this.dispensable(id, tx);
      const sessions = await this.sessions.endWithin(tx, id);
      await this.users.delete(id, tx);
      return { user: before, ended: sessions };
    });
    this.sessions.tell(ended);
    await this.note(by, 'user.deleted', user, {});
  }

  /** Signs a user out everywhere. @returns how many sessions were ended */
  async endSessions(by: SignedInRequest, id: string): Promise<number> {
    const user = await this.found(id);
    const ended = await this.sessions.endAll(id);
    await this.note(by, 'user.signed-out', user, { sessionsEnded: ended });
    return ended;
  }

  private async toChange(request: UpdateAdminUserRequest): Promise<UserChange> {
    const { password, totpEnabled, ...same } = request;
    return {
      ...same,
      ...(totpEnabled === false ? WITHOUT_TOTP : {}),
      ...(password === undefined
        ? {}
        : { passwordHash: await this.hasher.hash(password), defaultPassword: false }),
    };
  }

  /** The user, once it is sure that another admin is left; admins are locked first, in order. */
  private async dispensable(id: string, tx: EntityManager): Promise<AdminUser> {
    const admins = await this.users.lockAdmins(tx);
    const user = await this.found(id, tx);
    if (admins.length === 1 && admins[0] === user.id) {
      throw new RelayError('CONFLICT', {
        detail: `"${user.username}" is the last admin. Make another one first.`,
      });
    }
    return user;
  }

  private async found(id: string, tx?: EntityManager): Promise<AdminUser> {
    const user = await this.users.findById(id, tx);
    if (!user) throw new RelayError('NOT_FOUND', { detail: 'No such user.' });
    return user;
  }

  private note(
    by: SignedInRequest,
    action: string,
    user: AdminUser,
    detail: Record<string, unknown>,
  ): Promise<void> {
    return this.trail.note(by, action, `users/${user.username}`, detail);
  }
}
