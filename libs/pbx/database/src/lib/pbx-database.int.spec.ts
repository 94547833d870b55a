import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RecordTables } from './record-tables';
import { RecordQueries } from './record-queries';
import { CDROUTPUT_DDL, RecordDatabase } from './testing/record-database';
import { internalAnswered } from './testing/example-rows';

const LEGACY_DDL = `
CREATE TABLE cl_segments (id int, call_id int, src_part_id int, dst_part_id int, start_time timestamptz,
  end_time timestamptz, type int, action_id int, seq_order int);
CREATE TABLE cl_participants (id int, dn_type int, dn varchar, caller_number varchar, display_name varchar,
  did_number varchar);
CREATE TABLE cdr_output (id int, start_time timestamp, end_time timestamp, answer_time timestamp,
  from_no varchar, to_no varchar);
GRANT SELECT ON ALL TABLES IN SCHEMA public TO logsreader_single;`;

describe('PbxDatabase', () => {
  let world: RecordDatabase;
  const folder = mkdtempSync(path.join(tmpdir(), 'pbx-ini-'));

  beforeAll(async () => {
    world = await RecordDatabase.start(CDROUTPUT_DDL + LEGACY_DDL);
  }, 60_000);
  afterAll(async () => {
    await world?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const iniWith = (password: string) => {
    const file = path.join(folder, '3CXPhoneSystem.ini');
    const { host, port } = world.server;
    writeFileSync(
      file,
      `[QMDatabase]\nDBHost = ${host}\nDBPort = ${port}\nDBName = database_single\n` +
        `[DbAdminREADONLY]\nUser = logsreader_single\nPassword = ${password}\n` +
        `[CfgServerProfile]\nMasterDBUser = relay\nMasterDBPassword = owner\n`,
    );
    return file;
  };

  it('refuses a write, though the role would be allowed to', async () => {
    const db = world.open();
    await expect(
      db.query("INSERT INTO cdrbilling (cdr_id) VALUES ('00000000-0000-0000-0000-000000000001')"),
    ).rejects.toMatchObject({ detail: expect.stringContaining('read-only transaction') });
    const { rows } = await world.owner.query('SELECT count(*)::int AS n FROM cdrbilling');
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('ends a statement that takes too long', async () => {
    const db = world.open({ statementTimeoutMs: 200 });
    await expect(db.query('SELECT pg_sleep(10)')).rejects.toMatchObject({ fault: 'timeout' });
  });

  it('signs in with its own name, in UTC', async () => {
    const rows = await world
      .open()
      .query(
        "SELECT current_setting('application_name') AS name, current_setting('timezone') AS zone",
      );
    expect(rows).toEqual([{ name: '3cx-relay', zone: 'UTC' }]);
  });

  it('uses the read-only role of the ini, never the owner beside it, and says so', async () => {
    const db = world.open({ iniPaths: [iniWith('reader')], overrides: {} });
    expect(await db.query('SELECT current_user AS who')).toEqual([{ who: 'logsreader_single' }]);
    expect(db.foundIn).toContain('[QMDatabase/DbAdminREADONLY]');
  });

  it('reads the ini again after it failed to connect', async () => {
    const db = world.open({ iniPaths: [iniWith('rotated away')], overrides: {} });
    await expect(db.query('SELECT 1')).rejects.toMatchObject({ fault: 'unavailable' });
    iniWith('reader');
    expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(world.reports.reports.at(-1)).toMatchObject({ state: 'connected', error: null });
  });

  it('is not there when there is neither ini nor setting', async () => {
    const nothing = world.open({ iniPaths: [path.join(folder, 'absent.ini')], overrides: {} });
    expect(await nothing.isThere()).toBe(false);
  });

  it('reads of several kinds of tables the one with the newest row', async () => {
    const db = world.open();
    await world.insert('cl_participants', { id: 1, dn_type: 0, dn: '100', display_name: 'Old A' });
    await world.insert('cl_participants', { id: 2, dn_type: 0, dn: '101', display_name: 'Old B' });
    const segment = { id: 1, call_id: 5, src_part_id: 1, dst_part_id: 2, type: 1 };
    await world.insert('cl_segments', {
      ...segment,
      start_time: '2025-01-01T10:00:00Z',
      end_time: '2025-01-01T10:00:04Z',
    });
    await world.insert('cl_segments', {
      ...segment,
      id: 2,
      type: 2,
      start_time: '2025-01-01T10:00:04Z',
      end_time: '2025-01-01T10:01:00Z',
    });
    const tables = new RecordTables(db);
    expect((await tables.detect()).view.table).toBe('cl_segments');
    const [old] = await new RecordQueries(db, tables).recordsOf(['cl-5']);
    expect(old).toMatchObject({
      direction: 'internal',
      outcome: 'answered',
      answeredAt: '2025-01-01T10:00:04.000000Z',
      answeredBy: { dn: '101', name: 'Old B' },
    });

    await world.insert('cdr_output', {
      id: 9,
      start_time: '2025-06-01 10:00:00',
      end_time: '2025-06-01 10:00:30',
      from_no: '+442071234567',
      to_no: '101',
    });
    tables.forget();
    expect((await tables.detect()).view.table).toBe('cdr_output');
    const [simple] = await new RecordQueries(db, tables).recordsOf(['9']);
    expect(simple).toMatchObject({
      direction: 'inbound',
      startedAt: '2025-06-01T10:00:00.000000Z',
      callee: { dn: '101' },
    });

    for (const row of internalAnswered('I')) await world.insert('cdroutput', row);
    tables.forget();
    expect((await tables.detect()).view.table).toBe('cdroutput');
  });
});
