import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '@3cx-relay/testing';
import { Pool } from 'pg';
import { pcmOf } from '../audio/pcm';
import { samplesOfWav } from '../audio/wav';
import { Simulated } from '../testing/simulated';

// A start of the PBX takes seconds where other tests run beside it.
jest.setTimeout(60_000);

const CALLER = '+493012345611';
let pbx: Simulated;
let db: Pool;

beforeAll(async () => {
  pbx = await Simulated.start('--speed=10', '--pbx-version=20.0.10');
  db = new Pool({ connectionString: pbx.simulator.facts.db, max: 1 });
  // The server may stop before it has read that this client leaves, and says so.
  db.on('error', () => undefined);
});
afterAll(async () => {
  await db.end();
  await pbx.stop();
});
beforeEach(async () => {
  await pbx.post('/_sim/reset');
  await pbx.signIn();
});

type Row = Record<string, unknown>;
const talk = { answerAfterMs: 500, talkMs: 3_000 };
async function values(path: string): Promise<Row[]> {
  const { status, body } = await pbx.get(`/xapi/v1/${path}`);
  expect({ path, status }).toEqual({ path, status: 200 });
  return (body as { value: Row[] }).value;
}
const recorded = () => values('Recordings');
async function download(id: unknown): Promise<Response> {
  const token = await pbx.signIn();
  return fetch(`${pbx.url}/xapi/v1/Recordings/Pbx.DownloadRecording(recId=${String(id)})`, {
    headers: { Authorization: `Bearer ${token}` },
  });
}
async function rows(table: string): Promise<Row[]> {
  return until(`${table} has rows`, async () => {
    const found = await db.query<Row>(`SELECT * FROM ${table}`);
    return found.rows.length > 0 && found.rows;
  });
}
async function placed(call: Row): Promise<number> {
  const callId = await pbx.place(call);
  await pbx.ended(callId);
  return callId;
}
async function idOf(set: string, number: string): Promise<unknown> {
  const [row] = await values(`${set}?$filter=Number eq '${number}'`);
  return row?.['Id'];
}

describe('a call that is recorded', () => {
  it('is shown by XAPI and downloaded as a WAV file as long as the talk', async () => {
    await placed({ from: '100', to: '101', ...talk, record: true });
    const [row] = await recorded();
    expect(row).toMatchObject({
      ...{ Id: 1, CallType: 'Local', FromDn: '100', ToDn: '101', IsTranscribed: false },
      RecordingUrl: expect.stringMatching(/^101\/\[Ben Baker\]_101-100_\d{14}\(\d+\)\.wav$/),
    });
    const file = await download(1);
    expect(file.headers.get('content-type')).toBe('audio/wav');
    const samples = samplesOfWav(Buffer.from(await file.arrayBuffer()));
    const talked = Date.parse(String(row?.['EndTime'])) - Date.parse(String(row?.['StartTime']));
    expect(Math.abs(samples.length - talked * 8)).toBeLessThan(80);
    expect(talked).toBeGreaterThanOrEqual(3_000);
  });

  it('takes the space of its file, until it is deleted', async () => {
    await placed({ from: '100', to: '101', ...talk, record: true });
    const file = Buffer.from(await (await download(1)).arrayBuffer());
    const used = async () => {
      const { body } = await pbx.get('/xapi/v1/SystemStatus?$select=RecordingUsedSpace');
      return Number((body as Row)['RecordingUsedSpace']);
    };
    expect(Math.abs((await used()) - file.length)).toBeLessThan(160);
    const path = '/xapi/v1/Recordings/Pbx.BulkRecordingsDelete';
    expect((await pbx.post(path, { ids: [1] })).status).toBe(204);
    expect([await used(), await recorded()]).toEqual([0, []]);
    expect((await download(1)).status).toBe(404);
  });

  it('loses its rows in the database when it is deleted over XAPI, and others keep theirs', async () => {
    await placed({ from: '100', to: '101', ...talk, record: true });
    await placed({ from: '102', to: '103', ...talk, record: true });
    const linked = async () => {
      const kept = await db.query<Row>(
        'SELECT id_recording FROM recordings JOIN cdrrecordings USING (cdr_id) ORDER BY 1',
      );
      return kept.rows.map((row) => row['id_recording']);
    };
    await until('both are written', async () => (await linked()).length === 2);
    await pbx.post('/xapi/v1/Recordings/Pbx.BulkRecordingsDelete', { ids: [1] });
    await until('one is left', async () => (await linked()).length < 2);
    expect(await linked()).toEqual([2]);
    expect((await recorded()).map((row) => row['Id'])).toEqual([2]);
  });

  it('has its rows in the database, linked by cdr_id', async () => {
    await placed({ from: CALLER, to: '101', ...talk, record: true });
    const [link] = await rows('cdrrecordings');
    const [recording] = await rows('recordings');
    const [row] = await recorded();
    const cdr = await db.query<Row>('SELECT * FROM cdroutput WHERE cdr_id = $1', [
      recording?.['cdr_id'],
    ]);
    expect(recording).toMatchObject({
      ...{ id_recording: row?.['Id'], recording_url: row?.['RecordingUrl'], call_type: 1 },
      ...{ start_time: new Date(String(row?.['StartTime'])), transcribed: false },
    });
    expect(link).toEqual({
      ...{ cdr_id: recording?.['cdr_id'], recording_url: row?.['RecordingUrl'] },
      cdr_participant_id: cdr.rows[0]?.['destination_participant_id'],
    });
  });

  it('is named in the call log', async () => {
    await placed({
      from: '101',
      to: '+493055511',
      answerAfterMs: 100,
      talkMs: 1_000,
      record: true,
    });
    const [row] = await recorded();
    expect(row).toMatchObject({ CallType: 'OutboundExternal' });
    const span = 'periodFrom=2020-01-01T00:00:00Z,periodTo=2100-01-01T00:00:00Z';
    const filters = `sourceType=0,sourceFilter='',destinationType=0,destinationFilter='',callsType=0`;
    const times = `callTimeFilterType=0,callTimeFilterFrom='0:00:0',callTimeFilterTo='0:00:0'`;
    const log = await values(
      `ReportCallLogData/Pbx.GetCallLogData(${span},${filters},${times},hidePcalls=true)`,
    );
    expect(log.filter((one) => one['RecordingUrl'] === row?.['RecordingUrl'])).toHaveLength(1);
  });

  it('carries what both sides said, and its words as transcription', async () => {
    const callId = await pbx.place({ from: CALLER, to: '101', answerAfterMs: 100, record: true });
    await pbx.leg('101', 'Connected');
    const say = (body: Row) => pbx.post(`/_sim/calls/${callId}/say`, body);
    await say({ dn: CALLER, tone: 300, text: 'Hello, my phone is broken.' });
    await say({ dn: '101', text: 'Thank you for calling, that is great to know.' });
    const begin = performance.now();
    await until('a while has passed', () => performance.now() - begin > 100);
    await pbx.post(`/_sim/calls/${callId}/hangup`);
    await pbx.ended(callId);
    const [row] = await recorded();
    expect(row).toMatchObject({
      ...{ IsTranscribed: true, SentimentScore: 4 },
      Transcription: expect.stringMatching(/: Hello, my phone is broken\.\nBen Baker: Thank you/),
      Summary: expect.stringContaining('Ben Baker spoke for'),
    });
    const wav = Buffer.from(await (await download(row?.['Id'])).arrayBuffer());
    expect(pcmOf(wav.subarray(44)).some((sample) => sample > 5_000)).toBe(true);
    const [stored] = await rows('recordings');
    expect(stored).toMatchObject({ transcription: row?.['Transcription'], sentiment_score: 4 });
  });

  it('has no recording when nobody takes it', async () => {
    await placed({ from: CALLER, to: '101', answer: 'never', giveUpAfterMs: 500, record: true });
    await placed({ from: CALLER, to: '101', answer: 'busy', talkMs: 500, record: true });
    expect(await recorded()).toEqual([]);
  });

  it('has one recording for each person that it was talked with', async () => {
    const transfer = { to: '102', afterMs: 1_000 };
    await placed({
      from: CALLER,
      to: '101',
      answerAfterMs: 200,
      transfer,
      talkMs: 1_000,
      record: true,
    });
    expect((await recorded()).map((row) => row['ToDn'])).toEqual(['101', '102']);
  });
});

