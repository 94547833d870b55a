import { ManualClock, SystemClock } from '@3cx-relay/util';
import { CallLog } from './call-log';
import { RoleProbe } from './role-probe';
import { SmallXapi } from './testing/small-xapi';
import { XapiCallRecords } from './xapi-call-records';

describe('XapiClient', () => {
  let pbx: SmallXapi;

  beforeEach(async () => {
    pbx = await SmallXapi.start();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await pbx.stop();
  });

  it('reads active calls, and keeps a row that it does not understand', async () => {
    const { client, poison } = pbx.connect();
    const good = {
      Id: 5,
      Caller: '101 A',
      Callee: '',
      Status: 'Talking',
      EstablishedAt: '2026-01-01T10:00:00+01:00',
    };
    pbx.answer = () => ({ body: { value: [good, { Id: 'x' }] } });
    expect(await client.activeCalls()).toEqual([
      {
        pbxCallId: 5,
        caller: '101 A',
        callee: null,
        status: 'Talking',
        establishedAt: '2026-01-01T09:00:00.000Z',
        lastChangeAt: null,
      },
    ]);
    expect(poison.inputs).toMatchObject([{ component: 'xapi', raw: '{"Id":"x"}' }]);
  });

  it('asks once more with a fresh token after 401', async () => {
    const clock = new ManualClock();
    const { client } = pbx.connect(clock);
    pbx.answer = () => ({ body: { value: [] } });
    await client.activeCalls();
    pbx.minted += 1;
    await clock.advance(5_000);
    expect(await client.activeCalls()).toEqual([]);
    expect(pbx.requests).toEqual(['/ActiveCalls', '/ActiveCalls', '/ActiveCalls']);
  });

  it('learns version and clock of the PBX', async () => {
    const { client } = pbx.connect();
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    pbx.answer = () => ({
      body: { Id: 0 },
      headers: { 'X-3CX-Version': '20.0.9.995', Date: date },
    });
    const facts = await client.probe();
    expect(facts.version).toBe('20.0.9.995');
    expect(Math.abs((facts.clockSkewMs ?? 0) - 3_600_000)).toBeLessThan(2_000);
  });

  it('does not take the clock of the PBX from an answer that was long under way', async () => {
    const { client } = pbx.connect();
    const now = performance.now.bind(performance);
    let laterMs = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now() + laterMs);
    const answerAfter = async (tookMs: number, skewMs: number) => {
      pbx.answer = () => {
        laterMs += tookMs;
        const date = new Date(Date.now() + skewMs).toUTCString();
        return { body: { Id: 0 }, headers: { Date: date } };
      };
      return (await client.probe()).clockSkewMs;
    };
    const known = await answerAfter(0, 60_000);
    expect(Math.abs((known ?? 0) - 60_000)).toBeLessThan(2_000);
    expect(await answerAfter(9_000, 0)).toBe(known);
    expect(await answerAfter(0, 0)).toBeLessThan(2_000);
  });

  it.each([
    ['HTML instead of JSON', { body: '<html></html>' }, 'unintelligible'],
    ['a truncated body', { body: '{"value": [' }, 'unintelligible'],
    ['another shape', { body: { rows: [] } }, 'unintelligible'],
    ['429', { status: 429, headers: { 'Retry-After': '7' } }, 'unavailable'],
  ])('fails by name at %s', async (_name, answer, fault) => {
    const { client } = pbx.connect();
    pbx.answer = () => answer;
    await expect(client.activeCalls()).rejects.toMatchObject({ fault });
  });

  it('reads users and queues in pages, with members', async () => {
    const { client } = pbx.connect();
    const many = Array.from({ length: 100 }, (_unused, index) => ({
      Id: index,
      Number: String(100 + index),
      FirstName: 'A',
      LastName: `B${index}`,
    }));
    pbx.answer = (path) => {
      if (path.startsWith('/Queues'))
        return { body: { value: [{ Id: 1, Number: '800', Agents: [{ Id: 1, Number: '101' }] }] } };
      return { body: { value: path.endsWith('$skip=0') ? many : many.slice(0, 1) } };
    };
    const users = await client.users();
    expect(users).toHaveLength(101);
    expect(users[1]).toMatchObject({ number: '101', name: 'A B1' });
    expect(await client.queues()).toEqual([{ number: '800', name: null, members: ['101'] }]);
  });

  it('says which role is missing, and what is lost without it', async () => {
    const { client } = pbx.connect();
    pbx.answer = (path) => (path.startsWith('/Report') ? { status: 403 } : { body: { value: [] } });
    const findings = await new RoleProbe(client, new SystemClock()).probe();
    expect(findings.map(({ what, isAllowed }) => [what, isAllowed])).toEqual([
      ['defs', true],
      ['activeCalls', true],
      ['users', true],
      ['callLog', false],
    ]);
    expect(findings[3]?.message).toContain('System Owner');
  });
});

