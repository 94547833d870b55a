import { Injectable } from '@nestjs/common';
import {
  type CallId,
  type CallSummaryDto,
  type JOURNEY_SORTS,
  type JourneySearchDto,
  type JourneySearchQuery,
} from '@3cx-relay/contracts';
import { containing, type PagedRow, SortedList, StoreOptions } from '@3cx-relay/store';
import { DataSource } from 'typeorm';

interface SummaryRow {
  readonly summary: CallSummaryDto;
}

const CALLS = new SortedList<(typeof JOURNEY_SORTS)[number]>({
  id: { sql: 'call_id', type: 'text' },
  fields: { startedAt: { sql: 'started_at', type: 'timestamptz' } },
  usual: '-startedAt',
});

/** Finds calls in the table that the statistics worker makes from the event log. */
@Injectable()
export class JourneyStore {
  constructor(
    private readonly db: DataSource,
    private readonly options: StoreOptions,
  ) {}

  /**
   * Calls whose id is the text or in which a number contains it (not if empty).
   * @throws RelayError INVALID_REQUEST for a cursor that is none of ours
   */
  async search(
    { search, ...query }: JourneySearchQuery,
    number: string,
  ): Promise<JourneySearchDto> {
    const page = CALLS.page(query, 3);
    const found: (SummaryRow & PagedRow)[] = await this.db.query(
      `SELECT summary, ${page.columns} FROM admin_calls
       WHERE pbx_id = $1 AND (call_id = $2 OR numbers LIKE $3) AND ${page.after} ${page.tail}`,
      [this.options.pbxId, search, number && containing(number), ...page.values],
    );
    const { rows, nextCursor } = page.take(found);
    return { items: rows.map(({ summary }) => summary), nextCursor };
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
