import type { Call, ObservedRecord } from '@3cx-relay/call-model';
import type { CallId } from '@3cx-relay/contracts';
import { storableJson } from '@3cx-relay/store';
import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { CallStore, type StoredCallIdentity, type StoreTransaction } from './call-store.port';
import { LiveCallsOptions } from './live-calls.options';

interface ModelRow {
  readonly model: Call;
}

/** A record may start this long before or after its call, by the clocks of two machines. */
const CANDIDATE_WINDOW = '10 minutes';
/** More would be a flood of equal calls; the nearest in time are tried. */
const MAX_CANDIDATES = 200;

@Injectable()
export class PostgresCallStore extends CallStore {
  constructor(
    private readonly db: DataSource,
    private readonly options: LiveCallsOptions,
  ) {
    super();
  }

  async loadLive(endedSince: string): Promise<Call[]> {
    const rows: ModelRow[] = await this.db.query(
      `SELECT model FROM calls
        WHERE pbx_id = $1 AND (is_open OR ended_at >= $2)
        ORDER BY started_at`,
      [this.options.pbxId, endedSince],
    );
    return rows.map((row) => row.model);
  }

  async candidatesFor(
    records: readonly ObservedRecord[],
    among: 'ended' | 'all',
  ): Promise<Call[][]> {
    const wanted = records.map(({ callHistoryId, startedAt }, nth) => ({
      ...{ nth, call_history_id: callHistoryId, started_at: startedAt },
    }));
    // Each call once, however many records it may belong to.
    const rows: (ModelRow & { readonly nths: readonly number[] })[] = await this.db.query(
      `SELECT calls.model, found.nths
         FROM (SELECT near.call_id, array_agg(wanted.nth) AS nths
                 FROM jsonb_to_recordset($2::jsonb)
                        AS wanted (nth int, call_history_id text, started_at timestamptz)
                CROSS JOIN LATERAL (
                  SELECT call_id FROM calls
                   WHERE pbx_id = $1 AND call_history_id = wanted.call_history_id
                   UNION ALL
                  (SELECT call_id FROM calls
                    WHERE pbx_id = $1 AND NOT has_record AND call_history_id IS NULL
                      AND ($4 OR NOT is_open)
                      AND started_at BETWEEN wanted.started_at - $3::interval
                                         AND wanted.started_at + $3::interval
                    ORDER BY abs(extract(epoch FROM started_at - wanted.started_at))
                    LIMIT ${MAX_CANDIDATES})) AS near
                GROUP BY near.call_id) AS found
         JOIN calls ON calls.pbx_id = $1 AND calls.call_id = found.call_id
        ORDER BY calls.started_at`,
      [this.options.pbxId, storableJson(wanted), CANDIDATE_WINDOW, among === 'all'],
    );
    const found: Call[][] = records.map(() => []);
    for (const { model, nths } of rows) {
      for (const nth of nths) found[nth]?.push(model);
    }
    return found;
  }

  async save(transaction: StoreTransaction, calls: readonly Call[]): Promise<void> {
    if (calls.length === 0) return;
    await managerOf(transaction).query(
      `INSERT INTO calls (pbx_id, call_id, model, is_open, has_record, started_at, ended_at,
                          pbx_call_id, call_history_id)
       SELECT $1, call_id, model, is_open, has_record, started_at, ended_at, pbx_call_id,
              call_history_id
         FROM jsonb_to_recordset($2::jsonb) AS fresh (
           call_id text, model jsonb, is_open boolean, has_record boolean, started_at timestamptz,
           ended_at timestamptz, pbx_call_id bigint, call_history_id text)
       ON CONFLICT (pbx_id, call_id) DO UPDATE SET
         model = EXCLUDED.model, is_open = EXCLUDED.is_open, has_record = EXCLUDED.has_record,
         started_at = EXCLUDED.started_at, ended_at = EXCLUDED.ended_at,
         pbx_call_id = EXCLUDED.pbx_call_id, call_history_id = EXCLUDED.call_history_id`,
      [this.options.pbxId, storableJson(calls.map(toRow))],
    );
  }

