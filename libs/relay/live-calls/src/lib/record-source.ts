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
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';

/** How far back records are read again when their source has changed. */
const REREAD_MS = 24 * 3_600_000;

/** The PBX's records: from its database, or from XAPI where there is none (hosted PBX). */
@Injectable()
export class PbxRecords extends CallRecordSource {
  private current: CallRecordSource | null = null;

  constructor(
    private readonly database: PbxDatabase,
    private readonly reader: CallRecordReader,
    private readonly xapi: XapiCallRecords,
    private readonly clock: Clock,
  ) {
    super();
  }

  override get name(): string | null {
    return this.current?.name ?? null;
  }

  override async changes(cursor: string | null, options?: ChangesOptions): Promise<RecordChanges> {
    const source = await this.source();
    try {
      return await source.changes(cursor, options);
    } catch (error) {
      const isForeign = error instanceof RelayError && error.code === 'INVALID_REQUEST';
      if (!isForeign || cursor === null) throw error;
      // A cursor of the other source: reading a day again is harmless, missing one is not.
      const since = new Date(this.clock.now() - REREAD_MS).toISOString();
      return source.changes(null, { ...options, since });
    }
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
}
