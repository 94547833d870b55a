import {
  type CallRecord,
  type CallRecording,
  digitsOf,
  type HistoryQuery,
  joinSegments,
} from '@3cx-relay/pbx-connection';
import { Injectable } from '@nestjs/common';
import type { QueryResultRow } from 'pg';
import { PbxDatabase } from './pbx-database';
import { isoColumn, RECORD_COLUMNS, type RecordRow, toSegment } from './record-row';
import { type DetectedTables, RecordTables } from './record-tables';

/** A place in the order of the rows by end. */
export interface RowPosition {
  readonly endedAt: string;
  readonly id: string;
}

export interface ChangedRow extends RowPosition {
  readonly callId: string;
  /** Changes with the content of the row. */
  readonly fingerprint: string;
}

/** A place in the order of the calls by start. */
export interface CallPosition {
  readonly startedAt: string;
  readonly callId: string;
}

interface RecordingRow {
  readonly segment_id: string;
  readonly recording_id: string;
  readonly url: string | null;
  readonly transcription: string | null;
  readonly summary: string | null;
}

/** Longer calls may show a later start in a page of history than they had. */
const LONGEST_CALL = "interval '1 day'";

/** The statements that read call records, whatever tables there are. */
@Injectable()
export class RecordQueries {
  constructor(
    private readonly db: PbxDatabase,
    private readonly tables: RecordTables,
  ) {}

  /** The table that is read; `null` before it was found. */
  get table(): string | null {
    return this.tables.current;
  }

  /** The time by the clock of the PBX. */
  async now(): Promise<string> {
    const [row] = await this.run<{ now: string }>(`SELECT ${isoColumn('now()')} AS now`, []);
    return row?.now ?? '';
  }

  /** Rows that ended after a position, oldest end first. */
  async changedRows(after: RowPosition, limit: number): Promise<ChangedRow[]> {
    const { view } = await this.tables.detect();
    const rows = await this.run<{ id: string; call_id: string; ended_at: string; mark: string }>(
      `SELECT id, call_id, ${isoColumn('ended_at')} AS ended_at, md5(v::text) AS mark
         FROM (${view.sql}) v
        WHERE ended_at >= $1::timestamptz AND (ended_at, id) > ($1::timestamptz, $2)
        ORDER BY v.ended_at, id LIMIT $3`,
      [after.endedAt, after.id, limit],
    );
    return rows.map((row) => ({
      id: row.id,
      callId: row.call_id,
      endedAt: row.ended_at,
      fingerprint: row.mark,
    }));
  }

  /** Calls that began before a position, newest start first, narrowed as far as SQL can. */
  async callsBefore(
    query: HistoryQuery,
    before: CallPosition | null,
    from: string | null,
    limit: number,
  ): Promise<CallPosition[]> {
    const { view } = await this.tables.detect();
    const values: unknown[] = [];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const rowConditions = [
      ...(from === null ? [] : [`started_at >= ${bind(from)}::timestamptz - ${LONGEST_CALL}`]),
      ...(query.end === undefined ? [] : [`started_at < ${bind(query.end)}::timestamptz`]),
      ...(before === null ? [] : [`started_at <= ${bind(before.startedAt)}::timestamptz`]),
    ];
    const callConditions = [
      ...(from === null ? [] : [`started_at >= ${bind(from)}::timestamptz`]),
      ...(before === null
        ? []
        : [
            `(started_at, call_id) < (${bind(before.startedAt)}::timestamptz, ${bind(before.callId)})`,
          ]),
      ...partyConditions(query, bind).map((condition) => {
        // Who took part is in any row of a call, so rows after the last start count, too.
        const near = nearby(from, before?.startedAt ?? query.end, bind);
        const rows = where([`(${condition})`, ...near]);
        return `call_id IN (SELECT call_id FROM (${view.sql}) m ${rows})`;
      }),
    ];
    const sql = `SELECT call_id, ${isoColumn('started_at')} AS started_at FROM (
        SELECT call_id, min(started_at) AS started_at FROM (${view.sql}) v
         ${where(rowConditions)} GROUP BY call_id) calls
      ${where(callConditions)} ORDER BY calls.started_at DESC, call_id DESC LIMIT ${bind(limit)}`;
    const rows = await this.run<{ call_id: string; started_at: string }>(sql, values);
    return rows.map((row) => ({ callId: row.call_id, startedAt: row.started_at }));
  }

