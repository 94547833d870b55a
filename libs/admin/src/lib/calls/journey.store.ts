import { Injectable } from '@nestjs/common';
import type { CallId, CallSummaryDto } from '@3cx-relay/contracts';
import { containing, StoreOptions } from '@3cx-relay/store';
import { DataSource } from 'typeorm';

export interface JourneyPosition {
  readonly startedAt: string;
  readonly callId: string;
}

interface SummaryRow {
  readonly summary: CallSummaryDto;
}

/** Finds calls in the table that the statistics worker makes from the event log. */
@Injectable()
export class JourneyStore {
  constructor(
    private readonly db: DataSource,
    private readonly options: StoreOptions,
  ) {}

  /** Calls whose id is the text or in which a number contains it (not if empty), newest first. */
  async search(
    text: string,
    number: string,
    limit: number,
    after: JourneyPosition | null,
  ): Promise<CallSummaryDto[]> {
    const rows: SummaryRow[] = await this.db.query(
      `SELECT summary FROM admin_calls
       WHERE pbx_id = $1 AND (call_id = $2 OR numbers LIKE $3)
         AND ($4::timestamptz IS NULL OR (started_at, call_id) < ($4, $5))
       ORDER BY started_at DESC, call_id DESC LIMIT $6`,
      [
        this.options.pbxId,
        text,
        number && containing(number),
        after?.startedAt ?? null,
        after?.callId ?? null,
        limit,
      ],
    );
    return rows.map((row) => row.summary);
  }

  /** Where the events of a call are in the log, ascending; undefined for an unknown call. */
  async sequencesOf(callId: CallId): Promise<number[] | undefined> {
    const rows: { readonly sequences: string[] }[] = await this.db.query(
      'SELECT sequences FROM admin_calls WHERE pbx_id = $1 AND call_id = $2',
      [this.options.pbxId, callId],
    );
    return rows[0]?.sequences.map(Number);
  }

  async conversation(conversationId: string): Promise<CallSummaryDto[]> {
    const rows: SummaryRow[] = await this.db.query(
      `SELECT summary FROM admin_calls WHERE pbx_id = $1 AND conversation_id = $2
       ORDER BY started_at, call_id LIMIT 100`,
      [this.options.pbxId, conversationId],
    );
    return rows.map((row) => row.summary);
  }
}
