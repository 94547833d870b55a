import { Pbx, until } from '@3cx-relay/testing';
import { PbxClient } from './pbx-client';

type Item = Record<string, unknown>;

/** The parameters of the call log, in their published order. */
const PARAMETERS = {
  periodFrom: '2000-01-01T00:00:00Z',
  periodTo: '2100-01-01T00:00:00Z',
  sourceType: '0',
  sourceFilter: "''",
  destinationType: '0',
  destinationFilter: "''",
  callsType: '0',
  callTimeFilterType: '0',
  callTimeFilterFrom: "'0:00:0'",
  callTimeFilterTo: "'0:00:0'",
  hidePcalls: 'true',
};
type Parameters = Record<string, string>;

function functionCall(name: string, parameters: Parameters): string {
  const list = Object.entries(parameters).map(([key, value]) => `${key}=${value}`);
  return `ReportCallLogData/Pbx.${name}(${list.join(',')})`;
}
const report = (changed: Parameters = {}) =>
  functionCall('GetCallLogData', { ...PARAMETERS, ...changed });

/** Fields of an item, from the vendor's description of the version that is simulated. */
const FIELDS = [
  ...['CdrId', 'CallHistoryId', 'MainCallHistoryId', 'CallId', 'SegmentId', 'Indent'],
  ...['SubrowDescNumber', 'StartTime', 'Direction', 'CallType', 'Status', 'Answered'],
  ...['RingingDuration', 'TalkingDuration', 'SourceDn', 'SourceCallerId', 'SourceDisplayName'],
  ...['SourceType', 'DestinationType', 'ActionDnType', 'ActionType', 'DestinationDn'],
  ...['DestinationCallerId', 'DestinationDisplayName', 'ActionDnCallerId', 'ActionDnDisplayName'],
  ...['actionDnDn', 'Reason', 'CallCost', 'QualityReport', 'RecordingUrl', 'Transcription'],
  ...['Summary', 'SrcRecId', 'DstRecId', 'SentimentScore'],
];