  /** Whole calls, oldest start first. */
  async recordsOf(callIds: readonly string[]): Promise<CallRecord[]> {
    const detected = await this.tables.detect();
    const ids = detected.view.hasUuids ? callIds.filter(isUuid) : callIds;
    if (ids.length === 0) return [];
    const rows = await this.run<RecordRow>(
      `SELECT ${RECORD_COLUMNS} FROM (${detected.view.sql}) v WHERE ${detected.view.ofCalls}`,
      [ids],
    );
    const recordings = await this.recordingsOf(detected, rows);
    const segments = rows.map((row) => toSegment(row, recordings.get(row.id) ?? []));
    return joinSegments(segments, await this.successorsElsewhere(detected, rows));
  }

  private async recordingsOf(
    { recordings }: DetectedTables,
    rows: readonly RecordRow[],
  ): Promise<Map<string, CallRecording[]>> {
    const ids = rows.map((row) => row.id).filter(isUuid);
    if (ids.length === 0) return new Map();
    const found: RecordingRow[] = [];
    for (const sql of recordings) found.push(...(await this.run<RecordingRow>(sql, [ids])));
    const bySegment = Map.groupBy(found, (row) => row.segment_id);
    return new Map(
      [...bySegment].map(([segment, list]) => [
        segment,
        list.map((row) => ({
          recordingId: row.recording_id,
          url: row.url,
          transcription: row.transcription,
          summary: row.summary,
        })),
      ]),
    );
  }

  /**
   * Successors that are there, but in another flow: an attended transfer merged the two. One of the
   * same flow that is there by now was written after the rows were read: its call is not complete.
   */
  private async successorsElsewhere(
    { view }: DetectedTables,
    rows: readonly RecordRow[],
  ): Promise<Set<string>> {
    const here = new Set(rows.map((row) => row.id));
    const flowOf = new Map(
      rows.flatMap(({ continued_id: next, call_id }) =>
        next === null || here.has(next) ? [] : [[next, call_id]],
      ),
    );
    if (flowOf.size === 0) return new Set();
    const found = await this.run<{ id: string; call_id: string }>(
      `SELECT id, call_id FROM (${view.sql}) v WHERE ${view.ofRows}`,
      [[...flowOf.keys()]],
    );
    return new Set(found.flatMap((row) => (flowOf.get(row.id) === row.call_id ? [] : [row.id])));
  }

  private async run<R extends QueryResultRow>(sql: string, values: unknown[]): Promise<R[]> {
    try {
      return await this.db.query<R>(sql, values);
    } catch (error) {
      this.tables.forget();
      throw error;
    }
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function isUuid(id: string): boolean {
  return UUID.test(id);
}

/** Rows of calls that began in this time: without it every look would be at the whole table. */
function nearby(
  from: string | null,
  latest: string | undefined,
  bind: (value: unknown) => string,
): string[] {
  return [
    ...(from === null ? [] : [`started_at >= ${bind(from)}::timestamptz`]),
    ...(latest === undefined
      ? []
      : [`started_at <= ${bind(latest)}::timestamptz + ${LONGEST_CALL}`]),
  ];
}

function partyConditions(query: HistoryQuery, bind: (value: unknown) => string): string[] {
  const conditions: string[] = [];
  if (query.extension !== undefined) {
    const dn = bind(query.extension);
    conditions.push(`source_dn = ${dn} OR destination_dn = ${dn}`);
  }
  if (query.visibleDns !== undefined) {
    const dns = bind(query.visibleDns);
    conditions.push(`source_dn = ANY (${dns}::text[]) OR destination_dn = ANY (${dns}::text[])`);
  }
  if (query.number !== undefined) {
    const pattern = bind(`%${digitsOf(query.number)}%`);
    const columns = [
      'source_number',
      'destination_number',
      'source_dn',
      'destination_dn',
      'source_did',
    ];
    conditions.push(
      columns
        .map((column) => `regexp_replace(${column}, '\\D', '', 'g') LIKE ${pattern}`)
        .join(' OR '),
    );
  }
  return conditions;
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}
