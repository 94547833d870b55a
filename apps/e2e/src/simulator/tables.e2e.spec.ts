import { Pbx, until } from '@3cx-relay/testing';
import { Client } from 'pg';
import { type Row, rowsOf } from './call-rows';

const BILLED = ['bill_code', 'bill_rate_name', 'bill_rate', 'bill_duration'];

/** Tables beside `cdroutput`, and their columns as far as they are published. */
const TABLES: [string, string[]][] = [
  [
    'cdrbilling',
    [
      'cdr_id',
      ...BILLED.map((name) => `source_${name}`),
      ...BILLED.map((name) => `destination_${name}`),
      'migrated',
    ],
  ],
  ['cdrrecordings', ['cdr_id', 'cdr_participant_id', 'recording_url']],
  [
    'recordings',
    ['id_recording', 'cdr_id', 'cl_participants_id', 'recording_url', 'start_time', 'end_time']
      .concat(['call_type', 'queue_dn', 'transcription', 'transcribed'])
      .concat(['transcription_started_at', 'summary', 'sentiment_score', 'result', 'archived'])
      .concat(['archived_url', 'emailed', 'forced', 'offload_id']),
  ],
  [
    'cl_calls',
    [
      'id',
      'start_time',
      'end_time',
      'is_answered',
      'ringing_dur',
      'talking_dur',
      'q_wait_dur',
    ].concat(['call_history_id', 'duplicated', 'migrated']),
  ],
  [
    'cl_participants',
    ['id', 'dn_type', 'dn', 'caller_number', 'display_name', 'dn_class', 'firstlastname'].concat([
      'did_number',
      'crm_contact',
    ]),
  ],
  [
    'cl_segments',
    ['id', 'call_id', 'seq_order', 'seq_group', 'src_part_id', 'dst_part_id', 'start_time'].concat([
      'end_time',
      'type',
      'action_id',
      'action_party_id',
      'call_history_id',
    ]),
  ],
  [
    'cl_party_info',
    ['id', 'call_id', 'info_id', 'role', 'is_inbound', 'end_status', 'forward_reason'].concat([
      'failure_reason',
      'start_time',
      'answer_time',
      'end_time',
      'recording_url',
    ]),
  ],
];

const HISTORY = words(`idmpch14 call_id calltype dnowner party_dn party_dntype party_name
  party_callerid via_role via_dn via_dntype via_dnname via_callerid start_time established_time
  end_time end_status end_status_hint divert_dn divert_dntype divert_dnname divert_callerid
  dialed_number`);

/** 100 ns between 1601 and 1970. */
const FILETIME_OF_1970 = 116_444_736_000_000_000n;