/** The call log of XAPI and its parameters, over a few calls of known kinds. */
describe('the call log of XAPI', () => {
  let pbx: Pbx;
  let client: PbxClient;
  const calls = new Map<string, number>();
  beforeAll(async () => {
    pbx = await Pbx.start({ args: ['--speed', '50'] });
    client = await PbxClient.signIn(pbx);
    for (const scenario of ['internal', 'internal-missed', 'inbound-answered', 'outbound']) {
      calls.set(scenario, await pbx.call({ scenario }));
    }
    calls.set('queue', await pbx.call({ scenario: 'queue' }));
    await until(
      'all calls are in the log',
      async () => {
        const told = new Set((await client.list(report())).map((item) => item['CallId']));
        const isOver = (await pbx.callsNow()).length === 0;
        return isOver && [...calls.values()].every((callId) => told.has(callId));
      },
      { limitMs: 60_000 },
    );
  }, 90_000);
  afterAll(() => pbx.stop());

  const statusOf = async (path: string) => (await client.get(`/xapi/v1/${path}`)).status;
  const itemsOf = async (scenario: string) =>
    (await client.list(report())).filter((item) => item['CallId'] === calls.get(scenario));

  it('has the published fields and no others', async () => {
    const [item] = await itemsOf('internal');
    expect(Object.keys(item ?? {}).sort()).toEqual([...FIELDS].sort());
  });

  it.each([
    ['internal', 'Internal', 'Extension', 'Answered'],
    ['internal-missed', 'Internal', 'Extension', 'Unanswered'],
    ['inbound-answered', 'Inbound', 'Extension', 'Answered'],
    ['outbound', 'Outbound', 'External', 'Answered'],
    ['queue', 'Inbound', 'Queue', expect.any(String)],
  ])('tells of a call %s: %s, %s', async (scenario, direction, callType, status) => {
    expect(await itemsOf(scenario)).toContainEqual(
      expect.objectContaining({ Direction: direction, CallType: callType, Status: status }),
    );
  });

  it('names lines by type 1 and extensions by type 0', async () => {
    const items = await itemsOf('inbound-answered');
    expect(items.map((item) => item['SourceType'])).toEqual(items.map(() => 1));
    expect(items.map((item) => item['DestinationType'])).toContain(0);
    const [internal] = await itemsOf('internal');
    expect(internal).toMatchObject({ SourceType: 0, DestinationType: 0 });
  });

  it('keeps the sections of a call together and tells which are parts of others', async () => {
    const items = await itemsOf('queue');
    expect(items.length).toBeGreaterThan(1);
    expect(new Set(items.map((item) => item['MainCallHistoryId'])).size).toBe(1);
    expect(new Set(items.map((item) => item['CdrId'])).size).toBe(items.length);
    expect(new Set(items.map((item) => item['SegmentId'])).size).toBe(items.length);
  });

  it('tells the time in UTC and the durations of ringing and talking', async () => {
    const truth = (await pbx.truth()).find(({ callId }) => callId === calls.get('internal'));
    const [item] = await itemsOf('internal');
    const at = (text: unknown) => Date.parse(String(text));
    expect(item?.['StartTime']).toMatch(/Z$/);
    expect(Math.abs(at(item?.['StartTime']) - at(truth?.startedAt))).toBeLessThan(1_000);
    const rung = at(truth?.answeredAt) - at(truth?.startedAt);
    const talked = at(truth?.endedAt) - at(truth?.answeredAt);
    expect(Math.abs(msOf(item?.['RingingDuration']) - rung)).toBeLessThan(1_000);
    expect(Math.abs(msOf(item?.['TalkingDuration']) - talked)).toBeLessThan(1_000);
  });

  describe('its parameters', () => {
    it.each(Object.keys(PARAMETERS))('are all needed: %s', async (name) => {
      const rest = Object.entries(PARAMETERS).filter(([key]) => key !== name);
      expect(await statusOf(functionCall('GetCallLogData', Object.fromEntries(rest)))).toBe(404);
    });

    it.each([
      ['a text without quotes', { sourceFilter: '100' }, 404],
      ['a number that is none', { callsType: 'all' }, 404],
      ['a switch that is none', { hidePcalls: 'perhaps' }, 404],
      ['a date that is none', { periodFrom: 'yesterday' }, 500],
      ['a date that is none', { periodTo: '2026-99-99T00:00:00Z' }, 500],
    ])('are refused with %s: %j', async (_what, changed, status) => {
      expect(await statusOf(report(changed as Parameters))).toBe(status);
    });

    it('leave out what began before the period or after it', async () => {
      const [item] = await itemsOf('internal');
      const start = Date.parse(String(item?.['StartTime']));
      const iso = (ms: number) => new Date(ms).toISOString();
      const has = async (changed: Parameters) =>
        (await client.list(report(changed))).some(({ CdrId }) => CdrId === item?.['CdrId']);
      expect(await has({ periodFrom: iso(start - 1_000), periodTo: iso(start + 1_000) })).toBe(
        true,
      );
      expect(await has({ periodFrom: iso(start + 1_000) })).toBe(false);
      expect(await has({ periodTo: iso(start - 1_000) })).toBe(false);
    });

    it('find by source and by destination', async () => {
      const [internal] = await itemsOf('internal');
      const from = String(internal?.['SourceDn']);
      const bySource = await client.list(report({ sourceFilter: `'${from}'` }));
      expect(bySource.length).toBeGreaterThan(0);
      expect(bySource.every((item) => item['SourceDn'] === from)).toBe(true);
      const byQueue = await client.list(report({ destinationFilter: "'800'" }));
      expect(byQueue.length).toBeGreaterThan(0);
      expect(byQueue.every((item) => item['DestinationDn'] === '800')).toBe(true);
    });

    it('take a quote that is doubled', async () => {
      expect(await client.list(report({ sourceFilter: "'O''Neill'" }))).toEqual([]);
    });

    it('page through the log without gaps', async () => {
      const all = await client.list(`${report()}?$orderby=SegmentId desc`);
      const pages: Item[] = [];
      for (let skip = 0; skip < all.length; skip += 2) {
        pages.push(
          ...(await client.list(`${report()}?$orderby=SegmentId desc&$top=2&$skip=${skip}`)),
        );
      }
      expect(pages).toEqual(all);
      const { body } = await client.get(`/xapi/v1/${report()}?$top=1&$count=true`);
      expect(body).toMatchObject({ '@odata.count': all.length });
    });
  });

  describe('its siblings', () => {
    it('have nothing from before Update 6', async () => {
      expect(await client.list(functionCall('GetOldCallLogData', PARAMETERS))).toEqual([]);
      expect(await client.list('CallHistoryView')).toEqual([]);
    });

    it('download the log for a time zone', async () => {
      const download = { ...PARAMETERS, clientTimeZone: "'Europe/London'" };
      expect(await statusOf(functionCall('DownloadCallLog', download))).toBe(200);
      expect(await statusOf(functionCall('DownloadCallLog', PARAMETERS))).toBe(404);
    });

    it('report the quality of a call', async () => {
      const [item] = await itemsOf('internal');
      const parameters = {
        cdrId: `'${String(item?.['CdrId'])}'`,
        ...{ srcNumber: `'${String(item?.['SourceDn'])}'`, dstNumber: "''" },
        ...{ srcCallerId: "''", dstCallerId: "''" },
      };
      const { status, body } = await client.get(
        `/xapi/v1/${functionCall('GetCallQualityReport', parameters)}`,
      );
      expect(status).toBe(200);
      expect(body).toMatchObject({
        MOS: expect.any(Number),
        Party1: expect.any(Object),
        Party2: expect.any(Object),
      });
    });

    it('tell when the last row began', async () => {
      const [{ LastCdrStartedAt: last } = {}] = await client.list('LastCdrAndChatMessageTimestamp');
      const starts = (await client.list(report())).map((item) => String(item['StartTime']));
      expect(String(last).slice(0, 19)).toBe(starts.sort().at(-1)?.slice(0, 19));
    });
  });
});

/** @param duration ISO 8601, such as PT1M1.432S */
function msOf(duration: unknown): number {
  const [, hours, minutes, seconds] =
    /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(String(duration)) ?? [];
  return (Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1_000;
}