  async idsOfHistory(callHistoryIds: readonly string[]): Promise<Map<string, StoredCallIdentity>> {
    if (callHistoryIds.length === 0) return new Map();
    const rows: IdentityRow[] = await this.db.query(
      `SELECT call_history_id, call_id, pbx_call_id, model->>'conversationId' AS conversation_id,
              (model->>'recovered')::boolean AS recovered
         FROM calls WHERE pbx_id = $1 AND call_history_id = ANY($2)`,
      [this.options.pbxId, callHistoryIds],
    );
    return new Map(rows.map((row) => [row.call_history_id, toIdentity(row)]));
  }

  async historyTaken(callHistoryIds: readonly string[]): Promise<Set<string>> {
    if (callHistoryIds.length === 0) return new Set();
    const rows: { call_history_id: string }[] = await this.db.query(
      `SELECT call_history_id FROM calls
        WHERE pbx_id = $1 AND call_history_id = ANY($2)
          AND (has_record OR model->'pendingRecord' <> 'null')`,
      [this.options.pbxId, callHistoryIds],
    );
    return new Set(rows.map((row) => row.call_history_id));
  }

  async hasRecordedBetween(from: string, to: string): Promise<boolean> {
    const rows: { found: boolean }[] = await this.db.query(
      `SELECT EXISTS (SELECT FROM calls WHERE pbx_id = $1 AND has_record AND ended_at >= $2
                         AND started_at BETWEEN $2 AND $3) AS found`,
      [this.options.pbxId, from, to],
    );
    return rows[0]?.found ?? false;
  }

  async unrecordedStarts(
    from: string,
    to: string,
  ): Promise<{ readonly first: string; readonly last: string } | null> {
    const rows: { first: Date | null; last: Date | null }[] = await this.db.query(
      `SELECT min(started_at) AS first, max(started_at) AS last FROM calls
        WHERE pbx_id = $1 AND NOT has_record AND NOT is_open AND ended_at BETWEEN $2 AND $3`,
      [this.options.pbxId, from, to],
    );
    const { first, last } = rows[0] ?? {};
    return first && last ? { first: first.toISOString(), last: last.toISOString() } : null;
  }

  async recordsBegan(): Promise<string> {
    const { pbxId } = this.options;
    await this.db.query(
      'INSERT INTO record_cursors (pbx_id) VALUES ($1) ON CONFLICT (pbx_id) DO NOTHING',
      [pbxId],
    );
    const rows: { began_at: Date }[] = await this.db.query(
      'SELECT began_at FROM record_cursors WHERE pbx_id = $1',
      [pbxId],
    );
    const [row] = rows;
    if (!row) throw new Error('the cursor of the records is gone: was the store emptied?');
    return row.began_at.toISOString();
  }

  async recordCursor(): Promise<string | null> {
    const rows: { position: string | null }[] = await this.db.query(
      'SELECT position FROM record_cursors WHERE pbx_id = $1',
      [this.options.pbxId],
    );
    return rows[0]?.position ?? null;
  }

  async saveRecordCursor(transaction: StoreTransaction, cursor: string): Promise<void> {
    await managerOf(transaction).query(
      `INSERT INTO record_cursors (pbx_id, position) VALUES ($1, $2)
       ON CONFLICT (pbx_id) DO UPDATE SET position = EXCLUDED.position`,
      [this.options.pbxId, cursor],
    );
  }
}

interface IdentityRow {
  readonly call_history_id: string;
  readonly call_id: string;
  readonly pbx_call_id: string | null;
  readonly conversation_id: string;
  readonly recovered: boolean;
}

function toIdentity(row: IdentityRow): StoredCallIdentity {
  return {
    callId: row.call_id as CallId,
    conversationId: row.conversation_id,
    recovered: row.recovered,
    pbxCallId: row.pbx_call_id === null ? null : Number(row.pbx_call_id),
  };
}

function toRow(call: Call) {
  return {
    call_id: call.callId,
    model: call,
    is_open: call.state !== 'ended',
    has_record: call.record !== null,
    started_at: call.startedAt,
    ended_at: call.endedAt,
    pbx_call_id: call.pbxCallIds.at(-1) ?? null,
    call_history_id: call.callHistoryId,
  };
}

function managerOf(transaction: StoreTransaction): EntityManager {
  if (transaction instanceof EntityManager) return transaction;
  throw new TypeError('a transaction of the event log was expected');
}