describe('CallLog', () => {
  let pbx: SmallXapi;

  beforeEach(async () => {
    pbx = await SmallXapi.start();
  });
  afterEach(async () => pbx.stop());

  const row = (id: string, start: string, more: object = {}) => ({
    CdrId: id,
    CallHistoryId: `flow-${id[0]}`,
    MainCallHistoryId: `flow-${id[0]}`,
    StartTime: start,
    Answered: true,
    RingingDuration: 'PT4.5S',
    TalkingDuration: 'PT1M1.432135S',
    SourceType: 1,
    SourceDn: '10001',
    SourceCallerId: '+4915112345',
    DestinationType: 0,
    DestinationDn: '101',
    DestinationDisplayName: 'Agent',
    ...more,
  });
  const periodOf = (path: string) =>
    [/periodFrom=([^,]+)/, /periodTo=([^,]+)/].map((part) => part.exec(path)?.[1] ?? '');

  it('sends all eleven parameters', async () => {
    const { client } = pbx.connect();
    pbx.answer = () => ({ body: { value: [] } });
    await new CallLog(client).rows({
      from: '2026-01-01T00:00:00+01:00',
      to: '2026-01-01T00:30:00Z',
    });
    expect(pbx.requests[1]).toBe(
      "/ReportCallLogData/Pbx.GetCallLogData(periodFrom=2026-01-01T00:00:00.000Z,periodTo=2026-01-01T00:30:00.000Z,sourceType=0,sourceFilter='',destinationType=0,destinationFilter='',callsType=0,callTimeFilterType=0,callTimeFilterFrom='0:00:0',callTimeFilterTo='0:00:0',hidePcalls=true)?$top=100&$skip=0",
    );
    expect(pbx.requests[0]).toContain(
      'periodFrom=2025-12-31T23:00:00.000Z,periodTo=2026-01-01T00:00:00.000Z',
    );
  });

  it('reads shorter periods when the PBX gives up on long ones', async () => {
    const { client } = pbx.connect();
    pbx.answer = (path) => {
      const [from, to] = periodOf(path);
      const isLong = Date.parse(to ?? '') - Date.parse(from ?? '') > 6 * 3_600_000;
      return isLong ? { status: 504 } : { body: { value: [row(`x${from}`, from ?? '')] } };
    };
    const rows = await new CallLog(client).rows({
      from: '2026-01-01T00:00:00Z',
      to: '2026-01-02T00:00:00Z',
    });
    expect(rows.map((found) => found.startedAt.slice(11, 13))).toEqual(['00', '06', '12', '18']);
  });

  it('gives records in the shape of the database, newest first, in stable pages', async () => {
    const { client } = pbx.connect();
    const rows = [
      row('b1', '2026-01-02T10:00:00Z', {
        Answered: false,
        TalkingDuration: 'PT0S',
        Reason: 'Terminated by +4915112345',
      }),
      row('a1', '2026-01-01T10:00:00Z', {
        DestinationType: 7,
        DestinationDn: '800',
        TalkingDuration: 'PT5S',
      }),
      row('a2', '2026-01-01T10:00:05Z'),
    ];
    pbx.answer = (path) => {
      const [from, to] = periodOf(path).map(Date.parse);
      const inPeriod = rows.filter(
        ({ StartTime }) =>
          Date.parse(StartTime) >= (from ?? 0) && Date.parse(StartTime) < (to ?? 0),
      );
      return { body: { value: inPeriod } };
    };
    const records = new XapiCallRecords(
      new CallLog(client),
      new ManualClock(Date.parse('2026-01-03T00:00:00Z')),
    );
    const query = { start: '2026-01-01T00:00:00Z', end: '2026-01-03T00:00:00Z', limit: 1 };
    const first = await records.history(query);
    const second = await records.history({ ...query, cursor: first.nextCursor ?? '' });
    expect(first.records).toMatchObject([
      { callHistoryId: 'flow-b', outcome: 'missed', direction: 'inbound' },
    ]);
    expect(second.records).toMatchObject([
      {
        callHistoryId: 'flow-a',
        outcome: 'answered',
        queue: '800',
        answeredAt: '2026-01-01T10:00:09.500Z',
        answeredBy: { dn: '101', name: 'Agent' },
      },
    ]);
    expect(second.nextCursor).toBeNull();
  });

  it('keeps the rows of a call together that lasts over midnight, and over the end of a page', async () => {
    const { client } = pbx.connect();
    const flow = { CallHistoryId: '00000000-01dc-7b7a-b6f4-df0000000007', MainCallHistoryId: null };
    const rows = [
      row('a1', '2026-01-01T23:59:50Z', { ...flow, DestinationType: 7, DestinationDn: '800' }),
      row('b1', '2026-01-02T00:00:03Z'),
      row('a2', '2026-01-02T00:00:05Z', flow),
    ];
    pbx.answer = (path) => {
      const [from, to] = periodOf(path).map(Date.parse);
      const isIn = (start: string) =>
        Date.parse(start) >= (from ?? 0) && Date.parse(start) < (to ?? 0);
      return { body: { value: rows.filter(({ StartTime }) => isIn(StartTime)) } };
    };
    const clock = new ManualClock(Date.parse('2026-01-03T00:00:00Z'));
    const records = new XapiCallRecords(new CallLog(client), clock);
    const query = { start: '2026-01-01T00:00:00Z', limit: 1 };
    const first = await records.history(query);
    const second = await records.history({ ...query, cursor: first.nextCursor ?? '' });
    const seen = [first, second].flatMap((page) => page.records);
    expect(seen).toMatchObject([
      { callHistoryId: 'flow-b' },
      { callHistoryId: flow.CallHistoryId, startedAt: '2026-01-01T23:59:50.000Z', queue: '800' },
    ]);
    expect(second.nextCursor).toBeNull();
    expect(seen[1]?.segments).toHaveLength(2);
  });

  it('hands out a changed call again, an unchanged one not, and asks only now and then', async () => {
    const { client } = pbx.connect();
    const clock = new ManualClock(Date.parse('2026-01-01T11:00:00Z'));
    let rows = [row('a1', '2026-01-01T10:00:00Z')];
    pbx.answer = (path) => ({
      body: { value: periodOf(path)[0]?.startsWith('2026-01-01') ? rows : [] },
    });
    const records = new XapiCallRecords(new CallLog(client), clock);
    const first = await records.changes(null, { backMs: 2 * 3_600_000 });
    const asked = pbx.requests.length;
    const tooSoon = await records.changes(first.nextCursor);
    expect(pbx.requests.length).toBe(asked);
    await clock.advance(10_000);
    const second = await records.changes(tooSoon.nextCursor);
    rows = [row('a1', '2026-01-01T10:00:00Z', { Summary: 'late', RecordingUrl: 'a.wav' })];
    await clock.advance(10_000);
    const third = await records.changes(second.nextCursor);
    expect([first, tooSoon, second, third].map((page) => page.records.length)).toEqual([
      1, 0, 0, 1,
    ]);
  });
});
