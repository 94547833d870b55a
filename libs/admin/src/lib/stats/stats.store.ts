import { Injectable } from '@nestjs/common';
import {
  type CallsByOutcomeDto,
  type CallSummaryDto,
  type Epoch,
  OUTCOMES,
  type Sequence,
  toSequence,
} from '@3cx-relay/contracts';
import { StoreOptions } from '@3cx-relay/store';
import { DataSource, type EntityManager } from 'typeorm';
import type { Counted, CountedCall, CountedOutcome } from './call-counts';
import type { RequestMinute } from './request-counter';

const COUNTED: readonly CountedOutcome[] = [...OUTCOMES, 'unknown'];
const COUNTERS = ['requests', 'request_errors', 'server_errors', 'events', ...COUNTED] as const;
type Counter = (typeof COUNTERS)[number];

const SUMS = COUNTERS.map((name) => `coalesce(sum(${name}), 0)::int AS ${name}`).join(', ');

export type Sums = Readonly<Record<Counter, number>>;

export interface SumsOfBucket extends Sums {
  /** Number of the bucket, from 0. */
  readonly bucket: number;
}

export interface ProjectionPosition {
  readonly epoch: Epoch;
  readonly position: Sequence;
}

interface CallRow {
  readonly call_id: string;
  readonly conversation_id: string;
  readonly started_at: Date;
  readonly ended_minute: Date | null;
  readonly counted_outcome: CountedOutcome | null;
  readonly numbers: string;
  readonly summary: CallSummaryDto;
  readonly sequences: string[];
}

/** The tables of the statistics. */
@Injectable()
export class StatsStore {
  constructor(
    private readonly db: DataSource,
    private readonly options: StoreOptions,
  ) {}

  transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.db.transaction(work);
  }

  async position(): Promise<ProjectionPosition | undefined> {
    return this.readPosition(this.db.manager, '');
  }

  /** Locked until the transaction ends: of several relays one counts a page. */
  async lockPosition(tx: EntityManager): Promise<ProjectionPosition | undefined> {
    return this.readPosition(tx, 'FOR UPDATE');
  }

  /** Begins with another log. Calls stay counted; their events are no longer there. */
  async startAt(start: ProjectionPosition): Promise<void> {
    await this.db.transaction(async (tx) => {
      const moved: unknown[] = await tx.query(
        `INSERT INTO admin_projection (pbx_id, epoch, position) VALUES ($1, $2, $3)
         ON CONFLICT (pbx_id) DO UPDATE SET epoch = excluded.epoch, position = excluded.position
         WHERE admin_projection.epoch <> excluded.epoch RETURNING epoch`,
        [this.options.pbxId, start.epoch, start.position],
      );
      if (moved.length === 0) return;
      await tx.query(`UPDATE admin_calls SET sequences = '{}' WHERE pbx_id = $1`, [
        this.options.pbxId,
      ]);
    });
  }

  async movePosition(tx: EntityManager, position: Sequence): Promise<void> {
    await tx.query('UPDATE admin_projection SET position = $2 WHERE pbx_id = $1', [
      this.options.pbxId,
      position,
    ]);
  }

  async knownCalls(
    tx: EntityManager,
    callIds: readonly string[],
  ): Promise<Map<string, CountedCall>> {
    const rows: CallRow[] = await tx.query(
      'SELECT * FROM admin_calls WHERE pbx_id = $1 AND call_id = ANY($2)',
      [this.options.pbxId, callIds],
    );
    return new Map(rows.map((row) => [row.call_id, toCountedCall(row)]));
  }

  async write(tx: EntityManager, counted: Counted): Promise<void> {
    await this.addMinutes(
      tx,
      [...counted.minutes].map(([minute, counts]) => ({ minute, ...counts })),
    );
    const calls = counted.calls.map((call) => ({
      call_id: call.callId,
      conversation_id: call.conversationId,
      started_at: call.startedAt,
      ended_minute: call.endedMinute,
      counted_outcome: call.countedOutcome,
      numbers: call.numbers,
      summary: call.summary,
      sequences: call.sequences,
    }));
    await tx.query(
      `INSERT INTO admin_calls (pbx_id, call_id, conversation_id, started_at, ended_minute,
         counted_outcome, numbers, summary, sequences)
       SELECT $1, call_id, conversation_id, started_at, ended_minute, counted_outcome, numbers,
         summary, ARRAY(SELECT jsonb_array_elements_text(sequences)::bigint)
       FROM jsonb_to_recordset($2::jsonb) AS c(call_id text, conversation_id text,
         started_at timestamptz, ended_minute timestamptz, counted_outcome text, numbers text,
         summary jsonb, sequences jsonb)
       ON CONFLICT (pbx_id, call_id) DO UPDATE SET conversation_id = excluded.conversation_id,
         started_at = excluded.started_at, ended_minute = excluded.ended_minute,
         counted_outcome = excluded.counted_outcome, numbers = excluded.numbers,
         summary = excluded.summary, sequences = excluded.sequences`,
      [this.options.pbxId, JSON.stringify(calls)],
    );
  }

  async addRequests(minutes: readonly RequestMinute[]): Promise<void> {
    await this.addMinutes(
      this.db.manager,
      minutes.map((minute) => ({
        minute: minute.minute.toISOString(),
        requests: minute.requests,
        request_errors: minute.requestErrors,
        server_errors: minute.serverErrors,
      })),
    );
  }

  /** Sums since a time. */
  async since(from: Date): Promise<Sums> {
    const rows: Sums[] = await this.db.query(
      `SELECT ${SUMS} FROM admin_minutes WHERE pbx_id = $1 AND minute >= $2`,
      [this.options.pbxId, from],
    );
    return rows[0] ?? emptySums();
  }

  /** Sums of the buckets in which anything happened, from `from` on. */
  async buckets(from: Date, to: Date, bucketSeconds: number): Promise<SumsOfBucket[]> {
    return this.db.query(
      `SELECT floor(extract(epoch FROM minute - $2::timestamptz) / $4)::int AS bucket, ${SUMS}
       FROM admin_minutes WHERE pbx_id = $1 AND minute >= $2 AND minute < $3 GROUP BY 1`,
      [this.options.pbxId, from, to, bucketSeconds],
    );
  }

  async forgetBefore(minutes: Date, calls: Date): Promise<void> {
    const { pbxId } = this.options;
    await this.db.query('DELETE FROM admin_minutes WHERE pbx_id = $1 AND minute < $2', [
      pbxId,
      minutes,
    ]);
    await this.db.query('DELETE FROM admin_calls WHERE pbx_id = $1 AND started_at < $2', [
      pbxId,
      calls,
    ]);
  }

  private async addMinutes(
    tx: EntityManager,
    minutes: readonly ({ readonly minute: string } & Partial<Record<Counter, number>>)[],
  ): Promise<void> {
    if (minutes.length === 0) return;
    await tx.query(
      `INSERT INTO admin_minutes (pbx_id, minute, ${COUNTERS.join(', ')})
       SELECT $1, minute, ${COUNTERS.map((name) => `coalesce(${name}, 0)`).join(', ')}
       FROM jsonb_to_recordset($2::jsonb)
         AS m(minute timestamptz, ${COUNTERS.map((name) => `${name} int`).join(', ')})
       ORDER BY minute
       ON CONFLICT (pbx_id, minute) DO UPDATE SET
         ${COUNTERS.map((name) => `${name} = admin_minutes.${name} + excluded.${name}`).join(', ')}`,
      [this.options.pbxId, JSON.stringify(minutes)],
    );
  }

  private async readPosition(tx: EntityManager, lock: '' | 'FOR UPDATE') {
    const rows: { readonly epoch: Epoch; readonly position: string }[] = await tx.query(
      `SELECT epoch, position FROM admin_projection WHERE pbx_id = $1 ${lock}`,
      [this.options.pbxId],
    );
    const row = rows[0];
    return row && { epoch: row.epoch, position: toSequence(Number(row.position)) };
  }
}

export function toOutcomes(sums: Sums): CallsByOutcomeDto {
  return {
    answered: sums.answered,
    missed: sums.missed,
    abandoned: sums.abandoned,
    rejected: sums.rejected,
    failed: sums.failed,
    voicemail: sums.voicemail,
    unknown: sums.unknown,
  };
}

export function emptySums(): Sums {
  return {
    requests: 0,
    request_errors: 0,
    server_errors: 0,
    events: 0,
    answered: 0,
    missed: 0,
    abandoned: 0,
    rejected: 0,
    failed: 0,
    voicemail: 0,
    unknown: 0,
  };
}

function toCountedCall(row: CallRow): CountedCall {
  return {
    callId: row.call_id,
    conversationId: row.conversation_id,
    startedAt: row.started_at.toISOString(),
    endedMinute: row.ended_minute?.toISOString() ?? null,
    countedOutcome: row.counted_outcome,
    numbers: row.numbers,
    summary: row.summary,
    sequences: row.sequences.map(Number),
  };
}
