import { Pbx, until } from '@3cx-relay/testing';
import { PbxClient, USER } from './pbx-client';

type Item = Record<string, unknown>;

const REPORT = [
  "sourceType=0,sourceFilter=''",
  "destinationType=0,destinationFilter=''",
  'callsType=0,callTimeFilterType=0',
  "callTimeFilterFrom='0:00:0',callTimeFilterTo='0:00:0',hidePcalls=true",
].join(',');
const report = (from: string, to: string, rest = REPORT) =>
  `/xapi/v1/ReportCallLogData/Pbx.GetCallLogData(periodFrom=${from},periodTo=${to},${rest})`;

/** Conventions and entities of XAPI, asked of the running program. */
describe('XAPI', () => {
  let pbx: Pbx;
  let client: PbxClient;
  beforeAll(async () => {
    pbx = await Pbx.start({ args: ['--speed', '10'] });
    client = await PbxClient.signIn(pbx);
  });
  afterAll(() => pbx.stop());

  const get = async (path: string) => (await client.get(`/xapi/v1/${path}`)).body as Item;

  describe('its conventions', () => {
    it('wrap a collection with its context, and count it when asked', async () => {
      const plain = await get('Users?$top=2');
      expect(plain['@odata.context']).toMatch(/\$metadata#Users/);
      expect(plain['value']).toHaveLength(2);
      expect(plain).not.toHaveProperty(['@odata.count']);
      expect((await get('Users?$top=2&$count=true'))['@odata.count']).toBe(20);
    });

    it('page with $top and $skip, and sort with $orderby', async () => {
      const numbers = (items: Item[]) => items.map((item) => item['Number']);
      const page = 'Users?$select=Number&$orderby=Number';
      expect(numbers(await client.list(`${page}&$top=2&$skip=3`))).toEqual(['103', '104']);
      expect(numbers(await client.list(`${page} desc&$top=1`))).toEqual(['119']);
    });

    it.each([
      ["Number eq '101'", ['101']],
      ["startswith(Number,'11') and Number lt '112'", ['110', '111']],
      ["Number eq '100' or Number eq '105'", ['100', '105']],
      ["contains(Number,'19')", ['119']],
      ["not (Number ne '107')", ['107']],
      ["Number in ('101','102')", ['101', '102']],
    ])('filter by %s', async (filter, expected) => {
      const query = `$select=Number&$orderby=Number&$filter=${encodeURIComponent(filter)}`;
      const found = await client.list(`Users?${query}`);
      expect(found.map((user) => user['Number'])).toEqual(expected);
    });

    it('find by $search, whatever the case', async () => {
      const [user] = await client.list("Users?$filter=Number eq '104'");
      const words = `${String(user?.['FirstName'])} ${String(user?.['LastName'])}`;
      const found = await client.list(`Users?$search=${encodeURIComponent(words.toUpperCase())}`);
      expect(found.map(({ Number: number }) => number)).toContain('104');
      expect(await client.list('Users?$search=nobody-is-called-so')).toEqual([]);
    });

    it('give the fields that $select names alone', async () => {
      expect(await get('Defs?$select=Id')).toEqual({
        '@odata.context': expect.stringMatching(/#Defs\(Id\)$/),
        Id: 0,
      });
    });

    it('take keys, and alternate keys since 20.0.8', async () => {
      const [user] = await client.list("Users?$filter=Number eq '101'");
      expect(await get(`Users(${String(user?.['Id'])})`)).toMatchObject({ Number: '101' });
      const byNumber = await client.get("/xapi/v1/Users/Pbx.GetByNumber(number='101')");
      expect(byNumber.body).toMatchObject({ Number: '101' });
      for (const set of ['Queues', 'RingGroups', 'Trunks']) {
        const [item] = await client.list(`${set}?$top=1`);
        const number = String(item?.['Number']);
        expect(await get(`${set}(Number='${number}')`)).toMatchObject({ Number: number });
      }
    });

    it('leave relations out until $expand asks for them', async () => {
      const [bare] = await client.list('Queues?$top=1');
      const [full] = await client.list('Queues?$top=1&$expand=Agents');
      expect(bare).not.toHaveProperty('Agents');
      expect(full?.['Agents']).toContainEqual(expect.objectContaining({ Number: '101' }));
    });

    it.each([
      ['Users(999999)', 404],
      ['Nothing', 404],
      ["Users?$filter=Number xx '1'", 400],
      ['Users?$top=-1', 400],
    ])('answer %s with %i and an OData error', async (path, expected) => {
      const { status, body } = await client.get(`/xapi/v1/${path}`);
      expect(status).toBe(expected);
      expect(body).toEqual({
        error: expect.objectContaining({
          code: expect.any(String),
          message: expect.any(String),
        }),
      });
    });

    it('refuse a role that may not with 403 and an OData error', async () => {
      const user = await PbxClient.signIn(pbx, USER);
      const { status, body } = await user.get('/xapi/v1/Users');
      expect(status).toBe(403);
      expect(body).toMatchObject({ error: { code: expect.any(String) } });
    });

    it('name the version in a header', async () => {
      const { headers } = await client.get('/xapi/v1/Defs');
      expect(headers.get('x-3cx-version')).toMatch(/^20\.0\.7/);
    });
  });

  describe('its entities', () => {
    it.each(['EventLogs', 'Recordings', 'Contacts', 'ServicePrincipals', 'CallHistoryView'])(
      '%s are a collection',
      async (set) => {
        expect(Array.isArray((await get(`${set}?$top=1`))['value'])).toBe(true);
      },
    );

    it('keep a user: create 201, read, change 204, delete 204, then 404', async () => {
      const made = await client.post('/xapi/v1/Users', {
        Number: '150',
        FirstName: 'Zoe',
        LastName: 'Zimmer',
      });
      expect(made.status).toBe(201);
      const { Id } = made.body as { Id: number };
      const path = `/xapi/v1/Users(${Id})`;
      expect(made.body).toMatchObject({ Number: '150', FirstName: 'Zoe' });
      const changed = await client.patch(path, { CurrentProfileName: 'Away' });
      expect(changed).toMatchObject({ status: 204, body: '' });
      expect((await client.get(path)).body).toMatchObject({ CurrentProfileName: 'Away' });
      expect(await client.delete(path)).toMatchObject({ status: 204, body: '' });
      expect((await client.get(path)).status).toBe(404);
    });

    it('give a user without a number a free one, and refuse one that is taken', async () => {
      const made = await client.post('/xapi/v1/Users', { FirstName: 'No', LastName: 'Number' });
      expect(made.status).toBe(201);
      const { Id, Number: number } = made.body as { Id: number; Number: string };
      expect(number).toMatch(/^1\d\d$/);
      expect((await client.delete(`/xapi/v1/Users(${Id})`)).status).toBe(204);
      expect(await client.post('/xapi/v1/Users', { Number: '100' })).toMatchObject({
        status: 400,
        body: { error: { target: 'Number' } },
      });
    });

    it('make a call for a user, and answer in PascalCase', async () => {
      await pbx.setDn('106', { answer: 'manual' });
      const { status, body } = await client.post('/xapi/v1/Users/Pbx.MakeCall', {
        dn: '105',
        destination: '106',
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({ FinalStatus: 'Success', Result: { DN: '105' } });
      await client.leg('106', 'Ringing');
      await pbx.hangUpAll();
    });

    it('show a call that is under way, and drop it', async () => {
      await pbx.setDn('107', { answer: 'manual' });
      const callId = await pbx.call({ from: '105', to: '107' });
      await client.leg('107', 'Ringing', callId);
      const [call] = await client.list('ActiveCalls');
      expect(call).toMatchObject({
        Id: callId,
        Caller: expect.stringContaining('105'),
        Callee: expect.stringContaining('107'),
        Status: expect.stringMatching(/^(Initiating|Routing)$/),
        ServerNow: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/),
      });
      const dropped = await client.post(`/xapi/v1/ActiveCalls(${callId})/Pbx.DropCall`);
      expect([200, 204]).toContain(dropped.status);
      await until('it is gone', async () => (await client.list('ActiveCalls')).length === 0);
    });
  });

  describe('the call log', () => {
    const DAY = ['2020-01-01T00:00:00Z', '2020-01-02T00:00:00Z'] as const;

    it('has one item for each section of a call', async () => {
      const callId = await pbx.call({ scenario: 'internal' });
      const items = await until(
        'the call is in the log',
        async () => {
          const from = new Date(Date.now() - 3_600_000).toISOString();
          const to = new Date(Date.now() + 86_400_000).toISOString();
          const { body } = await client.get(`${report(from, to)}?$top=100&$skip=0`);
          const all = (body as { value: Item[] }).value;
          const own = all.filter((item) => item['CallId'] === callId);
          return own.length > 0 && own;
        },
        { limitMs: 30_000 },
      );
      expect(items).toHaveLength(1);
      expect(items[0]).toMatchObject({
        CdrId: expect.stringMatching(/^00000000-01d/),
        Direction: 'Internal',
        CallType: 'Extension',
        Status: 'Answered',
        Answered: true,
        SourceType: 0,
        DestinationType: 0,
        RingingDuration: expect.stringMatching(/^PT[\d.]+S$/),
        TalkingDuration: expect.stringMatching(/^PT[\d.]+S$/),
        CallHistoryId: expect.any(String),
        MainCallHistoryId: items[0]?.['CallHistoryId'],
      });
      expect(items[0]).toHaveProperty('actionDnDn');
    });

    it('is empty for a time without calls', async () => {
      const { status, body } = await client.get(report(...DAY));
      expect(status).toBe(200);
      expect(body).toMatchObject({ value: [] });
    });

    it.each([
      ['without its parameters', '/xapi/v1/ReportCallLogData', 404],
      ['with one parameter missing', report(...DAY, REPORT.replace(',hidePcalls=true', '')), 404],
      ['with a wrong date', report('yesterday', DAY[1]), 500],
    ])('answers %s as the PBX does', async (_name, path, expected) => {
      expect((await client.get(path)).status).toBe(expected);
    });

    it('is for System Owners', async () => {
      const user = await PbxClient.signIn(pbx, USER);
      expect((await user.get(report(...DAY))).status).toBe(403);
    });

    it('tells when the last call was', async () => {
      const [last] = await client.list('LastCdrAndChatMessageTimestamp');
      expect(last).toMatchObject({ LastCdrStartedAt: expect.any(String) });
    });
  });
});
