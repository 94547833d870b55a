import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@3cx-relay/embedded-postgres';
import { errorMessage } from '@3cx-relay/util';
import { Pool } from 'pg';
import type { EngineListener, Section } from '../pbx';
import { type IniLayout, iniText } from './ini';
import type { Recording } from '../recordings/recording';
import { recordingRows } from '../recordings/recording-rows';
import { recordRow } from './record-row';
import { TABLES } from './tables';

const DATABASE = 'database_single';
const OWNER = { user: 'phonesystem', password: 'simulator-owner' } as const;
const READER = { user: 'logsreader_single', password: 'simulator-reader' } as const;
/** The PBX writes its records a little after the section has ended. */
const WRITE_EVERY_MS = 150;

/** The PBX's database, and the writer of call records. */
export class RecordDatabase implements EngineListener {
  private waiting: Section[] = [];
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();
  /** The recording of a section, if it was recorded. */
  recordingOf: (section: Section) => Recording | undefined = () => undefined;
  /** A fault: records are kept back. */
  isHeldBack = false;

  private constructor(
    private readonly server: EmbeddedPostgres,
    private readonly pool: Pool,
    readonly url: string,
    readonly iniPath: string,
  ) {}

  static async start(dataDir: string, port: number, layout: IniLayout): Promise<RecordDatabase> {
    const server = await startEmbeddedPostgres({
      ...{ dataDir, port, durable: false, superuser: 'postgres', password: 'simulator-superuser' },
    });
    const admin = new Pool({ connectionString: server.url(), max: 1 });
    await admin.query(`CREATE ROLE ${OWNER.user} LOGIN PASSWORD '${OWNER.password}'`);
    await admin.query(`CREATE ROLE ${READER.user} LOGIN PASSWORD '${READER.password}'`);
    await admin.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER.user}`);
    await admin.end();
    const url = (role: { user: string; password: string }) =>
      `postgresql://${role.user}:${role.password}@${server.host}:${server.port}/${DATABASE}`;
    const pool = new Pool({ connectionString: url(OWNER), max: 2 });
    // A restart of the database is a fault that we stage ourselves.
    pool.on('error', () => undefined);
    await pool.query(TABLES);
    await pool.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${READER.user}`);
    const iniPath = path.join(dataDir, '3CXPhoneSystem.ini');
    const facts = {
      host: server.host,
      port: server.port,
      name: DATABASE,
      owner: OWNER,
      reader: READER,
    };
    writeFileSync(iniPath, iniText(layout, facts));
    return new RecordDatabase(server, pool, url(READER), iniPath);
  }

  sectionClosed(section: Section): void {
    this.waiting.push(section);
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.writing = this.writing.then(() => this.flush());
    }, WRITE_EVERY_MS);
  }

  /** Everything that has ended is in the table. */
  async settled(): Promise<void> {
    await this.writing;
    await this.flush();
  }

  release(): void {
    this.isHeldBack = false;
    this.writing = this.writing.then(() => this.flush());
  }

  async clear(): Promise<void> {
    this.waiting = [];
    await this.pool.query('TRUNCATE cdroutput, cdrbilling, cdrrecordings, recordings');
  }

  async stop(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    await this.writing;
    await this.pool.end();
    await this.server.stop();
  }

  private async flush(): Promise<void> {
    if (this.isHeldBack || this.waiting.length === 0) return;
    const batch = this.waiting;
    this.waiting = [];
    try {
      await this.insert(batch);
    } catch (error) {
      // The database is away: the PBX keeps its records until it is back.
      this.waiting = [...batch, ...this.waiting];
      process.stderr.write(`call records wait: ${errorMessage(error)}\n`);
      this.timer ??= setTimeout(() => {
        this.timer = null;
        this.writing = this.writing.then(() => this.flush());
      }, WRITE_EVERY_MS * 10);
    }
  }

  private async insert(sections: readonly Section[]): Promise<void> {
    const rows = sections.map(recordRow);
    const columns = Object.keys(rows[0] ?? {}).join(', ');
    await this.pool.query(
      `INSERT INTO cdroutput (${columns})
       SELECT ${columns} FROM jsonb_populate_recordset(NULL::cdroutput, $1)
       ON CONFLICT (cdr_id) DO NOTHING`,
      [JSON.stringify(rows)],
    );
    await this.insertRecordings(sections);
    const billed = sections.filter(isBilled).map((section) => ({
      ...{
        cdr_id: section.cdrId,
        destination_bill_code: '',
        destination_bill_rate_name: 'Standard',
      },
      destination_bill_rate: 0.02,
      destination_bill_duration: `${Math.round(((section.endedAt ?? 0) - (section.answeredAt ?? 0)) / 1_000)} seconds`,
    }));
    if (billed.length === 0) return;
    await this.pool.query(
      `INSERT INTO cdrbilling (cdr_id, destination_bill_code, destination_bill_rate_name,
                               destination_bill_rate, destination_bill_duration)
       SELECT cdr_id, destination_bill_code, destination_bill_rate_name, destination_bill_rate,
              destination_bill_duration
         FROM jsonb_populate_recordset(NULL::cdrbilling, $1)
       ON CONFLICT (cdr_id) DO NOTHING`,
      [JSON.stringify(billed)],
    );
  }

  private async insertRecordings(sections: readonly Section[]): Promise<void> {
    const rows = sections.flatMap((section) => {
      const recording = this.recordingOf(section);
      return recording ? [recordingRows(recording)] : [];
    });
    if (rows.length === 0) return;
    for (const table of ['cdrrecordings', 'recordings'] as const) {
      await this.pool.query(
        `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)
         ON CONFLICT DO NOTHING`,
        [JSON.stringify(rows.map((row) => row[table]))],
      );
    }
  }
}

/** Answered calls to outside cost money. */
function isBilled(section: Section): boolean {
  return section.destination.entity === 'external_line' && section.answeredAt !== null;
}
