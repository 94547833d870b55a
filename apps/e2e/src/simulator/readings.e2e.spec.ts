import { Pbx, until } from '@3cx-relay/testing';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { endOf, type Row, rowsOf } from './call-rows';
import { OWNER, PbxClient, send } from './pbx-client';

/** Where the facts allow two readings: the second one of each, all at once. */
const OTHER_READINGS = [
  ...['--callcontrol-final-status', 'number', '--callcontrol-success-reason', 'NotSpecified'],
  ...['--callcontrol-post-status', '202', '--callcontrol-response-keys', 'PascalCase'],
  ...['--callcontrol-repeat-upserts', '750', '--callcontrol-empty-party-did'],
  ...['--callcontrol-needs-body', '--xapi-drop-call-status', '204'],
  ...['--recording-link', 'id', '--empty-details', '--cdr-reasons', 'records'],
  '--close-superseded-sockets',
];

const TALK = { from: '105', to: '106', answer: 'auto', talkMs: 2_000 };

describe('a PBX by the other readings of uncertain facts', () => {
  let pbx: Pbx;
  let client: PbxClient;
  let database: Client;
  let cdrFile: string;
  beforeAll(async () => {
    cdrFile = path.join(mkdtempSync(path.join(tmpdir(), 'readings-')), 'cdr.log');
    const args = ['--speed', '5', '--cdr-file', cdrFile, ...OTHER_READINGS];
    pbx = await Pbx.start({ args });
    client = await PbxClient.signIn(pbx);
    database = new Client({ connectionString: pbx.databaseUrl });
    await database.connect();
    for (const dn of ['107', '108']) await pbx.setDn(dn, { answer: 'manual' });
  });
  afterEach(() => pbx.hangUpAll());
  afterAll(async () => {
    await database.end();
    await pbx.stop();
    rmSync(path.dirname(cdrFile), { recursive: true, force: true });
  });

  const query = async (sql: string, values: unknown[] = []) =>
    (await database.query<Row>(sql, values)).rows;

  it('answers actions with 202, a number as finalstatus and NotSpecified as reason', async () => {
    const made = await client.post('/callcontrol/107/makecall', { destination: '108' });
    expect(made).toMatchObject({ body: { finalstatus: 1, reason: 'NotSpecified' } });
    const { id } = (made.body as { result: { id: number } }).result;
    await client.leg('108', 'Ringing');
    expect(await client.post(`/callcontrol/107/participants/${id}/drop`)).toMatchObject({
      status: 202,
      body: { finalstatus: 1 },
    });
    await until('the leg has left', async () => (await client.participants('107')).length === 0);
  });

  it('tells what failed by a number, too', async () => {
    await pbx.setDn('109', { registered: false });
    const { body } = await client.post('/callcontrol/109/makecall', { destination: '108' });
    expect([0, -1]).toContain((body as { finalstatus: unknown }).finalstatus);
  });

  it('shows no DID of an inbound call', async () => {
    const callId = await pbx.call({ from: '+493012345611', to: '108' });
    expect(await client.leg('108', 'Ringing', callId)).toMatchObject({ party_did: '' });
  });

  it('refuses a POST without a body, and takes an empty object', async () => {
    const callId = await pbx.call({ from: '107', to: '108' });
    const { id } = await client.leg('108', 'Ringing', callId);
    const drop = `${pbx.httpUrl}/callcontrol/108/participants/${id}/drop`;
    const bare = await send(drop, { method: 'POST', headers: client.headers });
    expect(bare.status).toBe(400);
    expect((await client.post(`/callcontrol/108/participants/${id}/drop`)).status).toBe(202);
  });

  it('repeats the upsert of a leg that rings, without any change', async () => {
    await client.listen();
    const callId = await pbx.call({ from: '107', to: '108' });
    const { id } = await client.leg('108', 'Ringing', callId);
    const entity = `/callcontrol/108/participants/${id}`;
    await until('it was told of three times', () => {
      return client.frames.filter(({ event }) => event.entity === entity).length >= 3;
    });
    expect(await client.leg('108', 'Ringing', callId)).toMatchObject({ id });
    client.hangUpSocket();
  });

  it('answers requests on the socket with names in PascalCase', async () => {
    await client.listen();
    client.say({ RequestID: 'q1', Path: '/callcontrol/107', RequestData: {} });
    const { event } = await until('it is answered', () =>
      client.frames.find(({ event: { event_type: type } }) => type === 4),
    );
    expect(event.attached_data).toMatchObject({
      ...{ RequestID: 'q1', Path: '/callcontrol/107', StatusCode: 200 },
      Response: { dn: '107' },
    });
    client.hangUpSocket();
  });

  it('drops a call over XAPI with 204', async () => {
    const callId = await pbx.call({ from: '107', to: '108' });
    await client.leg('108', 'Ringing', callId);
    const answer = await client.post(`/xapi/v1/ActiveCalls(${callId})/Pbx.DropCall`);
    expect(answer).toMatchObject({ status: 204, body: '' });
    await endOf(pbx, callId);
  });

  it('has empty details in its records, and names recordings by their number', async () => {
    const [row] = await rowsOf(pbx, database, await pbx.call({ ...TALK, record: true }));
    expect(row).toMatchObject({ termination_reason_details: '' });
    const of = 'WHERE cdr_id = $1';
    const [recording] = await until('it is recorded', async () => {
      const rows = await query(`SELECT * FROM recordings ${of}`, [row?.['cdr_id']]);
      return rows.length > 0 && rows;
    });
    expect(await query(`SELECT * FROM cdrrecordings ${of}`, [row?.['cdr_id']])).toEqual([
      { cdr_id: row?.['cdr_id'], recording_id: recording?.['id_recording'] },
    ]);
  });

  it('writes CDR lines with the reasons of the records', async () => {
    const callId = await pbx.call({ ...TALK, hangUpBy: 'destination' });
    const line = await until('its line is written', () =>
      readFileSync(cdrFile, 'utf8')
        .split('\n')
        .find((one) => one.startsWith(`Call ${callId},`)),
    );
    expect(line.split(',')).toContain('dst_participant_terminated');
  });

  it('closes the socket of a client that signs in anew', async () => {
    const earlier = await PbxClient.signIn(pbx, OWNER);
    await earlier.listen();
    client = await PbxClient.signIn(pbx, OWNER);
    await until('the socket is closed', () => earlier.isSocketClosed);
  });
});
