import { Injectable } from '@nestjs/common';
import { ADMIN_USER_SORTS, type AdminUserQuery, type Role } from '@3cx-relay/contracts';
import { type PagedRow, SortedList, StoreOptions } from '@3cx-relay/store';
import { DataSource, type EntityManager } from 'typeorm';
import type { AdminUser } from './admin-user';

interface UserRow {
  readonly id: string;
  readonly username: string;
  readonly password_hash: string;
  readonly role: Role;
  readonly enabled: boolean;
  readonly must_change_password: boolean;
  readonly default_password: boolean;
  readonly totp_secret: Buffer | null;
  readonly totp_pending: Buffer | null;
  readonly totp_last_step: string;
  readonly recovery_codes: string[];
  readonly created_at: Date;
  readonly last_sign_in_at: Date | null;
}

const COLUMNS = {
  passwordHash: 'password_hash',
  role: 'role',
  enabled: 'enabled',
  mustChangePassword: 'must_change_password',
  defaultPassword: 'default_password',
  totpSecret: 'totp_secret',
  totpPending: 'totp_pending',
  totpLastStep: 'totp_last_step',
  recoveryCodes: 'recovery_codes',
  lastSignInAt: 'last_sign_in_at',
} as const satisfies Partial<Record<keyof AdminUser, string>>;

const NAME = { sql: 'username_key', type: 'text' } as const;
const USERS = new SortedList<(typeof ADMIN_USER_SORTS)[number]>({
  id: NAME,
  fields: {
    username: NAME,
    role: { sql: 'role', type: 'text' },
    enabled: { sql: 'enabled::int', type: 'bigint' },
    totpEnabled: { sql: '(totp_secret IS NOT NULL)::int', type: 'bigint' },
    createdAt: { sql: 'created_at', type: 'timestamptz' },
    // Who never signed in, long ago.
    lastSignInAt: { sql: `coalesce(last_sign_in_at, 'epoch')`, type: 'timestamptz' },
    sessions: { sql: 'sessions', type: 'bigint' },
  },
  usual: 'username',
});

export interface UsersPage {
  readonly users: readonly { readonly user: AdminUser; readonly sessions: number }[];
  readonly nextCursor: string | null;
}

/** What is undefined stays as it is. */
export type UserChange = {
  readonly [K in keyof typeof COLUMNS]?: AdminUser[K] | undefined;
};

/** The table of users. A name is found whatever its case. */
@Injectable()
export class AdminUsersStore {
  constructor(
    private readonly db: DataSource,
    private readonly options: StoreOptions,
  ) {}

  transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.db.transaction(work);
  }

  /** @returns false when the name is taken */
  async insert(user: AdminUser, tx: EntityManager = this.db.manager): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `INSERT INTO admin_users (id, pbx_id, username, username_key, password_hash, role, enabled,
         must_change_password, default_password, created_at)
       VALUES ($1, $2, $3, lower($3), $4, $5, $6, $7, $8, $9)
       ON CONFLICT (pbx_id, username_key) DO NOTHING RETURNING id`,
      [
        user.id,
        this.options.pbxId,
        user.username,
        user.passwordHash,
        user.role,
        user.enabled,
        user.mustChangePassword,
        user.defaultPassword,
        user.createdAt,
      ],
    );
    return rows.length > 0;
  }

  async findByName(username: string): Promise<AdminUser | undefined> {
    return this.one('username_key = lower($2)', username, this.db.manager);
  }

  /** With `tx` the row stays locked until the transaction ends. */
  async findById(id: string, tx?: EntityManager): Promise<AdminUser | undefined> {
    return this.one(`id = $2${tx ? ' FOR UPDATE' : ''}`, id, tx ?? this.db.manager);
  }

  /** A page of them, with how many sessions each has open. @throws RelayError INVALID_REQUEST (cursor) */
  async page(query: AdminUserQuery, now: Date): Promise<UsersPage> {
    const page = USERS.page(query, 3);
    const rows: (UserRow & PagedRow & { sessions: string })[] = await this.db.query(
      `SELECT *, ${page.columns} FROM (
         SELECT u.*, (SELECT count(*) FROM admin_sessions s
                       WHERE s.user_id = u.id AND s.expires_at > $3) AS sessions
           FROM admin_users u WHERE u.pbx_id = $1) AS users
        WHERE position(lower($2) IN username_key) > 0 AND ${page.after} ${page.tail}`,
      [this.options.pbxId, query.search ?? '', now, ...page.values],
    );
    const { rows: shown, nextCursor } = page.take(rows);
    const users = shown.map((row) => ({ user: toModel(row), sessions: Number(row.sessions) }));
    return { users, nextCursor };
  }

  async update(id: string, change: UserChange, tx: EntityManager = this.db.manager): Promise<void> {
    const entries = Object.entries(change).flatMap(([field, value]) =>
      isColumn(field) && value !== undefined ? [{ column: COLUMNS[field], value }] : [],
    );
    if (entries.length === 0) return;
    const sets = entries.map(({ column }, index) => `${column} = $${index + 2}`);
    await tx.query(`UPDATE admin_users SET ${sets.join(', ')} WHERE id = $1`, [
      id,
      ...entries.map(({ value }) => value),
    ]);
  }

  async delete(id: string, tx: EntityManager): Promise<void> {
    await tx.query('DELETE FROM admin_users WHERE id = $1', [id]);
  }

  /** Locks the admins who can sign in, so that two who are taken away at once see each other. */
  async lockAdmins(tx: EntityManager): Promise<string[]> {
    const rows: { readonly id: string }[] = await tx.query(
      `SELECT id FROM admin_users WHERE pbx_id = $1 AND role = 'admin' AND enabled
       ORDER BY id FOR UPDATE`,
      [this.options.pbxId],
    );
    return rows.map((row) => row.id);
  }

  /** One relay at a time makes the first user. */
  async lockTable(tx: EntityManager): Promise<void> {
    await tx.query('LOCK TABLE admin_users IN SHARE ROW EXCLUSIVE MODE');
  }

  async isEmpty(tx: EntityManager): Promise<boolean> {
    const rows: unknown[] = await tx.query('SELECT 1 FROM admin_users WHERE pbx_id = $1 LIMIT 1', [
      this.options.pbxId,
    ]);
    return rows.length === 0;
  }

  /** Users who still have the password that everybody knows. */
  async withDefaultPassword(tx: EntityManager = this.db.manager): Promise<AdminUser[]> {
    const rows: UserRow[] = await tx.query(
      'SELECT * FROM admin_users WHERE pbx_id = $1 AND default_password',
      [this.options.pbxId],
    );
    return rows.map(toModel);
  }

  private async one(where: string, value: string, tx: EntityManager) {
    const rows: UserRow[] = await tx.query(
      `SELECT * FROM admin_users WHERE pbx_id = $1 AND ${where}`,
      [this.options.pbxId, value],
    );
    return rows[0] && toModel(rows[0]);
  }
}

function isColumn(field: string): field is keyof typeof COLUMNS {
  return Object.hasOwn(COLUMNS, field);
}

function toModel(row: UserRow): AdminUser {
  return {
    id: row.id,
    username: row.username,
    passwordHash: row.password_hash,
    role: row.role,
    enabled: row.enabled,
    mustChangePassword: row.must_change_password || row.default_password,
    defaultPassword: row.default_password,
    totpSecret: row.totp_secret,
    totpPending: row.totp_pending,
    totpLastStep: Number(row.totp_last_step),
    recoveryCodes: row.recovery_codes,
    createdAt: row.created_at,
    lastSignInAt: row.last_sign_in_at,
  };
}
