import { Pbx, until } from '@3cx-relay/testing';
import { OWNER, PbxClient, requestToken } from './pbx-client';

type Item = Record<string, unknown>;

const PERIOD = ['periodFrom=2000-01-01T00:00:00Z', 'periodTo=2100-01-01T00:00:00Z'];
const REST = [
  ...["sourceType=0,sourceFilter='',destinationType=0,destinationFilter='',callsType=0"],
  ...["callTimeFilterType=0,callTimeFilterFrom='0:00:0',callTimeFilterTo='0:00:0'"],
  'hidePcalls=true',
];
const REPORT = `ReportCallLogData/Pbx.GetCallLogData(${[...PERIOD, ...REST].join(',')})`;

/** What came with an update: entity or path, and the property of its first item. */
const NEW: [string, string, string][] = [
  ['20.0.6', REPORT, 'CdrId'],
  ['20.0.6', REPORT, 'CallHistoryId'],
  ['20.0.6', REPORT, 'MainCallHistoryId'],
  ['20.0.6', REPORT, 'CallType'],
  ['20.0.6', REPORT, 'Direction'],
  ['20.0.6', REPORT, 'Status'],
  ['20.0.8', 'ServicePrincipals', 'MyPhoneEnabled'],
  ['20.0.8', 'SystemStatus', 'RemoteStorageStatus'],
  ['20.0.9', 'ServicePrincipals', 'IsSystem'],
  ['20.0.9', 'Users', 'AIAgent'],
  ['20.0.9', 'SystemStatus', 'UserExtensions'],
  ['20.0.9', 'SystemStatus', 'MaxUserExtensions'],
  ['20.0.10', 'Users', 'ForbidRecording'],
  ['20.0.10', REPORT, 'Recordings'],
];

/** What was taken away. */
const GONE: [string, string, string][] = [
  ['20.0.6', 'Queues', 'OfficeRoute'],
  ['20.0.6', 'RingGroups', 'OfficeRoute'],
];

const patchOf = (version: string) => Number(version.split('.')[2]);

/** Differences between updates that programs meet, asked of the oldest and the newest one. */
describe.each(['20.0.5', '20.0.10'])('a PBX of version %s', (version) => {
  let pbx: Pbx;
  let client: PbxClient;
  beforeAll(async () => {
    pbx = await Pbx.start({ args: ['--speed', '50', '--pbx-version', version] });
    client = await PbxClient.signIn(pbx);
    await pbx.call({ scenario: 'internal' });
    await until('the call is in the log', async () => (await client.list(REPORT)).length > 0);
  });
  afterAll(() => pbx.stop());

  async function firstOf(path: string): Promise<Item> {
    const { body } = await client.get(`/xapi/v1/${path}`);
    const { value } = body as { value?: Item[] };
    return value === undefined ? (body as Item) : (value[0] ?? {});
  }
  const isAtLeast = (update: string) => patchOf(version) >= patchOf(update);

  it('names itself in the header of every answer', async () => {
    const { headers } = await client.get('/xapi/v1/Defs?$select=Id');
    expect(headers.get('x-3cx-version')).toMatch(new RegExp(`^${version.replaceAll('.', '\\.')}`));
  });

  it('counts expires_in in minutes before Update 9, in seconds since', async () => {
    const { body } = await requestToken(pbx.httpUrl, OWNER.id, OWNER.secret);
    expect(body).toMatchObject({ expires_in: isAtLeast('20.0.9') ? 3_600 : 60 });
    client = await PbxClient.signIn(pbx);
  });

  it('finds a user by number as this version does', async () => {
    const byKey = await client.get("/xapi/v1/Users(Number='100')");
    const byFunction = await client.get("/xapi/v1/Users/Pbx.GetByNumber(number='100')");
    const [works, fails] = isAtLeast('20.0.8') ? [byKey, byFunction] : [byFunction, byKey];
    expect(works).toMatchObject({ status: 200, body: { Number: '100' } });
    expect(fails.status).toBe(404);
  });

  it.each(NEW)('has, since %s, in %s the property %s', async (update, path, property) => {
    const item = await firstOf(path);
    expect(Object.keys(item).length).toBeGreaterThan(3);
    expect(Object.hasOwn(item, property)).toBe(isAtLeast(update));
  });

  it.each(GONE)('has, before %s, in %s the property %s', async (update, path, property) => {
    expect(Object.hasOwn(await firstOf(path), property)).toBe(!isAtLeast(update));
  });
});