/** What the tables beside `cdroutput` hold, and how ids are made, asked of the running program. */
describe('the tables of the PBX', () => {
  let pbx: Pbx;
  let client: Client;
  beforeAll(async () => {
    pbx = await Pbx.start({ args: ['--speed', '50'] });
    client = new Client({ connectionString: pbx.databaseUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await pbx.stop();
  });

  const query = async (sql: string, values: unknown[] = []) =>
    (await client.query<Row>(sql, values)).rows;

  const rowsFor = async (body: Row) => rowsOf(pbx, client, await pbx.call(body));

  it.each(TABLES)('%s has the published columns', async (table, columns) => {
    const found = await query(
      `SELECT column_name FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name = $1`,
      [table],
    );
    expect(found.map((row) => row['column_name'])).toEqual(expect.arrayContaining(columns));
  });

  it('keeps the tables from before Update 6 empty', async () => {
    await rowsFor({ scenario: 'internal' });
    for (const table of ['cl_calls', 'cl_segments', 'cl_participants', 'cl_party_info']) {
      expect(await query(`SELECT * FROM ${table} LIMIT 1`)).toEqual([]);
    }
  });

  describe('myphone_callhistory_v14', () => {
    const historyOf = async (row: Row | undefined) => {
      const started = row?.['cdr_started_at'];
      const sql = 'SELECT * FROM myphone_callhistory_v14 WHERE start_time = $1';
      return until('it is in the history', async () => {
        const found = await query(sql, [started]);
        return found.length > 0 && found;
      });
    };

    it('has the published columns', async () => {
      const [row] = await historyOf((await rowsFor({ scenario: 'internal' }))[0]);
      expect(Object.keys(row ?? {})).toEqual(expect.arrayContaining(HISTORY));
    });

    it('tells a call to its two owners: 3 outgoing, 2 received', async () => {
      const [row] = await rowsFor({ from: '105', to: '106', talkMs: 2_000 });
      const history = await historyOf(row);
      expect(history).toContainEqual(
        expect.objectContaining({ dnowner: '105', calltype: 3, party_dn: '106' }),
      );
      expect(history).toContainEqual(
        expect.objectContaining({ dnowner: '106', calltype: 2, party_dn: '105' }),
      );
    });

    it('tells who was rung in vain of a missed call: 1, ended with 5', async () => {
      const history = await historyOf((await rowsFor({ scenario: 'internal-missed' }))[0]);
      expect(history).toContainEqual(
        expect.objectContaining({ calltype: 1, end_status: 5, established_time: null }),
      );
    });
  });

  it('has a row of callcent_queuecalls for each call to a queue', async () => {
    const count = async () => (await query('SELECT * FROM callcent_queuecalls')).length;
    const before = await count();
    await rowsFor({ scenario: 'internal' });
    await rowsFor({ scenario: 'queue' });
    await until('it is counted', async () => (await count()) > before);
    expect(await count()).toBe(before + 1);
  });

  describe('of which no more than the name is published', () => {
    const notesOf = (table: string, row: Row | undefined) =>
      query(`SELECT * FROM ${table} WHERE call_history_id = $1`, [row?.['call_history_id']]);
    const notedOf = (table: string, row: Row | undefined) =>
      until(`it is in ${table}`, async () => {
        const found = await notesOf(table, row);
        return found.length > 0 && found;
      });

    it('has a row of cl_quality for each call that was answered', async () => {
      const [missed] = await rowsFor({ scenario: 'internal-missed' });
      const [row] = await rowsFor({ from: '105', to: '106', answer: 'auto', talkMs: 2_000 });
      expect(await notedOf('cl_quality', row)).toHaveLength(1);
      expect(await notesOf('cl_quality', missed)).toEqual([]);
    });

    it('has a row of s_voicemail for each message, with its mailbox and its caller', async () => {
      const [talk] = await rowsFor({ from: '105', to: '106', answer: 'auto', talkMs: 2_000 });
      const rows = await rowsFor({ scenario: 'inbound-voicemail' });
      const taken = rows.find((row) => row['destination_entity_type'] === 'voicemail');
      expect(await notedOf('s_voicemail', taken)).toEqual([
        expect.objectContaining({
          callee: taken?.['destination_dn_number'],
          caller: taken?.['source_participant_phone_number'],
          heard: false,
        }),
      ]);
      expect(await notesOf('s_voicemail', talk)).toEqual([]);
    });

    it('notes no call in audit_log', async () => {
      await rowsFor({ scenario: 'queue' });
      expect(await query('SELECT * FROM audit_log')).toEqual([]);
    });
  });

  describe('cdrbilling', () => {
    const billOf = (row: Row | undefined) =>
      query(
        `SELECT *, extract(epoch FROM destination_bill_duration)::int AS seconds
         FROM cdrbilling WHERE cdr_id = $1`,
        [row?.['cdr_id']],
      );

    it('bills a conversation over a trunk by the time that was talked', async () => {
      const rows = await rowsFor({ scenario: 'outbound' });
      const talked = rows.find((row) => row['destination_entity_type'] === 'external_line');
      const at = (name: string) => (talked?.[name] as Date).getTime();
      const [bill] = await billOf(talked);
      expect(bill).toMatchObject({
        destination_bill_rate_name: expect.any(String),
        destination_bill_rate: expect.stringMatching(/^\d+(\.\d+)?$/),
        seconds: Math.round((at('cdr_ended_at') - at('cdr_answered_at')) / 1_000),
      });
    });

    it.each(['internal', 'inbound-answered', 'outbound-unanswered'])(
      'bills nobody for a call %s',
      async (scenario) => {
        const rows = await rowsFor({ scenario });
        for (const row of rows) {
          for (const bill of await billOf(row)) expect(bill['seconds'] ?? 0).toBe(0);
        }
        expect(rows.length).toBeGreaterThan(0);
      },
    );
  });

  describe('recordings', () => {
    it('point to the row of the conversation and to its file', async () => {
      const rows = await rowsFor({ from: '105', to: '106', talkMs: 4_000, record: true });
      const row = rows.find(({ cdr_answered_at: answered }) => answered !== null);
      const [recording] = await until('it is noted', async () => {
        const found = await query('SELECT * FROM recordings WHERE cdr_id = $1', [row?.['cdr_id']]);
        return found.length > 0 && found;
      });
      expect(recording).toMatchObject({
        id_recording: expect.any(Number),
        recording_url: expect.stringMatching(/^\d+\/\[.*\]_\d+-\d+_\d{14}\(\d+\)\.wav$/),
        start_time: expect.any(Date),
        end_time: expect.any(Date),
        queue_dn: null,
      });
      const [link] = await query('SELECT * FROM cdrrecordings WHERE cdr_id = $1', [
        row?.['cdr_id'],
      ]);
      expect(link?.['recording_url']).toBe(recording?.['recording_url']);
      const ends = [row?.['source_participant_id'], row?.['destination_participant_id']];
      expect(ends).toContain(link?.['cdr_participant_id']);
    });

    it('name the direction: 1 from outside, 2 to outside, and the queue', async () => {
      const recorded = { record: true, talkMs: 4_000 };
      const [inbound] = await rowsFor({ from: '+493012345611', to: '105', ...recorded });
      const [outbound] = await rowsFor({ from: '105', to: '+493012345611', ...recorded });
      const [queue] = await rowsFor({ from: '+493012345611', to: '800', ...recorded });
      const recordingOf = async (row: Row | undefined) =>
        until('it is noted', async () => {
          const sql = `SELECT recordings.* FROM recordings JOIN cdroutput USING (cdr_id)
                       WHERE call_history_id = $1`;
          return (await query(sql, [row?.['call_history_id']]))[0];
        });
      expect(await recordingOf(inbound)).toMatchObject({ call_type: 1 });
      expect(await recordingOf(outbound)).toMatchObject({ call_type: 2 });
      expect(await recordingOf(queue)).toMatchObject({ call_type: 1, queue_dn: '800' });
    });
  });

  describe('ids', () => {
    const parts = (id: unknown) => {
      const hex = String(id).replaceAll('-', '');
      const filetime = BigInt(`0x${hex.slice(8, 24)}`);
      return {
        zeros: hex.slice(0, 8),
        atMs: Number((filetime - FILETIME_OF_1970) / 10_000n),
        counter: Number.parseInt(hex.slice(24), 16),
      };
    };

    it('are four zero bytes, the time in 100 ns since 1601, and a counter', async () => {
      const rows = await rowsFor({ scenario: 'queue' });
      for (const row of rows) {
        const { zeros, atMs } = parts(row['cdr_id']);
        expect(zeros).toBe('00000000');
        expect(Math.abs(atMs - (row['cdr_started_at'] as Date).getTime())).toBeLessThan(1_000);
      }
      const counters = rows.map((row) => parts(row['cdr_id']).counter);
      expect(new Set(counters).size).toBe(rows.length);
    });

    it('of a flow count as the calls of Call Control do', async () => {
      const callId = await pbx.call({ scenario: 'internal' });
      const { callHistoryId } = await until('the call is known', async () =>
        (await pbx.truth()).find((one) => one.callId === callId),
      );
      expect(parts(callHistoryId).counter).toBe(callId);
    });

    it('of the caller stay the same over the whole call', async () => {
      const rows = await rowsFor({ scenario: 'ivr-queue' });
      expect(rows.length).toBeGreaterThan(2);
      expect(new Set(rows.map((row) => row['source_participant_id'])).size).toBe(1);
    });
  });

  describe('rows of cdroutput', () => {
    it('link back to where they come from, and on to what followed', async () => {
      const rows = await rowsFor({ scenario: 'queue' });
      const [first, ...others] = rows;
      const ids = new Set(rows.map((row) => row['cdr_id']));
      expect(first).toMatchObject({ originating_cdr_id: null, base_cdr_id: null });
      for (const row of others) expect(ids).toContain(row['originating_cdr_id']);
      const branches = rows.filter((row) => row['creation_forward_reason'] === 'polling');
      expect(new Set(branches.map((row) => row['originating_cdr_id'])).size).toBe(1);
    });

    it('name who ended a section', async () => {
      for (const hangUpBy of ['source', 'destination']) {
        const [row] = await rowsFor({ from: '105', to: '106', talkMs: 2_000, hangUpBy });
        expect(row?.['terminated_by_participant_id']).toBe(row?.[`${hangUpBy}_participant_id`]);
        const ended = hangUpBy === 'source' ? 'src' : 'dst';
        expect(row?.['termination_reason']).toBe(`${ended}_participant_terminated`);
      }
    });

    it('say of a caller that it is connected from the first answer on', async () => {
      const rows = await rowsFor({ scenario: 'queue' });
      const isConnected = rows.map((row) => row['source_participant_is_already_connected']);
      expect(isConnected[0]).toBe(false);
      expect(isConnected.slice(2)).toEqual(isConnected.slice(2).map(() => true));
    });

    it('were not taken over from older tables', async () => {
      const rows = await rowsFor({ scenario: 'internal' });
      for (const row of rows) expect(row['migrated']).toBe(false);
    });

    it('come after the section has ended, never before', async () => {
      const callId = await pbx.call({ from: '105', to: '106', answer: 'manual' });
      const { callHistoryId } = await until('the call is known', async () =>
        (await pbx.truth()).find((one) => one.callId === callId),
      );
      const count = async () =>
        (await query('SELECT 1 FROM cdroutput WHERE call_history_id = $1', [callHistoryId])).length;
      expect(await count()).toBe(0);
      await pbx.steer(callId, 'hangup', {});
      await until('its row is there', async () => (await count()) === 1);
    });
  });
});

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
