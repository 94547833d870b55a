import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import {
  type AdminUser,
  ApiAccess,
  Cell,
  type Column,
  Command,
  Confirm,
  Icon,
  PagedList,
  PagedTable,
  RowAction,
  SearchBox,
  Time,
  Toasts,
  type UpdateAdminUser,
} from '@3cx-relay/ui';
import { SessionStore } from '../../session/session-store';
import { USERS_TEXTS } from '../../texts/system';
import { TEXTS } from '../../texts/texts';
import { UserForm, type UserValues } from './user-form';

const { columns: T } = USERS_TEXTS;
type Sort = 'username' | 'role' | 'enabled' | 'totpEnabled' | 'lastSignInAt' | 'sessions';
const COLUMNS: readonly Column<AdminUser, Sort>[] = [
  { key: 'username', label: T.username, order: 'username' },
  {
    key: 'role',
    label: T.role,
    text: ({ role }) => TEXTS.role[role],
    order: 'role',
  },
  { key: 'state', label: T.state, order: 'enabled' },
  {
    key: 'totp',
    label: T.totp,
    text: ({ totpEnabled }) => (totpEnabled ? USERS_TEXTS.on : USERS_TEXTS.off),
    order: 'totpEnabled',
  },
  { key: 'signIn', label: T.signIn, order: 'lastSignInAt' },
  {
    key: 'sessions',
    label: T.sessions,
    text: ({ sessions }) => String(sessions),
    order: 'sessions',
  },
  { key: 'actions', label: T.actions },
];

/** What differs from how the user is; an empty password stays. */
export function changesOf(user: AdminUser, values: UserValues): UpdateAdminUser {
  return {
    ...(values.role === user.role ? {} : { role: values.role }),
    ...(values.password === '' ? {} : { password: values.password }),
    ...(values.mustChangePassword === user.mustChangePassword
      ? {}
      : { mustChangePassword: values.mustChangePassword }),
    ...(values.enabled === user.enabled ? {} : { enabled: values.enabled }),
    ...(values.removeTotp ? { totpEnabled: false as const } : {}),
  };
}

@Component({
  selector: 'admin-users-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Cell, Icon, PagedTable, RowAction, SearchBox, Time, UserForm],
  templateUrl: './users-page.html',
})
export class UsersPage {
  private readonly api = inject(ApiAccess);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  protected readonly session = inject(SessionStore);
  protected readonly search = signal('');
  protected readonly texts = USERS_TEXTS;
  protected readonly words = TEXTS;
  protected readonly columns = COLUMNS;
  protected readonly open = signal<{ readonly user: AdminUser | null } | null>(null);
  protected readonly command = new Command();
  protected readonly list = new PagedList<AdminUser, string, Sort>(
    this.search,
    ({ filter, ...page }) => this.api.admin.listUsers({ search: filter, ...page }),
  );
  protected readonly idOf = ({ id }: AdminUser) => id;

  protected show(open: { readonly user: AdminUser | null } | null): void {
    this.command.forget();
    this.open.set(open);
  }

  protected async save(user: AdminUser | null, values: UserValues): Promise<void> {
    const done = await this.command.run(() =>
      user ? this.change(user, values) : this.create(values),
    );
    if (!done) return;
    this.show(null);
    this.toasts.done(user ? USERS_TEXTS.saved : USERS_TEXTS.created);
    this.list.reload();
  }

  protected async endSessions({ id, username }: AdminUser): Promise<void> {
    if (!(await this.confirm.ask(USERS_TEXTS.endAsk(username)))) return;
    await this.toasts.attempt(() => this.api.admin.endUserSessions(id), USERS_TEXTS.ended);
    this.list.reload();
  }

  protected async remove({ id, username }: AdminUser): Promise<void> {
    if (!(await this.confirm.ask(USERS_TEXTS.removeAsk(username)))) return;
    await this.toasts.attempt(() => this.api.admin.deleteUser(id), USERS_TEXTS.removed);
    this.list.reload();
  }

  private async create({ username, password, role, mustChangePassword }: UserValues) {
    await this.api.admin.createUser({ username, password, role, mustChangePassword });
  }

  private async change(user: AdminUser, values: UserValues): Promise<void> {
    const changes = changesOf(user, values);
    if (Object.keys(changes).length > 0) await this.api.admin.updateUser(user.id, changes);
  }
}
