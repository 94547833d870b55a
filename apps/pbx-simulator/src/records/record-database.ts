import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorMessage } from '@3cx-relay/util';
import { Pool, type PoolClient } from 'pg';
import type { EngineListener, Section, TrueCall } from '../pbx';
import type { Recording } from '../recordings/recording';
import { DatabaseServer } from './database-server';
import { type EndedCall, EndedCalls } from './ended-calls';
import { type IniLayout, iniText } from './ini';
import { recordLayout, type RecordWording } from './record-layout';
import { type RecordFate, RecordQueue } from './record-queue';
import type { Recorded, RecordLayout, RecordToWrite } from './record-rows';

const DATABASE = 'database_single';
const OWNER = { user: 'phonesystem', password: 'simulator-owner' } as const;
const READER = { user: 'logsreader_single', password: 'simulator-reader' } as const;
/** The PBX writes its records a little after the section has ended. */
const WRITE_EVERY_MS = 150;
/** How long it waits before it tries again after a failure. */
const RETRY_MS = 500;

export interface RecordSettings extends RecordWording {
  readonly dbPort: number;
  readonly iniLayout: IniLayout;
}

/** The PBX's database, and the writer of call records. */
export class RecordDatabase implements EngineListener {
  private readonly queue = new RecordQueue();
  private readonly calls = new EndedCalls((call) => this.ended(call));
  private readonly layout: RecordLayout;
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();
  private hasFailed = false;
  /** Sections whose recordings were deleted, and whose rows are still there. */
  private unrecorded: string[] = [];
  /** A row can only be there twice in a table without a key. */
  private isKeyless = false;
  /** The recording of a section, if it was recorded. */
  recordingOf: (section: Section) => Recording | undefined = () => undefined;
  /** Faults decide what becomes of a record. */
  fateOf: () => RecordFate = () => 'written';

  private constructor(
    readonly server: DatabaseServer,
    private readonly pool: Pool,
    readonly url: string,
    readonly iniPath: string,
    wording: RecordWording,
  ) {
    this.layout = recordLayout(wording, (section) => this.recordingOf(section));
  }

  static async start(dataDir: string, settings: RecordSettings): Promise<RecordDatabase> {
    const { dbPort, iniLayout } = settings;
    const server = await DatabaseServer.start({
      ...{
        dataDir,
        port: dbPort,
        durable: false,
        superuser: 'postgres',
        password: 'simulator-superuser',
      },
    });
    const url = (role: { user: string; password: string }) =>
      `postgresql://${role.user}:${role.password}@${server.host}:${server.port}/${DATABASE}`;
    const pool = new Pool({ connectionString: url(OWNER), max: 2 });
    // Stopping the database is a fault that we stage ourselves; idle and busy sessions end by it.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    const iniPath = path.join(dataDir, '3CXPhoneSystem.ini');
    const { host } = server;
    const facts = { host, port: server.port, name: DATABASE, owner: OWNER, reader: READER };
    writeFileSync(iniPath, iniText(iniLayout, facts));
    const database = new RecordDatabase(server, pool, url(READER), iniPath, settings);
    await prepare(server, pool, database.layout.ddl);
    return database;
  }

  sectionClosed(section: Section): void {
    this.calls.sectionClosed(section);
    if (this.layout.unit === 'section') this.record(section, this.fateOf());
  }

  callEnded(call: TrueCall): void {
    this.calls.callEnded(call);
  }

  /** Everything that has ended and may be written is in the table. */
  async settled(): Promise<void> {
    await this.flush();
  }

  /** Records that were held back are written. */
  release(): void {
    this.queue.release();
    void this.flush();
  }

  /** The rows of these sections' recordings go; where the database is away, when it is back. */
  removeRecordings(cdrIds: readonly string[]): void {
    if (!this.layout.tables.includes('cdrrecordings')) return;
    this.unrecorded.push(...cdrIds);
    void this.flush();
  }

  async clear(): Promise<void> {
    this.queue.clear();
    this.unrecorded = [];
    const { tables, key } = this.layout;
    await this.pool.query(`TRUNCATE ${tables.join(', ')}`);
    if (!this.isKeyless) return;
    await this.pool.query(`ALTER TABLE ${tables[0]} ADD PRIMARY KEY (${key})`);
    this.isKeyless = false;
  }

  async stop(): Promise<void> {
    await this.server.resume();
    await this.writing;
    if (this.timer) clearTimeout(this.timer);
    await this.pool.end();
    await this.server.close();
  }

  /** Faults strike the records; where those are sections, the call only has its older tables. */
  private ended(call: EndedCall): void {
    this.record(call, this.layout.unit === 'call' ? this.fateOf() : 'written');
  }

  private record(what: Recorded, fate: RecordFate): void {
    this.queue.add(what, fate, Date.now());
    this.plan(WRITE_EVERY_MS);
  }

  private plan(ms: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      void this.flush();
    }, ms);
  }

  private flush(): Promise<void> {
    this.writing = this.writing.then(() => this.writeDue());
    return this.writing;
  }

  private async writeDue(): Promise<void> {
    const batch = this.queue.take(Date.now());
    try {
      if (batch.length > 0) await this.write(batch);
      this.hasFailed = false;
    } catch (error) {
      // The database is away: the PBX keeps its records until it is back.
      this.queue.putBack(batch);
      if (!this.hasFailed) process.stderr.write(`call records wait: ${errorMessage(error)}\n`);
      this.hasFailed = true;
    }
    await this.removeRows();
    const next = this.queue.nextDueAt() ?? (this.unrecorded.length > 0 ? Date.now() : null);
    if (next !== null) this.plan(this.hasFailed ? RETRY_MS : Math.max(0, next - Date.now()));
  }

  private async removeRows(): Promise<void> {
    const gone = [...this.unrecorded];
    if (gone.length === 0) return;
    try {
      for (const table of ['cdrrecordings', 'recordings'])
        await this.pool.query(`DELETE FROM ${table} WHERE cdr_id = ANY ($1::uuid[])`, [gone]);
      this.unrecorded = this.unrecorded.filter((id) => !gone.includes(id));
    } catch {
      // The database is away: they go when it is back.
      this.hasFailed = true;
    }
  }

  private async write(batch: readonly RecordToWrite[]): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      if (!this.isKeyless && batch.some(({ isDoubled }) => isDoubled))
        await dropKey(client, this.layout);
      await this.layout.write(client, batch);
      await client.query('COMMIT');
      this.isKeyless ||= batch.some(({ isDoubled }) => isDoubled);
      client.release();
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
}

async function prepare(server: DatabaseServer, pool: Pool, ddl: string): Promise<void> {
  const admin = new Pool({ connectionString: server.adminUrl(), max: 1 });
  // A folder that was used before holds the database of that PBX; this one has no past.
  await admin.query(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
  await admin.query(`DROP ROLE IF EXISTS ${OWNER.user}, ${READER.user}`);
  await admin.query(`CREATE ROLE ${OWNER.user} LOGIN PASSWORD '${OWNER.password}'`);
  await admin.query(`CREATE ROLE ${READER.user} LOGIN PASSWORD '${READER.password}'`);
  await admin.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER.user}`);
  await admin.end();
  await pool.query(ddl);
  await pool.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${READER.user}`);
}

async function dropKey(client: PoolClient, { tables: [table], key }: RecordLayout): Promise<void> {
  await client.query(`ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${table}_pkey`);
  await client.query(`CREATE INDEX IF NOT EXISTS ${table}_${key} ON ${table} (${key})`);
}
