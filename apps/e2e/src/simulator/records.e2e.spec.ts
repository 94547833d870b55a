import { readFileSync } from 'node:fs';
import { Pbx } from '@3cx-relay/testing';
import { parse } from 'ini';
import { Client } from 'pg';
import { type Row, rowsOf } from './call-rows';

/** Columns of `cdroutput` and their types, as the published schema has them. */
const UUID = 'uuid';
const TEXT = 'character varying';
const ENDS = ['source', 'destination'].flatMap<[string, string]>((end) => [
  [`${end}_participant_id`, UUID],
  [`${end}_entity_type`, TEXT],
  [`${end}_dn_number`, TEXT],
  [`${end}_dn_type`, TEXT],
  [`${end}_dn_name`, TEXT],
  [`${end}_participant_name`, TEXT],
  [`${end}_participant_phone_number`, TEXT],
  [`${end}_participant_trunk_did`, TEXT],
  [`${end}_participant_is_incoming`, 'boolean'],
  [`${end}_participant_is_already_connected`, 'boolean'],
  [`${end}_participant_group_name`, TEXT],
  [`${end}_participant_billing_suffix`, TEXT],
]);
const CDROUTPUT: [string, string][] = [
  ['cdr_id', UUID],
  ['call_history_id', UUID],
  ['main_call_history_id', UUID],
  ...ENDS,
  ['base_cdr_id', UUID],
  ['originating_cdr_id', UUID],
  ['continued_in_cdr_id', UUID],
  ['creation_method', TEXT],
  ['creation_forward_reason', TEXT],
  ['termination_reason', TEXT],
  ['termination_reason_details', TEXT],
  ['terminated_by_participant_id', UUID],
  ['cdr_started_at', 'timestamp with time zone'],
  ['cdr_ended_at', 'timestamp with time zone'],
  ['cdr_answered_at', 'timestamp with time zone'],
  ['source_presentation', TEXT],
  ['processed', 'boolean'],
  ['migrated', 'boolean'],
  ['offload_id', 'bigint'],
];

/** What the row of a call's last target, or of one on the way, looks like. */
const SHAPES: [string, Row[]][] = [
  [
    'inbound-answered',
    [
      {
        source_entity_type: 'external_line',
        source_dn_number: '10001',
        destination_entity_type: 'inbound_routing',
        destination_dn_type: 'unknown',
        creation_method: 'call_init',
        creation_forward_reason: 'none',
        termination_reason: 'redirected',
        termination_reason_details: 'by_did',
      },
      {
        destination_entity_type: 'extension',
        destination_dn_type: 'extension',
        creation_method: 'divert',
        creation_forward_reason: 'by_did',
      },
    ],
  ],
  [
    'internal',
    [
      {
        source_entity_type: 'extension',
        destination_entity_type: 'extension',
        creation_method: 'call_init',
        creation_forward_reason: 'none',
        termination_reason: expect.stringMatching(/^(src|dst)_participant_terminated$/),
        termination_reason_details: null,
        cdr_answered_at: expect.any(Date),
      },
    ],
  ],
  [
    'internal-missed',
    [{ termination_reason: 'src_participant_terminated', cdr_answered_at: null }],
  ],
  [
    'outbound-no-route',
    [
      {
        source_entity_type: 'extension',
        destination_entity_type: 'outbound_rule',
        creation_method: 'call_init',
        termination_reason: 'dst_participant_terminated',
        termination_reason_details: 'no_route',
      },
    ],
  ],
  [
    'outbound-refused',
    [
      { destination_entity_type: 'outbound_rule', creation_method: 'call_init' },
      {
        destination_entity_type: 'external_line',
        destination_dn_type: 'provider',
        creation_method: 'route_to',
        creation_forward_reason: 'polling',
        termination_reason: 'rejected',
      },
    ],
  ],
  ['inbound-busy', [{ termination_reason: 'rejected', termination_reason_details: 'busy' }]],
  [
    'inbound-voicemail',
    [
      { termination_reason: 'redirected', termination_reason_details: 'no_answer' },
      {
        destination_entity_type: 'voicemail',
        destination_dn_type: 'extension',
        cdr_answered_at: expect.any(Date),
      },
    ],
  ],
  [
    'queue',
    [
      { destination_entity_type: 'queue', termination_reason_details: 'polling' },
      {
        destination_entity_type: 'extension',
        creation_method: 'route_to',
        creation_forward_reason: 'polling',
        source_participant_is_already_connected: true,
        cdr_answered_at: expect.any(Date),
      },
      {
        destination_entity_type: 'extension',
        termination_reason: 'cancelled',
        termination_reason_details: 'completed_elsewhere',
        cdr_answered_at: null,
      },
    ],
  ],
  [
    'ring-group',
    [
      {
        destination_entity_type: expect.stringMatching(/^ring_group_(ring_all|hunt)$/),
        destination_dn_type: expect.stringMatching(/^ring_group_(ring_all|hunt)$/),
      },
      { destination_entity_type: 'extension', creation_forward_reason: 'polling' },
    ],
  ],
  ['ivr-queue', [{ destination_entity_type: 'ivr' }, { destination_entity_type: 'queue' }]],
  [
    'blind-transfer',
    [
      { termination_reason: 'continued_in', cdr_answered_at: expect.any(Date) },
      { creation_method: 'transfer', creation_forward_reason: 'none' },
    ],
  ],
];

