import { aParty, aSection, FakePbx } from './testing/fake-pbx';
import { bodyOf, xapiClient, type ClientSettings } from './testing/xapi-client';

const PARAMETERS = {
  periodFrom: '2026-03-01T00:00:00Z',
  periodTo: '2026-03-02T00:00:00.000Z',
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

const path = (change: Record<string, string | undefined> = {}, name = 'GetCallLogData'): string => {
  const given = Object.entries({ ...PARAMETERS, ...change }).filter(
    ([, value]) => value !== undefined,
  );
  return `/ReportCallLogData/Pbx.${name}(${given.map(([key, value]) => `${key}=${String(value)}`).join(',')})`;
};

const at = (clock: string): number => Date.parse(`2026-03-01T${clock}Z`);
const caller = aParty('external_line', '10001', 'Provider', '+49301234');

/** An inbound call through a DID rule to a queue and an agent, as the first rows of a real one. */
const QUEUE_CALL = [
  aSection({
    cdrId: 'A',
    mainCallHistoryId: 'F',
    callHistoryId: 'F',
    callId: 3,
    source: caller,
    destination: aParty('inbound_routing', '+442071234560', ''),
    terminationReason: 'redirected',
    terminationDetails: 'by_did',
    continuedIn: 'B',
    startedAt: at('08:00:00'),
    answeredAt: undefined,
    endedAt: at('08:00:00'),
  }),
  aSection({
    cdrId: 'C',
    mainCallHistoryId: 'F',
    callHistoryId: 'F',
    callId: 3,
    source: caller,
    destination: aParty('extension', '101', 'Ben Baker'),
    creationMethod: 'route_to',
    terminationReason: 'cancelled',
    terminationDetails: 'completed_elsewhere',
    startedAt: at('08:00:02'),
    answeredAt: undefined,
    endedAt: at('08:00:09'),
  }),
  aSection({
    cdrId: 'B',
    mainCallHistoryId: 'F',
    callHistoryId: 'F',
    callId: 3,
    source: caller,
    destination: aParty('queue', '800', 'Sales'),
    creationMethod: 'divert',
    terminationReason: 'continued_in',
    terminationDetails: 'polling',
    continuedIn: 'D',
    startedAt: at('08:00:01'),
    answeredAt: at('08:00:01'),
    endedAt: at('08:00:10'),
  }),
  aSection({
    cdrId: 'D',
    mainCallHistoryId: 'F',
    callHistoryId: 'F',
    callId: 3,
    source: caller,
    destination: aParty('extension', '102', "Cora O'Neill"),
    creationMethod: 'route_to',
    terminationReason: 'dst_participant_terminated',
    terminatedBy: 'participant-102',
    startedAt: at('08:00:02'),
    answeredAt: at('08:00:10'),
    endedAt: at('08:01:11'),
  }),
];
const INTERNAL_CALL = aSection({
  cdrId: 'I',
  mainCallHistoryId: 'G',
  callHistoryId: 'G',
  startedAt: at('09:00:00'),
  answeredAt: at('09:00:05'),
  endedAt: at('09:00:35'),
});

const givenXapi = (settings: ClientSettings = {}) => {
  const pbx = new FakePbx();
  pbx.history.push(...QUEUE_CALL, INTERNAL_CALL);
  return { pbx, client: xapiClient(pbx, settings) };
};

describe('the call log', () => {
  it('has a row for each section, newest call first, sections in their order', async () => {
    const { client } = givenXapi();
    const rows = await client.list(path());
    expect(rows.map((row) => row['CdrId'])).toEqual(['I', 'A', 'B', 'C', 'D']);
    expect(rows.map((row) => row['Indent'])).toEqual([0, 0, 1, 1, 1]);
    expect(new Set(rows.map((row) => row['SegmentId'])).size).toBe(5);
  });

  it('tells who, what, how long, and what happened next', async () => {
    const { client } = givenXapi();
    const rows = await client.list(path());
    expect(rows.find((row) => row['CdrId'] === 'D')).toMatchObject({
      CallHistoryId: 'F',
      MainCallHistoryId: 'F',
      CallId: 3,
      StartTime: '2026-03-01T08:00:02.000Z',
      Direction: 'Inbound',
      CallType: 'Extension',
      Status: 'Answered',
      Answered: true,
      RingingDuration: 'PT8S',
      TalkingDuration: 'PT1M1S',
      SourceDn: '10001',
      SourceCallerId: '+49301234',
      SourceType: 1,
      DestinationDn: '102',
      DestinationDisplayName: "Cora O'Neill",
      DestinationType: 0,
      Reason: "Terminated by Cora O'Neill",
    });
    expect(rows.find((row) => row['CdrId'] === 'B')).toMatchObject({
      CallType: 'Queue',
      Status: 'Waiting',
      DestinationType: 7,
      actionDnDn: '102',
      ActionDnType: 0,
    });
    expect(rows.find((row) => row['CdrId'] === 'A')).toMatchObject({
      CallType: 'System',
      Status: 'Unanswered',
      Answered: false,
      DestinationType: 13,
      TalkingDuration: 'PT0S',
    });
    expect(rows.find((row) => row['CdrId'] === 'I')).toMatchObject({ Direction: 'Internal' });
  });

  it('keeps the words of the call records where they say more than who hung up', async () => {
    const { pbx, client } = givenXapi();
    const destination = aParty('outbound_rule', '0404', '');
    const terminated = {
      terminationReason: 'dst_participant_terminated',
      terminationDetails: 'no_route',
    };
    pbx.history.push(
      aSection({
        cdrId: 'N',
        mainCallHistoryId: 'N',
        destination,
        ...terminated,
        startedAt: at('12:00:00'),
        answeredAt: undefined,
      }),
    );
    expect((await client.list(path()))[0]).toMatchObject({
      Direction: 'Outbound',
      Reason: 'dst_participant_terminated: no_route',
    });
  });

  it('takes both ends of the period and nothing outside it', async () => {
    const { client } = givenXapi();
    const within = await client.list(
      path({ periodFrom: '2026-03-01T09:00:00Z', periodTo: '2026-03-01T09:00:00Z' }),
    );
    expect(within.map((row) => row['CdrId'])).toEqual(['I']);
    expect(await client.list(path({ periodFrom: '2026-03-01T09:00:01Z' }))).toEqual([]);
    expect(await client.list(path({ periodTo: '2026-02-28T00:00:00Z' }))).toEqual([]);
  });

  it('pages, counts, filters and sorts by query options', async () => {
    const { client } = givenXapi();
    const answer = await client.read(
      `${path()}?$top=2&$skip=1&$count=true&$orderby=SegmentId desc&$select=CdrId`,
    );
    expect(answer).toMatchObject({ '@odata.count': 5, value: [{ CdrId: 'D' }, { CdrId: 'B' }] });
    expect(
      await client.list(`${path()}?$filter=Answered eq true and CallType eq 'Extension'`),
    ).toHaveLength(2);
  });

  it('filters by number or name of either end', async () => {
    const { client } = givenXapi();
    expect(await client.list(path({ sourceFilter: "'+4930'" }))).toHaveLength(4);
    expect(await client.list(path({ destinationFilter: "'101,800'" }))).toHaveLength(3);
    expect(await client.list(path({ destinationFilter: "'o''neill'" }))).toHaveLength(1);
    expect(await client.list(path({ callsType: '1' }))).toHaveLength(3);
  });

  it('shows what ended since it was last asked', async () => {
    const { pbx, client } = givenXapi();
    await client.list(path());
    pbx.history.push(
      aSection({
        cdrId: 'J',
        mainCallHistoryId: 'H',
        startedAt: at('10:00:00'),
        answeredAt: undefined,
        endedAt: at('10:00:20'),
      }),
    );
    expect((await client.list(path()))[0]).toMatchObject({ CdrId: 'J', RingingDuration: 'PT20S' });
  });

  it('names recordings', async () => {
    const { pbx, client } = givenXapi();
    pbx.recorded.push({
      id: 5,
      cdrId: 'I',
      url: '100/[Ann]_100-101.wav',
      startedAt: at('09:00:05'),
      endedAt: at('09:00:35'),
      source: INTERNAL_CALL.source,
      destination: INTERNAL_CALL.destination,
      transcript: { text: 'Ann: Hello', summary: 'A greeting.', sentiment: 4 },
      audio: () => Buffer.from('RIFF'),
    });
    expect((await client.list(path()))[0]).toMatchObject({
      RecordingUrl: '100/[Ann]_100-101.wav',
      ...{ Transcription: 'Ann: Hello', Summary: 'A greeting.', SentimentScore: 4 },
      Recordings: [{ Id: 5, Transcription: 'Ann: Hello', SentimentScore: 4 }],
    });
    expect(await client.list('/Recordings')).toMatchObject([
      {
        ...{ Id: 5, CallType: 'Local', FromDn: '100', ToDn: '101' },
        ...{ IsTranscribed: true, Transcription: 'Ann: Hello', Summary: 'A greeting.' },
      },
    ]);
    expect((await client.send('GET', '/Recordings/Pbx.DownloadRecording(recId=5)')).body).toEqual(
      Buffer.from('RIFF'),
    );
    expect(
      (await client.send('POST', '/Recordings/Pbx.BulkRecordingsDelete', { ids: [5] })).status,
    ).toBe(204);
    expect((await client.send('GET', '/Recordings/Pbx.DownloadRecording(recId=5)')).status).toBe(
      404,
    );
  });

  it.each(Object.keys(PARAMETERS))('answers 404 when %s is missing', async (name) => {
    const { client } = givenXapi();
    expect((await client.send('GET', path({ [name]: undefined }))).status).toBe(404);
  });

  it('answers 404 to what is wrongly quoted, 500 to a wrong date', async () => {
    const { client } = givenXapi();
    expect((await client.send('GET', path({ sourceFilter: 'x' }))).status).toBe(404);
    expect((await client.send('GET', path({ sourceType: "'0'" }))).status).toBe(404);
    expect((await client.send('GET', path({ hidePcalls: '1' }))).status).toBe(404);
    expect((await client.send('GET', path({ extra: '1' }))).status).toBe(404);
    expect((await client.send('GET', path({ periodFrom: '2026-03-01' }))).status).toBe(500);
    expect((await client.send('GET', path({ periodTo: 'today' }))).status).toBe(500);
  });

  it('has functions alone: the bare set answers 404', async () => {
    const { client } = givenXapi();
    expect((await client.send('GET', '/ReportCallLogData')).status).toBe(404);
    expect((await client.send('POST', path())).status).toBe(405);
  });

  it('answers 504 to a long period where that is switched on', async () => {
    const { client } = givenXapi({ options: { maxReportDays: 7 } });
    expect((await client.send('GET', path({ periodFrom: '2026-01-01T00:00:00Z' }))).status).toBe(
      504,
    );
    expect((await client.send('GET', path())).status).toBe(200);
  });

  it('comes in no useful order where that is switched on', async () => {
    const { client } = givenXapi({ options: { ignoreReportOrder: true } });
    const order = async (query: string) =>
      (await client.list(`${path()}${query}`)).map((row) => row['CdrId']);
    expect(await order('?$orderby=SegmentId')).toEqual(await order(''));
    expect([...(await order(''))].sort()).toEqual(['A', 'B', 'C', 'D', 'I']);
  });

  it('has no ids of history before 20.0.6 and no old data after', async () => {
    const old = (await givenXapi({ version: '20.0.5' }).client.list(path()))[0];
    expect(old).not.toHaveProperty('CdrId');
    expect(old).not.toHaveProperty('Direction');
    const { client } = givenXapi({ version: '20.0.7' });
    expect((await client.list(path()))[0]).toMatchObject({ CdrId: 'I' });
    expect((await client.list(path()))[0]).not.toHaveProperty('Recordings');
    expect(await client.list(path({}, 'GetOldCallLogData'))).toEqual([]);
  });

  it('downloads as described, or as CSV with names that hold commas and quotes', async () => {
    const { pbx, client } = givenXapi();
    pbx.history.push(
      aSection({
        cdrId: 'K',
        mainCallHistoryId: 'K',
        source: aParty('extension', '100', 'Archer, "Ann"'),
        startedAt: at('11:00:00'),
      }),
    );
    const file = path({ clientTimeZone: "'UTC'" }, 'DownloadCallLog');
    expect(await client.list(file)).toHaveLength(6);
    const answer = await client.send('GET', file, undefined, 'text/csv');
    expect(answer.headers['Content-Type']).toContain('text/csv');
    expect(String(answer.body).split('\r\n')[1]).toContain('"Archer, ""Ann"""');
  });

  it('gives a quality report of a section that was', async () => {
    const { client } = givenXapi();
    const report = (cdrId: string) =>
      client.send(
        'GET',
        `/ReportCallLogData/Pbx.GetCallQualityReport(cdrId='${cdrId}',srcNumber='100',dstNumber='101',srcCallerId=null,dstCallerId='')`,
      );
    expect(bodyOf(await report('I'))).toMatchObject({
      Party1: { Number: '100', Duration: 30 },
      Party2: { Number: '101' },
    });
    expect((await report('nobody')).status).toBe(204);
  });
});

describe('LastCdrAndChatMessageTimestamp', () => {
  it('tells when the last call began', async () => {
    const { client } = givenXapi();
    expect(await client.list('/LastCdrAndChatMessageTimestamp')).toEqual([
      { LastCdrStartedAt: '2026-03-01T09:00:00.000Z', LastChatMessageTimeSent: null },
    ]);
  });
});

describe('CallHistoryView', () => {
  it('has no calls of today, or answers 500 as one PBX did', async () => {
    expect(await givenXapi().client.list('/CallHistoryView')).toEqual([]);
    const { client } = givenXapi({ options: { callHistoryView: 'error' } });
    expect((await client.send('GET', '/CallHistoryView')).status).toBe(500);
  });
});
