import { parseInput, RelayError } from '@3cx-relay/contracts';
import {
  type CallRecord,
  CallRecordSource,
  type ChangesOptions,
  decodeHistoryId,
  type HistoryPage,
  type HistoryPageQuery,
  type HistoryQuery,
  joinSegments,
  matchesHistory,
  type RecordChanges,
  type SeenMark,
  SeenWindow,
} from '@3cx-relay/pbx-connection';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CallLog, type CallLogPeriod } from './call-log';
import type { CallLogRow } from './call-log-row';

/** Where it stands, and a number that grows with every page that had records. */
const CURSOR = /^x1\|(\d{4}-\d\d-\d\dT[\d:.]+Z)~(\d{1,15})$/;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The report is a heavy thing to ask for. */
const READ_EVERY_MS = 10_000;
/** The report is by start: a call that lasted this long is still found when its row comes. */
const LOOK_BACK_MS = 4 * HOUR_MS;
/** Most calls are shorter: looked back to in between. */
const SHORT_LOOK_BACK_MS = HOUR_MS / 4;
const LONG_EVERY_MS = 2 * 60_000;
/** Without a start, history begins here. */
const FURTHEST_BACK_MS = 365 * DAY_MS;
const pageCursorSchema = z.string().regex(/^h1\|[^|]+\|[^|]+$/, 'is not a cursor of history');

/**
 * Call records of a PBX without a database (hosted): from XAPI's report, in the same shape. The
 * report tells less: no chain of rows, no DID, reasons as free text.
 */
@Injectable()
export class XapiCallRecords extends CallRecordSource {
  override readonly name = 'call log of XAPI';
  private readonly window = new SeenWindow();
  private readAt = Number.NEGATIVE_INFINITY;
  private longAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly log: CallLog,
    private readonly clock: Clock,
  ) {
    super();
  }

  async changes(cursor: string | null, options: ChangesOptions = {}): Promise<RecordChanges> {
    if (cursor !== null && this.clock.monotonic() - this.readAt < READ_EVERY_MS) {
      return { records: [], nextCursor: cursor, hasMore: false };
    }
    const position = cursor === null ? this.beginning(options.backMs ?? 0) : readCursor(cursor);
    this.window.acknowledge(cursor);
    const period = this.periodAfter(position);
    const rows = await this.log.rows(period, options.signal);
    this.readAt = this.clock.monotonic();
    // A flow that began before the period is cut: the longer look back has all of it.
    const { whole } = partedAt(period.from, rows);
    const joined = joinSegments(whole.map((row) => row.segment));
    const records = joined.filter((record) => !this.window.isSeen(markOf(record)));
    const nextCursor = writeCursor({
      reachedMs: Math.max(position.reachedMs, ...msOf(rows.at(-1)?.startedAt)),
      page: position.page + (records.length > 0 ? 1 : 0),
    });
    this.window.handOut(nextCursor, joined.map(markOf));
    return { records, nextCursor, hasMore: false };
  }

  async recordsOf(callHistoryIds: readonly string[]): Promise<CallRecord[]> {
    const wanted = new Set(callHistoryIds);
    const times = callHistoryIds.flatMap((id) => {
      const madeAt = decodeHistoryId(id)?.madeAt;
      return madeAt === undefined ? [] : [Date.parse(madeAt)];
    });
    if (times.length === 0) return [];
    const from = new Date(Math.min(...times) - 60_000).toISOString();
    const to = new Date(Math.max(...times) + LOOK_BACK_MS).toISOString();
    const rows = await this.log.rows({ from, to });
    return joinSegments(rows.map((row) => row.segment)).filter((record) =>
      wanted.has(record.callHistoryId),
    );
  }

  async history(query: HistoryPageQuery): Promise<HistoryPage> {
    const records: CallRecord[] = [];
    for await (const record of this.newestFirst(query, positionOf(query.cursor))) {
      if (records.length === query.limit) return { records, nextCursor: cursorAfter(records) };
      records.push(record);
    }
    return { records, nextCursor: null };
  }

  async *stream(query: HistoryQuery, signal?: AbortSignal): AsyncGenerator<CallRecord> {
    yield* this.newestFirst(query, undefined, signal);
  }

  private beginning(backMs: number): ChangesPosition {
    return { reachedMs: this.clock.now() - backMs, page: 0 };
  }

  private periodAfter({ reachedMs, page }: ChangesPosition): CallLogPeriod {
    const now = this.clock.monotonic();
    const isLong = now - this.longAt >= LONG_EVERY_MS;
    if (isLong) this.longAt = now;
    const backMs = isLong ? LOOK_BACK_MS : SHORT_LOOK_BACK_MS;
    return {
      from: new Date(reachedMs - (page === 0 ? 0 : backMs)).toISOString(),
      // Its clock may be ahead of ours.
      to: new Date(this.clock.now() + HOUR_MS).toISOString(),
    };
  }

  private async *newestFirst(
    query: HistoryQuery,
    position: Position | undefined,
    signal?: AbortSignal,
  ): AsyncGenerator<CallRecord> {
    const now = this.clock.now();
    const endMs = Math.min(...[position?.startedAt, query.end].flatMap(msOf), now + HOUR_MS);
    const from = query.start ?? new Date(now - FURTHEST_BACK_MS).toISOString();
    // Beyond the end, because a call that began before it has rows that begin after it.
    const period = { from, to: new Date(endMs + LOOK_BACK_MS).toISOString() };
    let cut: readonly CallLogRow[] = [];
    for await (const { from, rows } of this.log.slices(period, 'newest', signal)) {
      // A flow that began in the slice before is joined there.
      const parted = partedAt(from, [...rows, ...cut]);
      cut = parted.cut;
      const joined = joinSegments(parted.whole.map((row) => row.segment)).toReversed();
      for (const record of joined) {
        if (
          isBefore(record, position) &&
          isWithin(record, query) &&
          matchesHistory(record, query)
        ) {
          yield record;
        }
      }
    }
  }
}