/** Tables, rows, roles and the ini file, asked of the running program. */
describe('the database of the PBX', () => {
  let pbx: Pbx;
  let client: Client;
  beforeAll(async () => {
    pbx = await Pbx.start({ args: ['--speed', '20'] });
    client = new Client({ connectionString: pbx.databaseUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await pbx.stop();
  });

  /** Runs a scenario to its end. @returns its rows */
  const rowsFor = async (scenario: string) => rowsOf(pbx, client, await pbx.call({ scenario }));

  it('is database_single, where the ini file says', async () => {
    const ini = parse(readFileSync(pbx.iniPath, 'utf8')) as Record<string, Record<string, string>>;
    const at = new URL(pbx.databaseUrl);
    expect(ini['QMDatabase']).toMatchObject({ DBPort: at.port, DBName: 'database_single' });
    expect(ini['CfgServerProfile']).toMatchObject({
      MasterDBUser: 'phonesystem',
      MasterDBPassword: expect.any(String),
    });
    expect(ini['DbAdminREADONLY']).toEqual({
      User: 'logsreader_single',
      Password: decodeURIComponent(at.password),
    });
  });

  it('lets the read-only role read, and nothing else', async () => {
    await expect(client.query('SELECT 1 FROM cdroutput')).resolves.toBeDefined();
    for (const statement of [
      'DELETE FROM cdroutput',
      'CREATE TABLE mine (id int)',
      'UPDATE cdroutput SET processed = true',
    ]) {
      await expect(client.query(statement)).rejects.toMatchObject({ code: expect.any(String) });
    }
  });

  it('lets the owner sign in with the password of the ini file', async () => {
    const ini = parse(readFileSync(pbx.iniPath, 'utf8')) as Record<string, Record<string, string>>;
    const at = new URL(pbx.databaseUrl);
    at.username = ini['CfgServerProfile']?.['MasterDBUser'] ?? '';
    at.password = ini['CfgServerProfile']?.['MasterDBPassword'] ?? '';
    const owner = new Client({ connectionString: at.href });
    await owner.connect();
    const { rows } = await owner.query<Row>('SELECT current_user');
    await owner.end();
    expect(rows).toEqual([{ current_user: 'phonesystem' }]);
  });

  it.each(CDROUTPUT)('has the column %s of type %s in cdroutput', async (column, type) => {
    const { rows } = await client.query<Row>(
      `SELECT data_type FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name = 'cdroutput' AND column_name = $1`,
      [column],
    );
    expect(rows).toEqual([{ data_type: type }]);
  });

  it.each([
    'cdrbilling',
    'cdrrecordings',
    'recordings',
    'cl_calls',
    'cl_participants',
    'cl_segments',
    'cl_party_info',
  ])('has the table %s', async (table) => {
    await expect(client.query(`SELECT * FROM ${table} LIMIT 1`)).resolves.toBeDefined();
  });

  it.each(['cdr_output', 'cdrparticipants'])('has no table %s', async (table) => {
    await expect(client.query(`SELECT 1 FROM ${table}`)).rejects.toMatchObject({ code: '42P01' });
  });

  it.each(SHAPES)('records %s as published rows show it', async (scenario, shapes) => {
    const rows = await rowsFor(scenario);
    for (const shape of shapes) expect(rows).toContainEqual(expect.objectContaining(shape));
    expect(rows.filter((row) => row['creation_method'] === 'call_init')).toHaveLength(1);
    expect(new Set(rows.map((row) => row['source_participant_id'])).size).toBe(1);
  });
});
