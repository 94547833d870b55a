import type { AuditEntryDto, AuditListDto, AuditQuery } from '@3cx-relay/contracts';
import { decodeCursor, encodeCursor, StoreOptions, storableJson } from '@3cx-relay/store';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

export interface AuditNote {
  /** User name, `system`, or the name that was tried. */
  readonly actor: string;
  /** Such as `session.started`, `api-key.created`, `connection.reconnect`. */
  readonly action: string;
  readonly subject: string | null;
  /** Address it came from. */
  readonly from: string | null;
  /** Never a secret. */
  readonly detail: Readonly<Record<string, unknown>>;
}

interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string | null;
  readonly address: string | null;
  readonly detail: Record<string, unknown>;
}

const DEFAULT_LIMIT = 100;

/** Who did what, when, from where. What is written stays: the table itself refuses changes. */
@Injectable()
export class Audit {
  constructor(
    private readonly db: DataSource,
    private readonly store: StoreOptions,
    private readonly clock: Clock,
  ) {}

  async record({ actor, action, subject, from, detail }: AuditNote): Promise<void> {
    await this.db.query(
      `INSERT INTO audit_entries (pbx_id, at, actor, action, subject, address, detail)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        ...[this.store.pbxId, this.clock.nowIso(), storable(actor), action],
        ...[subject === null ? null : storable(subject), from, storableJson(detail)],
      ],
    );
  }

  /** Newest first; stable while entries are added. @throws RelayError INVALID_REQUEST (cursor) */
  async list({
    actor,
    action,
    search,
    cursor,
    limit = DEFAULT_LIMIT,
  }: AuditQuery): Promise<AuditListDto> {
    const [before] = cursor === undefined ? [null] : decodeCursor(cursor, 1);
    const rows: AuditRow[] = await this.db.query(
      `SELECT id, at, actor, action, subject, address, detail FROM audit_entries
        WHERE ($1::bigint IS NULL OR id < $1)
          AND ($2::text IS NULL OR actor = $2)
          AND ($3::text IS NULL OR action = $3 OR starts_with(action, $3 || '.'))
          AND ($4::text IS NULL
               OR concat_ws(' ', actor, action, subject, address, detail::text) ILIKE $4)
        ORDER BY id DESC LIMIT $5`,
      [before, actor ?? null, action ?? null, search ? `%${escapeLike(search)}%` : null, limit + 1],
    );
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      items: rows.slice(0, limit).map(toEntry),
      nextCursor: last ? encodeCursor([last.id]) : null,
    };
  }
}

function toEntry(row: AuditRow): AuditEntryDto {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    address: row.address,
    detail: row.detail,
  };
}

/** A name that was tried may hold anything; PostgreSQL's text holds no NUL. */
function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd');
}

/** What a user searches for is text, not a pattern. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