/** Rows of flows that began at a time or later, and of those that began before it. */
function partedAt(
  from: string,
  rows: readonly CallLogRow[],
): { readonly whole: readonly CallLogRow[]; readonly cut: readonly CallLogRow[] } {
  const began = ({ startedAt, segment }: CallLogRow) =>
    Date.parse(decodeHistoryId(segment.callHistoryId)?.madeAt ?? startedAt);
  const { whole = [], cut = [] } = Object.groupBy(rows, (row) =>
    began(row) >= Date.parse(from) ? 'whole' : 'cut',
  );
  return { whole, cut };
}

function markOf(record: CallRecord): SeenMark {
  return { key: record.callHistoryId, mark: record.hash };
}

interface Position {
  readonly startedAt: string;
  readonly callHistoryId: string;
}

function positionOf(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  const { cursor: text } = parseInput(z.object({ cursor: pageCursorSchema }), { cursor });
  const [, startedAt, callHistoryId] = text.split('|');
  return { startedAt: startedAt ?? '', callHistoryId: callHistoryId ?? '' };
}

function cursorAfter(records: readonly CallRecord[]): string | null {
  const last = records.at(-1);
  return last ? `h1|${last.startedAt}|${last.callHistoryId}` : null;
}

function isBefore(record: CallRecord, position: Position | undefined): boolean {
  if (!position) return true;
  if (record.startedAt !== position.startedAt) return record.startedAt < position.startedAt;
  return record.callHistoryId < position.callHistoryId;
}

function isWithin(record: CallRecord, query: HistoryQuery): boolean {
  const at = Date.parse(record.startedAt);
  return (
    (query.start === undefined || at >= Date.parse(query.start)) &&
    (query.end === undefined || at < Date.parse(query.end))
  );
}

function msOf(time: string | undefined): number[] {
  const ms = Date.parse(time ?? '');
  return Number.isNaN(ms) ? [] : [ms];
}

interface ChangesPosition {
  /** Start of the newest row that was seen. */
  readonly reachedMs: number;
  readonly page: number;
}

function writeCursor({ reachedMs, page }: ChangesPosition): string {
  return `x1|${new Date(reachedMs).toISOString()}~${page}`;
}

function readCursor(cursor: string): ChangesPosition {
  const [, time, page] = CURSOR.exec(cursor) ?? [];
  if (time === undefined) {
    throw new RelayError('INVALID_REQUEST', { detail: 'The cursor is of another record source.' });
  }
  return { reachedMs: Date.parse(time), page: Number(page) };
}
