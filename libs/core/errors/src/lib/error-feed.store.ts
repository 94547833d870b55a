import {
  ERROR_SORTS,
  type ErrorCountsDto,
  type ErrorItemDto,
  type ErrorListDto,
  type ErrorQuery,
  RelayError,
  SEVERITIES,
  type Severity,
} from '@3cx-relay/contracts';
import { containing, type PagedRow, SortedList, StoreOptions } from '@3cx-relay/store';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ErrorReport } from './error-report';

interface ErrorRow {
  readonly id: string;
  readonly severity: Severity;
  readonly component: string;
  readonly code: string;
  readonly message: string;
  readonly detail: string | null;
  readonly remedy: string | null;
  readonly raw: string | null;
  readonly count: string;
  readonly first_at: Date;
  readonly last_at: Date;
  readonly acknowledged_at: Date | null;
  readonly acknowledged_by: string | null;
  readonly note: string | null;
}

const COLUMNS = `id, severity, component, code, message, detail, remedy, raw, count, first_at,
  last_at, acknowledged_at, acknowledged_by, note`;
const ERRORS = new SortedList<(typeof ERROR_SORTS)[number]>({
  id: { sql: 'id', type: 'bigint' },
  fields: {
    severity: {
      sql: `array_position('{${SEVERITIES.join()}}'::text[], severity)`,
      type: 'bigint',
    },
    component: { sql: 'component', type: 'text' },
    message: { sql: 'left(lower(message), 100)', type: 'text' },
    count: { sql: 'count', type: 'bigint' },
    firstAt: { sql: 'first_at', type: 'timestamptz' },
    lastAt: { sql: 'last_at', type: 'timestamptz' },
  },
  usual: '-lastAt',
});

/** The rows of the error feed. */
@Injectable()
export class ErrorFeedStore {
  constructor(
    private readonly db: DataSource,
    private readonly options: StoreOptions,
  ) {}

  /** Adds an error, or counts it where the same one is open. */
  async count(
    fingerprint: string,
    report: Required<ErrorReport>,
    at: string,
  ): Promise<ErrorItemDto> {
    const { severity, component, code, message, detail, remedy, raw } = report;
    const rows: ErrorRow[] = await this.db.query(
      `INSERT INTO error_feed (pbx_id, fingerprint, severity, component, code, message, detail,
                               remedy, raw, count, first_at, last_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10)
       ON CONFLICT (pbx_id, fingerprint) WHERE acknowledged_at IS NULL DO UPDATE SET
         count = error_feed.count + 1, last_at = EXCLUDED.last_at, message = EXCLUDED.message,
         detail = EXCLUDED.detail, remedy = EXCLUDED.remedy, raw = EXCLUDED.raw
       RETURNING ${COLUMNS}`,
      [
        this.options.pbxId,
        fingerprint,
        severity,
        component,
        code,
        message,
        detail,
        remedy,
        raw,
        at,
      ],
    );
    return toItem(only(rows));
  }

  /** @throws RelayError INVALID_REQUEST for a foreign cursor */
  async list(query: ErrorQuery): Promise<ErrorListDto> {
    const { severity, component, acknowledged, search } = query;
    const page = ERRORS.page(query, 4);
    const rows: (ErrorRow & PagedRow)[] = await this.db.query(
      `SELECT ${COLUMNS}, ${page.columns} FROM error_feed
        WHERE ($1::text[] IS NULL OR severity = ANY($1))
          AND ($2::text IS NULL OR component = $2)
          AND ($3::boolean IS NULL OR (acknowledged_at IS NOT NULL) = $3)
          AND ($4::text IS NULL OR concat_ws(' ', code, message, detail, remedy, raw) ILIKE $4)
          AND ${page.after} ${page.tail}`,
      [
        ...[severity ?? null, component ?? null, acknowledged ?? null],
        ...[search ? containing(search) : null, ...page.values],
      ],
    );
    const { rows: shown, nextCursor } = page.take(rows);
    return { items: shown.map(toItem), nextCursor };
  }

  async counts(): Promise<ErrorCountsDto> {
    const open: { severity: Severity; n: string }[] = await this.db.query(
      'SELECT severity, count(*) AS n FROM error_feed WHERE acknowledged_at IS NULL GROUP BY 1',
    );
    const components: { component: string }[] = await this.db.query(
      `WITH RECURSIVE known AS (
         (SELECT component FROM error_feed ORDER BY component LIMIT 1)
         UNION ALL
         SELECT (SELECT next.component FROM error_feed next WHERE next.component > known.component
                  ORDER BY next.component LIMIT 1)
           FROM known WHERE known.component IS NOT NULL)
       SELECT component FROM known WHERE component IS NOT NULL`,
    );
    const of = (severity: Severity) =>
      Number(open.find((row) => row.severity === severity)?.n ?? 0);
    const bySeverity = Object.fromEntries(SEVERITIES.map((name) => [name, of(name)])) as Record<
      Severity,
      number
    >;
    return {
      unacknowledged: Object.values(bySeverity).reduce((sum, n) => sum + n, 0),
      bySeverity,
      components: components.map((row) => row.component),
    };
  }

  async acknowledge(
    id: string,
    { by, note }: { by: string; note: string | null },
    at: string,
  ): Promise<ErrorItemDto> {
    const [rows] = await this.db.query<[ErrorRow[], number]>(
      `UPDATE error_feed SET acknowledged_at = coalesce(acknowledged_at, $2),
              acknowledged_by = coalesce(acknowledged_by, $3), note = coalesce($4, note)
        WHERE id = $1 RETURNING ${COLUMNS}`,
      [/^\d{1,18}$/.test(id) ? id : 0, at, by, note],
    );
    if (rows.length === 0) throw new RelayError('NOT_FOUND', { detail: 'There is no such error.' });
    return toItem(only(rows));
  }

  async acknowledgeMany(
    ids: readonly string[] | null,
    { by, note }: { by: string; note: string | null },
    at: string,
  ): Promise<number> {
    const known = ids?.filter((id) => /^\d{1,18}$/.test(id)) ?? null;
    const [, count] = await this.db.query<[unknown, number]>(
      `UPDATE error_feed SET acknowledged_at = $2, acknowledged_by = $3, note = $4
        WHERE acknowledged_at IS NULL AND ($1::bigint[] IS NULL OR id = ANY($1))`,
      [known, at, by, note],
    );
    return count;
  }
}

function only(rows: readonly ErrorRow[]): ErrorRow {
  const [row] = rows;
  if (!row) throw new Error('the store gave no row back');
  return row;
}

function toItem(row: ErrorRow): ErrorItemDto {
  return {
    id: row.id,
    severity: row.severity,
    component: row.component,
    code: row.code,
    message: row.message,
    detail: row.detail,
    remedy: row.remedy,
    raw: row.raw,
    count: Number(row.count),
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    acknowledged: row.acknowledged_at !== null,
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    acknowledgedBy: row.acknowledged_by,
    note: row.note,
  };
}
