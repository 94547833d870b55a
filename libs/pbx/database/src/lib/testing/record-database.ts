import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@3cx-relay/embedded-postgres';
import { type ConnectionReport, ConnectionReporter } from '@3cx-relay/pbx-connection';
import { Client } from 'pg';
import { PbxDatabase } from '../pbx-database';
import { PbxDatabaseOptions } from '../pbx-database.options';

/** The columns of the vendor's guide. */
export const CDROUTPUT_DDL = `
CREATE TABLE cdroutput (
  cdr_id uuid PRIMARY KEY, call_history_id uuid, main_call_history_id uuid,
  source_participant_id uuid, destination_participant_id uuid,
  source_entity_type varchar, destination_entity_type varchar,
  source_dn_number varchar, destination_dn_number varchar,
  source_dn_type varchar, destination_dn_type varchar,
  source_dn_name varchar, destination_dn_name varchar,
  source_participant_name varchar, destination_participant_name varchar,
  source_participant_phone_number varchar, destination_participant_phone_number varchar,
  source_participant_trunk_did varchar, destination_participant_trunk_did varchar,
  base_cdr_id uuid, originating_cdr_id uuid, continued_in_cdr_id uuid,
  creation_method varchar, creation_forward_reason varchar,
  termination_reason varchar, termination_reason_details varchar,
  terminated_by_participant_id uuid,
  cdr_started_at timestamptz(6), cdr_ended_at timestamptz(6), cdr_answered_at timestamptz(6),
  processed boolean, migrated boolean
);
CREATE TABLE cdrbilling (
  cdr_id uuid, source_bill_code varchar, source_bill_rate_name varchar, source_bill_rate numeric,
  source_bill_duration interval, destination_bill_code varchar, destination_bill_rate_name varchar,
  destination_bill_rate numeric, destination_bill_duration interval, migrated boolean
);
CREATE TABLE recordings (
  id_recording int PRIMARY KEY, cdr_id uuid, recording_url varchar, transcription text, summary text
);
CREATE ROLE logsreader_single LOGIN PASSWORD 'reader';
GRANT SELECT ON ALL TABLES IN SCHEMA public TO logsreader_single;
GRANT INSERT ON cdrbilling TO logsreader_single;`;

class RememberedReports extends ConnectionReporter {
  readonly reports: ConnectionReport[] = [];

  report(_component: string, report: ConnectionReport): void {
    this.reports.push(report);
  }
}

/** A real PostgreSQL with a PBX's database in it. */
export class RecordDatabase {
  readonly reports = new RememberedReports();
  private opened: PbxDatabase[] = [];

  private constructor(
    readonly server: EmbeddedPostgres,
    readonly owner: Client,
    private readonly folder: string,
  ) {}

  static async start(ddl: string): Promise<RecordDatabase> {
    const folder = mkdtempSync(path.join(tmpdir(), 'pbx-database-'));
    const server = await startEmbeddedPostgres({
      dataDir: folder,
      durable: false,
      password: 'owner',
    });
    const maker = new Client({ connectionString: server.url() });
    await maker.connect();
    await maker.query('CREATE DATABASE database_single');
    await maker.end();
    const owner = new Client({ connectionString: server.url('database_single') });
    await owner.connect();
    await owner.query(ddl);
    return new RecordDatabase(server, owner, folder);
  }

  /** Our adapter, signed in as the read-only role. */
  open(options: Partial<PbxDatabaseOptions> = {}): PbxDatabase {
    const { host, port } = this.server;
    const database = new PbxDatabase(
      new PbxDatabaseOptions({
        iniPaths: [],
        overrides: { host, port, user: 'logsreader_single', password: 'reader' },
        ...options,
      }),
      this.reports,
    );
    this.opened.push(database);
    return database;
  }

  /** Inserts a row; columns by their names. */
  async insert(table: string, row: Readonly<Record<string, unknown>>): Promise<void> {
    const names = Object.keys(row);
    const places = names.map((_name, index) => `$${index + 1}`);
    await this.owner.query(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${places.join(', ')})`,
      Object.values(row),
    );
  }

  async stop(): Promise<void> {
    for (const database of this.opened) await database.onApplicationShutdown();
    await this.owner.end();
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
