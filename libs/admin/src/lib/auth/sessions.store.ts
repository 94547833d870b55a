import { Injectable } from '@nestjs/common';
import type { Role } from '@3cx-relay/contracts';
import { StoreOptions } from '@3cx-relay/store';
import { DataSource, type EntityManager } from 'typeorm';
import type { AdminSession } from './admin-session';

interface SessionRow {
  readonly id: string;
  readonly user_id: string;
  readonly username: string;
  readonly role: Role;
  readonly must_change_password: boolean;
  readonly created_at: Date;
  readonly last_seen_at: Date;
  readonly expires_at: Date;
  readonly address: string;
  readonly user_agent: string | null;
}

const SELECT = `SELECT s.id, s.user_id, u.username, u.role,
    u.must_change_password OR u.default_password AS must_change_password, s.created_at,
    s.last_seen_at, s.expires_at, s.address, s.user_agent
  FROM admin_sessions s JOIN admin_users u ON u.id = s.user_id
  WHERE s.pbx_id = $1 AND s.expires_at > $2 AND u.enabled`;

export type NewSession = Pick<
  AdminSession,
  'id' | 'userId' | 'createdAt' | 'expiresAt' | 'address' | 'userAgent'
>;

/** The table of sessions. Methods that change it take the transaction they are part of. */
@Injectable()
export class SessionsStore {
  constructor(
    private readonly db: DataSource,
    private readonly options: StoreOptions,
  ) {}

  async insert(session: NewSession, tx: EntityManager = this.db.manager): Promise<void> {
    await tx.query(
      `INSERT INTO admin_sessions
         (id, pbx_id, user_id, created_at, last_seen_at, expires_at, address, user_agent)
       VALUES ($1, $2, $3, $4, $4, $5, $6, $7)`,
      [
        session.id,
        this.options.pbxId,
        session.userId,
        session.createdAt,
        session.expiresAt,
        session.address,
        session.userAgent,
      ],
    );
  }

  /** Undefined when it ended, its time is over, or its user is disabled. */
  async find(id: string, now: Date): Promise<AdminSession | undefined> {
    const rows: SessionRow[] = await this.db.query(`${SELECT} AND s.id = $3`, [
      this.options.pbxId,
      now,
      id,
    ]);
    return rows[0] && toModel(rows[0]);
  }

  /** Those of `ids` that are still good, by one look-up. */
  async findAll(ids: readonly string[], now: Date): Promise<AdminSession[]> {
    const rows: SessionRow[] = await this.db.query(`${SELECT} AND s.id = ANY($3)`, [
      this.options.pbxId,
      now,
      ids,
    ]);
    return rows.map(toModel);
  }

  /** Seen last first. */
  async ofUser(userId: string, now: Date): Promise<AdminSession[]> {
    const rows: SessionRow[] = await this.db.query(
      `${SELECT} AND s.user_id = $3 ORDER BY s.last_seen_at DESC, s.id LIMIT 1000`,
      [this.options.pbxId, now, userId],
    );
    return rows.map(toModel);
  }

  async touch(id: string, now: Date): Promise<void> {
    await this.db.query('UPDATE admin_sessions SET last_seen_at = $2 WHERE id = $1', [id, now]);
  }

  /** @returns the ids that were there */
  async end(
    which: { readonly userId: string; readonly id?: string; readonly except?: string },
    tx: EntityManager = this.db.manager,
  ): Promise<string[]> {
    const [rows]: [{ readonly id: string }[], number] = await tx.query(
      `DELETE FROM admin_sessions
       WHERE pbx_id = $1 AND user_id = $2
         AND ($3::text IS NULL OR id = $3) AND ($4::text IS NULL OR id <> $4)
       RETURNING id`,
      [this.options.pbxId, which.userId, which.id ?? null, which.except ?? null],
    );
    return rows.map((row) => row.id);
  }

  async forgetExpired(now: Date): Promise<void> {
    await this.db.query('DELETE FROM admin_sessions WHERE expires_at <= $1', [now]);
  }
}

function toModel(row: SessionRow): AdminSession {
  return {
    id: row.id,
    userId: row.user_id,
    username: row.username,
    role: row.role,
    mustChangePassword: row.must_change_password,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    address: row.address,
    userAgent: row.user_agent,
  };
}
