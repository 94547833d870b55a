import { RelayError } from '@3cx-relay/contracts';
import {
  type CallRecord,
  CallRecordSource,
  type ChangesOptions,
  type HistoryPage,
  type HistoryPageQuery,
  type HistoryQuery,
  type RecordChanges,
} from '@3cx-relay/pbx-connection';
import { CallRecordReader, PbxDatabase } from '@3cx-relay/pbx-database';
import { XapiCallRecords } from '@3cx-relay/pbx-xapi';
import { Injectable } from '@nestjs/common';

/** How far back records are read again when their source has changed. */
const REREAD_MS = 24 * 3_600_000;

/** What XAPI reports of calls, beside the database that their records come from. */
export abstract class ReportedCalls {
  /** Whether the database is the source, and was read to its end: what it lacks now is missing. */
  abstract readonly isDatabaseRead: boolean;
  /**
   * XAPI's report, newest first, whatever the source is.
   * @throws PbxError; `forbidden` names the role that is needed
   */
  abstract report(query: HistoryQuery, signal?: AbortSignal): AsyncIterable<CallRecord>;
}

/** The PBX's records: from its database, or from XAPI where there is none (hosted PBX). */
@Injectable()
export class PbxRecords extends CallRecordSource implements ReportedCalls {
  private current: CallRecordSource | null = null;
  private isRead = false;

  constructor(
    private readonly database: PbxDatabase,
    private readonly reader: CallRecordReader,
    private readonly xapi: XapiCallRecords,
  ) {
    super();
  }

  override get name(): string | null {
    return this.current?.name ?? null;
  }

  get isDatabaseRead(): boolean {
    return this.isRead && this.current === this.reader;
  }

  report(query: HistoryQuery, signal?: AbortSignal): AsyncIterable<CallRecord> {
    return this.xapi.stream(query, signal);
  }

  override async changes(cursor: string | null, options?: ChangesOptions): Promise<RecordChanges> {
    this.isRead = false;
    const changes = await this.changesOf(await this.source(), cursor, options);
    this.isRead = !changes.hasMore;
    return changes;
  }

  override async recordsOf(callHistoryIds: readonly string[]): Promise<CallRecord[]> {
    return (await this.source()).recordsOf(callHistoryIds);
  }

  override async history(query: HistoryPageQuery): Promise<HistoryPage> {
    return (await this.source()).history(query);
  }

  override async *stream(query: HistoryQuery, signal?: AbortSignal): AsyncIterable<CallRecord> {
    yield* (await this.source()).stream(query, signal);
  }

  private async source(): Promise<CallRecordSource> {
    this.current = (await this.database.isThere()) ? this.reader : this.xapi;
    return this.current;
  }

  private async changesOf(
    source: CallRecordSource,
    cursor: string | null,
    options?: ChangesOptions,
  ): Promise<RecordChanges> {
    try {
      return await source.changes(cursor, options);
    } catch (error) {
      const isForeign = error instanceof RelayError && error.code === 'INVALID_REQUEST';
      if (!isForeign || cursor === null) throw error;
      // A cursor of the other source: reading a day again is harmless, missing one is not.
      return source.changes(null, { ...options, backMs: REREAD_MS });
    }
  }
}