describe('who is recorded', () => {
  const turn = (dn: string, recording: string) =>
    pbx.request('PATCH', `/_sim/dns/${dn}`, { recording });

  it('is nobody to begin with', async () => {
    await placed({ from: '100', to: '101', ...talk });
    expect(await recorded()).toEqual([]);
  });

  it('is an extension, on either side of the call', async () => {
    await turn('101', 'all');
    await placed({ from: '101', to: '102', ...talk });
    await placed({ from: '102', to: '101', ...talk });
    await placed({ from: '102', to: '103', ...talk });
    expect((await recorded()).map((row) => [row['FromDn'], row['ToDn']])).toEqual([
      ['101', '102'],
      ['102', '101'],
    ]);
  });

  it('is an extension in calls with the outside alone, when told so', async () => {
    await turn('101', 'external');
    await placed({ from: '101', to: '102', ...talk });
    await placed({ from: CALLER, to: '101', ...talk });
    expect((await recorded()).map((row) => row['CallType'])).toEqual(['InboundExternal']);
  });

  it('is a queue’s caller, once an agent has answered', async () => {
    await turn('800', 'all');
    await placed({ from: CALLER, to: '800', ...talk });
    expect(await recorded()).toHaveLength(1);
    expect((await rows('recordings'))[0]).toMatchObject({ queue_dn: '800' });
  });

  it('is chosen over XAPI by RecordCalls, RecordExternalCallsOnly and ForbidRecording', async () => {
    const user = `/xapi/v1/Users(${String(await idOf('Users', '101'))})`;
    const mode = () => pbx.simulator.pbx.directory.get('101')?.recording;
    const change = async (patch: Row) => {
      expect((await pbx.request('PATCH', user, patch)).status).toBe(204);
      return mode();
    };
    expect(await change({ RecordCalls: true })).toBe('all');
    expect(await change({ RecordExternalCallsOnly: true })).toBe('external');
    expect(await change({ Mobile: '+491' })).toBe('external');
    expect(await change({ ForbidRecording: true })).toBe('off');
    expect(await change({ ForbidRecording: false, RecordCalls: false })).toBe('off');
  });

  it('is chosen over XAPI by the Recording of a queue', async () => {
    const queue = `/xapi/v1/Queues(${String(await idOf('Queues', '800'))})`;
    await pbx.request('PATCH', queue, { Recording: 'AllowToOptOut' });
    expect(pbx.simulator.pbx.directory.get('800')?.recording).toBe('all');
    await pbx.request('PATCH', queue, { Recording: 'Disabled' });
    expect(pbx.simulator.pbx.directory.get('800')?.recording).toBe('off');
  });

  it('is asked for with a word that is known', async () => {
    const reply = await turn('101', 'sometimes');
    expect(reply.status).toBe(400);
    expect((reply.body as { detail: string }).detail).toContain('recording');
  });
});
