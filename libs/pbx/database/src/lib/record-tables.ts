import { PbxError } from '@3cx-relay/pbx-connection';
import { Injectable } from '@nestjs/common';
import { PbxDatabase } from './pbx-database';
import { cdrOutputView } from './views/cdroutput-view';
import { legacyView } from './views/legacy-view';
import { recordingSources } from './views/recording-sources';
import { simpleView } from './views/simple-view';

/** Names of tables with the columns that our role may read, all in lower case. */
export type TableColumns = ReadonlyMap<string, ReadonlySet<string>>;

/** One kind of call records, brought into the columns of `record-row.ts` by a SELECT. */
export interface RecordView {
  /** The table, for the administrator. */
  readonly table: string;
  readonly sql: string;
  /** Condition on whole calls; parameter 1 is the list of their ids. Meant to use an index. */
  readonly ofCalls: string;
  /** Condition on rows; parameter 1 is the list of their ids. */
  readonly ofRows: string;
  /** Whether ids are UUIDs: then others are left out of the lists. */
  readonly hasUuids: boolean;
}

/** What was found in the PBX database. */
export interface DetectedTables {
  readonly view: RecordView;
  /** SELECTs of `segment_id, recording_id, url, transcription, summary`. */
  readonly recordings: readonly string[];
}

const TABLES = [
  'cdroutput',
  'cdr_output',
  'cl_calls',
  'cl_segments',
  'cl_participants',
  'cl_party_info',
  'cdrbilling',
  'cdrrecordings',
  'recordings',
];

/**
 * Finds out which tables hold the call records. An update of the PBX leaves the older ones in
 * place but writes them no more, so of several the one with the newest row is read.
 */
@Injectable()
export class RecordTables {
  private found: Promise<DetectedTables> | undefined;
  private last: string | null = null;

  constructor(private readonly db: PbxDatabase) {}

  /** The table that is read; `null` before it was found. */
  get current(): string | null {
    return this.last;
  }

  /** @throws PbxError `refused` when there is none, and whatever the database throws */
  detect(): Promise<DetectedTables> {
    this.found ??= this.lookAndKeep().catch((error: unknown) => {
      this.found = undefined;
      throw error;
    });
    return this.found;
  }

  /** Looks again next time; to be called when a statement failed, since an update may be why. */
  forget(): void {
    this.found = undefined;
  }

  private async lookAndKeep(): Promise<DetectedTables> {
    const detected = await this.look();
    this.last = detected.view.table;
    return detected;
  }

  private async look(): Promise<DetectedTables> {
    const columns = await this.columns();
    const views = [cdrOutputView, simpleView, legacyView].flatMap((view) => view(columns) ?? []);
    const recordings = recordingSources(columns);
    const [only] = views;
    if (!only) {
      throw new PbxError('refused', {
        detail: 'The PBX database has no call records that our role may read.',
        remedy: `Grant SELECT on ${TABLES.join(', ')} to the role, as far as they are there.`,
      });
    }
    if (views.length === 1) return { view: only, recordings };
    return { view: await this.newest(views, only), recordings };
  }

  private async columns(): Promise<TableColumns> {
    const rows = await this.db.query<{ table_name: string; column_name: string }>(
      `SELECT lower(table_name) AS table_name, lower(column_name) AS column_name
         FROM information_schema.columns
        WHERE table_schema = ANY (current_schemas(false)) AND lower(table_name) = ANY ($1)`,
      [TABLES],
    );
    const byTable = Map.groupBy(rows, (row) => row.table_name);
    return new Map(
      [...byTable].map(([table, list]) => [table, new Set(list.map((row) => row.column_name))]),
    );
  }

  private async newest(views: readonly RecordView[], first: RecordView): Promise<RecordView> {
    let best = { view: first, lastAt: -1 };
    for (const view of views) {
      const [row] = await this.db.query<{ last_at: string | null }>(
        `SELECT extract(epoch FROM max(ended_at))::text AS last_at FROM (${view.sql}) v`,
      );
      const lastAt = Number(row?.last_at ?? -1);
      if (lastAt > best.lastAt) best = { view, lastAt };
    }
    return best.view;
  }
}
