import { Pbx, until } from '@3cx-relay/testing';
import { PbxClient, send } from './pbx-client';

type Item = Record<string, unknown>;

/** What XAPI tells of the system itself, of its recordings and of its log. */
describe('the system entities of XAPI', () => {
  let pbx: Pbx;
  let client: PbxClient;
  beforeAll(async () => {
    pbx = await Pbx.start({ args: ['--speed', '20'] });
    client = await PbxClient.signIn(pbx);
  });
  afterEach(() => pbx.hangUpAll());
  afterAll(() => pbx.stop());

  const read = async (path: string) => (await client.get(`/xapi/v1/${path}`)).body as Item;

  it.each([
    ['SystemStatus', { OS: 'Linux', Activated: true, LicenseActive: true, ExtensionsTotal: 20 }],
    ['SystemStatus/Pbx.SystemHealthStatus()', { Firewall: expect.any(Boolean), Phones: true }],
    [
      'SystemStatus/Pbx.SystemDatabaseInformation()',
      {
        CallsUsedSpace: expect.any(Number),
        ChatsUsedSpace: expect.any(Number),
        ChatFilesCount: expect.any(Number),
        EventLogUsedSpace: expect.any(Number),
      },
    ],
    ['SystemStatus/Pbx.GetVersionType()', { Type: expect.any(String) }],
    [
      'Defs/Pbx.GetSystemParameters()',
      {
        Version: expect.stringMatching(/^20\.0\.7/),
        ENL: 3,
        HttpPort: expect.any(Number),
        HttpsPort: expect.any(Number),
        SipPort: 5060,
        IsHosted: false,
        IsHosted3CX: false,
        IsMulticompanyMode: false,
        PbxExternalHost: expect.any(String),
        ProcessorCount: expect.any(Number),
      },
    ],
    ['Defs/Pbx.GetLicenseParameters()', { MaxSimCalls: expect.any(Number) }],
    ['Defs/Pbx.HasSystemOwner()', { value: true }],
    [
      'LicenseStatus',
      {
        LicenseKey: expect.any(String),
        LicenseActive: true,
        CompanyName: expect.any(String),
        ExpirationDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        ActiveModules: expect.any(Array),
      },
    ],
  ])('%s tells what is published', async (path, expected) => {
    expect(await read(path)).toMatchObject(expected);
  });

  it.each([
    ['Defs/TimeZones', ['Id', 'Name', 'IanaName', 'WindowsName']],
    ['Defs/Codecs', ['Id', 'Name', 'RfcName']],
    ['SystemStatus/Pbx.SystemExtensions()', ['Number', 'Name', 'Type', 'IsRegistered']],
    ['SipDevices', ['Id', 'Registrar']],
    ['Fax', []],
    ['Parkings', ['Id', 'Number']],
    ['Receptionists', ['Id', 'Number', 'Name', 'Timeout', 'IVRType']],
  ])('%s is a collection of the published items', async (path, fields) => {
    const items = await client.list(path);
    for (const item of items) expect(Object.keys(item)).toEqual(expect.arrayContaining(fields));
    expect(items.length > 0 || path === 'Fax').toBe(true);
  });

  it('SystemStatus has nothing yet that came with a later version', async () => {
    const status = await read('SystemStatus');
    expect(status).not.toHaveProperty('UserExtensions');
    expect(status).not.toHaveProperty('RemoteStorageStatus');
  });

  it('SystemStatus counts calls, and who is registered', async () => {
    await pbx.setDn('105', { answer: 'manual' });
    expect(await read('SystemStatus')).toMatchObject({ CallsActive: 0, TrunksTotal: 1 });
    const callId = await pbx.call({ from: '106', to: '105' });
    await client.leg('105', 'Ringing', callId);
    expect(await read('SystemStatus')).toMatchObject({ CallsActive: 1 });
    await pbx.setDn('107', { registered: false });
    expect(await read('SystemStatus')).toMatchObject({ ExtensionsRegistered: 19 });
    const [user] = await client.list("Users?$filter=Number eq '107'");
    expect(user).toMatchObject({ IsRegistered: false });
    await pbx.setDn('107', { registered: true });
    expect(await read('SystemStatus')).toMatchObject({ ExtensionsRegistered: 20 });
  });

  it.each(['SystemStatus', 'Defs', 'LicenseStatus', 'EventLogs', 'SipDevices'])(
    '%s cannot be made anew',
    async (set) => {
      const answer = await client.post(`/xapi/v1/${set}`);
      expect([404, 405]).toContain(answer.status);
      expect(answer.body).toMatchObject({ error: { message: expect.any(String) } });
    },
  );

  it('EventLogs tell what happened, until they are purged', async () => {
    const [entry] = await client.list('EventLogs?$orderby=TimeGenerated desc&$top=1');
    expect(entry).toMatchObject({
      Id: expect.any(Number),
      Type: expect.stringMatching(/^(Error|Warning|Info)$/),
      EventId: expect.any(Number),
      Message: expect.any(String),
      Params: expect.any(Array),
      Source: expect.any(String),
      TimeGenerated: expect.stringMatching(/Z$/),
    });
    expect(await client.list('EventLogs/Pbx.DownloadEventLogs()')).toContainEqual(entry);
    expect((await client.post('/xapi/v1/EventLogs/Pbx.PurgeEventLog')).status).toBe(204);
    expect(await client.list('EventLogs')).not.toContainEqual(entry);
  });

  it('CDRSettings keep what they are changed to, and refuse what they cannot be', async () => {
    const path = '/xapi/v1/CDRSettings';
    const before = await read('CDRSettings');
    const change = { LogType: 'ActiveSocket', SocketIpAddress: '127.0.0.1', SocketPort: 5016 };
    expect((await client.patch(path, change)).status).toBe(204);
    expect(await read('CDRSettings')).toMatchObject(change);
    expect(await client.patch(path, { LogType: 'Pigeon' })).toMatchObject({
      status: 400,
      body: { error: { target: 'LogType' } },
    });
    expect((await client.patch(path, { LogType: before['LogType'] })).status).toBe(204);
  });

  describe('DropCall', () => {
    it('answers 404 for a call that is not there', async () => {
      const { status, body } = await client.post('/xapi/v1/ActiveCalls(999999)/Pbx.DropCall');
      expect(status).toBe(404);
      expect(body).toMatchObject({ error: { code: expect.any(String) } });
    });

    it('ends a call in the middle of its conversation', async () => {
      await pbx.setDn('105', { answer: 'manual' });
      const callId = await pbx.call({ from: '106', to: '105' });
      await client.leg('105', 'Ringing', callId);
      await pbx.steer(callId, 'answer', { dn: '105' });
      await client.leg('105', 'Connected', callId);
      const [call] = await client.list(`ActiveCalls?$filter=Id eq ${callId}`);
      expect(call).toMatchObject({ Status: 'Talking', EstablishedAt: expect.any(String) });
      const answer = await client.post(`/xapi/v1/ActiveCalls(${callId})/Pbx.DropCall`);
      expect([200, 204]).toContain(answer.status);
      await until('both legs are gone', async () => {
        const legs = [...(await client.participants('105')), ...(await client.participants('106'))];
        return legs.length === 0;
      });
    });
  });

  describe('Recordings', () => {
    it('have the published fields, a file behind them, and can be deleted', async () => {
      await pbx.setDn('105', { answer: 'auto' });
      await pbx.call({ from: '106', to: '105', talkMs: 4_000, record: true });
      const [recording] = await until('it is recorded', async () => {
        const all = await client.list('Recordings');
        return all.length > 0 && all;
      });
      expect(recording).toMatchObject({
        Id: expect.any(Number),
        CallType: 'Local',
        FromDn: '106',
        ToDn: '105',
        FromDisplayName: expect.any(String),
        ToDisplayName: expect.any(String),
        StartTime: expect.stringMatching(/Z$/),
        EndTime: expect.stringMatching(/Z$/),
        IsArchived: false,
        RecordingUrl: expect.stringMatching(/^\d+\/\[.*\]_\d+-\d+_\d{14}\(\d+\)\.wav$/),
      });
      const id = Number(recording?.['Id']);
      const url = `${pbx.httpUrl}/xapi/v1/Recordings/Pbx.DownloadRecording(recId=${id})`;
      const file = await fetch(url, { headers: client.headers });
      expect(file.status).toBe(200);
      const bytes = Buffer.from(await file.arrayBuffer());
      expect(bytes.subarray(0, 4).toString()).toBe('RIFF');
      expect(bytes.subarray(8, 12).toString()).toBe('WAVE');
      const deleted = await client.post('/xapi/v1/Recordings/Pbx.BulkRecordingsDelete', {
        ids: [id],
      });
      expect(deleted.status).toBe(204);
      expect(await client.list('Recordings')).toEqual([]);
      expect((await send(url, { headers: client.headers })).status).toBe(404);
    });
  });
});
