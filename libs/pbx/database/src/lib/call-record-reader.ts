import {
  type CallRecord,
  CallRecordSource,
  type ChangesOptions,
  type HistoryPage,
  type HistoryPageQuery,
  type HistoryQuery,
  matchesHistory,
  type RecordChanges,
  type SeenMark,
  SeenWindow,
} from '@3cx-relay/pbx-connection';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import {
  BEFORE_ALL_IDS,
  type ChangesCursor,
  readChangesCursor,
  readHistoryCursor,
  writeChangesCursor,
  writeHistoryCursor,
} from './record-cursor';
import {
  type CallPosition,
  type ChangedRow,
  RecordQueries,
  type RowPosition,
} from './record-queries';

const PAGE_ROWS = 500;
const PAGE_CALLS = 500;
/** The PBX writes late; rows this much older than the newest are looked for every time. */
const LOOK_BACK_MS = 2 * 60_000;
/** Now and then much further: for rows held back, recordings and their transcripts. */
const DEEP_LOOK_BACK_MS = 60 * 60_000;
const DEEP_EVERY_MS = 5 * 60_000;
const SEEN_ROWS = 20_000;
const DAY_MS = 86_400_000;
/** Without a start, history is looked for in growing windows, so that a page costs little. */
const WINDOWS_MS = [7 * DAY_MS, 90 * DAY_MS] as const;

/** Call records from the PBX database. */
@Injectable()
export class CallRecordReader extends CallRecordSource {
  private readonly seenRecords = new SeenWindow();
  /** These save reading again what did not change, so that the latest are enough. */
  private readonly seenRows = new SeenWindow(SEEN_ROWS);
  private deepAt = Number.NEGATIVE_INFINITY;
  private isDeep = false;

  constructor(
    private readonly queries: RecordQueries,
    private readonly clock: Clock,
  ) {
    super();
  }

  override get name(): string | null {
    return this.queries.table;
  }

  async changes(cursor: string | null, options: ChangesOptions = {}): Promise<RecordChanges> {
    const limit = options.limit ?? PAGE_ROWS;
    const position = await this.positionOf(cursor, options.backMs ?? 0);
    for (const seen of [this.seenRows, this.seenRecords]) seen.acknowledge(cursor);
    const from = position.sweep ?? this.beginSweep(position.reached);
    const rows = await this.queries.changedRows(from, limit);
    options.signal?.throwIfAborted();
    const fresh = rows.filter((row) => this.isDeep || !this.seenRows.isSeen(markOfRow(row)));
    const records = await this.recordsOf([...new Set(fresh.map((row) => row.callId))]);
    const unknown = records.filter((record) => !this.seenRecords.isSeen(markOfRecord(record)));
    const page = position.page + (unknown.length > 0 ? 1 : 0);
    const nextCursor = writeChangesCursor({ ...nextPosition(position, rows, limit), page });
    this.seenRows.handOut(nextCursor, rows.map(markOfRow));
    this.seenRecords.handOut(nextCursor, records.map(markOfRecord));
    return { records: unknown, nextCursor, hasMore: rows.length === limit };
  }

  async recordsOf(callHistoryIds: readonly string[]): Promise<CallRecord[]> {
    return this.queries.recordsOf(callHistoryIds);
  }

  async history({ limit, cursor, ...query }: HistoryPageQuery): Promise<HistoryPage> {
    const records: CallRecord[] = [];
    for await (const record of this.newestFirst(query, readHistoryCursor(cursor), limit + 1)) {
      if (records.length === limit) return { records, nextCursor: cursorAfter(records) };
      records.push(record);
    }
    return { records, nextCursor: null };
  }

  async *stream(query: HistoryQuery, signal?: AbortSignal): AsyncGenerator<CallRecord> {
    for await (const record of this.newestFirst(query, null, PAGE_CALLS)) {
      signal?.throwIfAborted();
      yield record;
    }
  }

  private async positionOf(cursor: string | null, backMs: number): Promise<ChangesCursor> {
    if (cursor !== null) return readChangesCursor(cursor);
    // Its own clock, because ours may be ahead of it.
    const now = await this.queries.now();
    const begin = backMs === 0 ? now : new Date(Date.parse(now) - backMs).toISOString();
    const reached = { endedAt: begin, id: BEFORE_ALL_IDS };
    // The first read looks at what follows, not back.
    return { reached, sweep: reached, page: 0 };
  }

  private beginSweep(reached: RowPosition): RowPosition {
    const now = this.clock.monotonic();
    this.isDeep = now - this.deepAt >= DEEP_EVERY_MS;
    if (this.isDeep) this.deepAt = now;
    const backMs = this.isDeep ? DEEP_LOOK_BACK_MS : LOOK_BACK_MS;
    const endedAt = new Date(Date.parse(reached.endedAt) - backMs).toISOString();
    return { endedAt, id: BEFORE_ALL_IDS };
  }

  private async *newestFirst(
    query: HistoryQuery,
    after: CallPosition | null,
    pageSize: number,
  ): AsyncGenerator<CallRecord> {
    let before = after;
    for (;;) {
      const page = await this.pageOfCalls(query, before, pageSize);
      const records = await this.queries.recordsOf(page.map((call) => call.callId));
      const byId = new Map(records.map((record) => [record.callHistoryId, record]));
      for (const { callId } of page) {
        const record = byId.get(callId);
        if (record && matchesHistory(record, query)) yield record;
      }
      before = page.at(-1) ?? null;
      if (page.length < pageSize) return;
    }
  }

  private async pageOfCalls(
    query: HistoryQuery,
    before: CallPosition | null,
    pageSize: number,
  ): Promise<CallPosition[]> {
    if (query.start !== undefined) {
      return this.queries.callsBefore(query, before, query.start, pageSize);
    }
    const latest = before?.startedAt ?? query.end;
    const latestMs = latest === undefined ? this.clock.now() : Date.parse(latest);
    for (const windowMs of WINDOWS_MS) {
      const from = new Date(latestMs - windowMs).toISOString();
      const page = await this.queries.callsBefore(query, before, from, pageSize);
      if (page.length === pageSize) return page;
    }
    return this.queries.callsBefore(query, before, null, pageSize);
  }
}

function nextPosition(
  { reached }: ChangesCursor,
  rows: readonly ChangedRow[],
  limit: number,
): Omit<ChangesCursor, 'page'> {
  const last = rows.at(-1);
  const newest = last && isAfter(last, reached) ? positionOf(last) : reached;
  return { reached: newest, sweep: last && rows.length === limit ? positionOf(last) : null };
}

function positionOf({ endedAt, id }: RowPosition): RowPosition {
  return { endedAt, id };
}

function isAfter(a: RowPosition, b: RowPosition): boolean {
  const difference = Date.parse(a.endedAt) - Date.parse(b.endedAt);
  return difference !== 0 ? difference > 0 : a.endedAt >= b.endedAt;
}

function markOfRow(row: ChangedRow): SeenMark {
  return { key: row.id, mark: row.fingerprint };
}

function markOfRecord(record: CallRecord): SeenMark {
  return { key: record.callHistoryId, mark: record.hash };
}

function cursorAfter(records: readonly CallRecord[]): string | null {
  const last = records.at(-1);
  return last
    ? writeHistoryCursor({ startedAt: last.startedAt, callId: last.callHistoryId })
    : null;
}
