import {
  AUDIT_SORTS,
  type AuditEntryDto,
  type AuditListDto,
  type AuditQuery,
} from '@3cx-relay/contracts';
import {
  containing,
  type PagedRow,
  SortedList,
  StoreOptions,
  storableJson,
} from '@3cx-relay/store';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

export interface AuditNote {
  /** User name, `system`, the name that was tried, or `api-keys/ID` for a program. */
  readonly actor: string;
  /** Such as `session.started`, `api-key.created`, `connection.reconnect`. */
  readonly action: string;
  readonly subject: string | null;
  /** Address it came from. */
  readonly from: string | null;
  /** Never a secret. */
  readonly detail: Readonly<Record<string, unknown>>;
}

interface AuditRow extends PagedRow {
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string | null;
  readonly address: string | null;
  readonly detail: Record<string, unknown>;
}

const ID = { sql: 'id', type: 'bigint' } as const;
const ENTRIES = new SortedList<(typeof AUDIT_SORTS)[number]>({
  id: ID,
  fields: {
    // Entries get their number when they are written.
    at: ID,
    actor: { sql: 'actor', type: 'text' },
    // As in its index.
    action: { sql: 'action COLLATE "C"', type: 'text' },
  },
  usual: '-at',
});

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

  /** Stable while entries are added. @throws RelayError INVALID_REQUEST (cursor) */
  async list({ actor, action, search, ...query }: AuditQuery): Promise<AuditListDto> {
    const page = ENTRIES.page(query, 3);
    const rows: AuditRow[] = await this.db.query(
      `SELECT id, at, actor, action, subject, address, detail, ${page.columns} FROM audit_entries
        WHERE ($1::text IS NULL OR actor = $1)
          AND ($2::text IS NULL OR action COLLATE "C" = $2
               OR starts_with(action COLLATE "C", $2 || '.'))
          AND ($3::text IS NULL
               OR concat_ws(' ', actor, action, subject, address, detail::text) ILIKE $3)
          AND ${page.after} ${page.tail}`,
      [actor ?? null, action ?? null, search ? containing(search) : null, ...page.values],
    );
    const { rows: shown, nextCursor } = page.take(rows);
    return { items: shown.map(toEntry), nextCursor };
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
