import { Pbx, until } from '@3cx-relay/testing';
import { WebSocket } from 'ws';
import { type ParticipantWire, PbxClient, send, upgrade } from './pbx-client';

const PARAMETERS = [
  "sourceType=0,sourceFilter='',destinationType=0,destinationFilter='',callsType=0",
  "callTimeFilterType=0,callTimeFilterFrom='0:00:0',callTimeFilterTo='0:00:0',hidePcalls=true",
].join(',');
const report = (from: string, to: string) =>
  `ReportCallLogData/Pbx.GetCallLogData(periodFrom=${from},periodTo=${to},${PARAMETERS})`;

/** Each known trap can be set by a switch, and shows to programs as it was reported. */
describe('a known trap', () => {
  let pbx: Pbx;
  let client: PbxClient;
  beforeAll(async () => {
    pbx = await Pbx.start({
      args: ['--xapi-max-report-days', '7', '--xapi-max-top', '100'].concat([
        ...['--xapi-call-history-view', 'error'],
      ]),
    });
    for (const dn of ['105', '106', '107']) await pbx.setDn(dn, { answer: 'manual' });
  });
  beforeEach(async () => {
    client = await PbxClient.signIn(pbx);
    await client.listen();
  });
  afterEach(async () => {
    client.hangUpSocket();
    await pbx.clearFaults();
    await pbx.hangUpAll();
  });
  afterAll(() => pbx.stop());

  async function givenRinging(): Promise<ParticipantWire> {
    const callId = await pbx.call({ from: '105', to: '106' });
    return client.leg('106', 'Ringing', callId);
  }
  const framesOf = (leg: ParticipantWire) =>
    client.frames.filter(({ event }) => event.entity.endsWith(`/participants/${leg.id}`));
  const statusOf = async (path: string) => (await client.get(path)).status;

  it.each([
    ['/connect/token', 'POST', 503],
    ['/callcontrol', 'GET', 401],
    ['/callcontrol', 'GET', 403],
    ['/xapi/v1/Users', 'GET', 429],
    ['/xapi/v1/Users', 'GET', 504],
  ])('refuses at %s (%s) with %i, and no longer when it is taken back', async (...of) => {
    const [path, method, status] = of;
    const ask = () =>
      path === '/connect/token'
        ? send(`${pbx.httpUrl}${path}`, { method })
        : send(`${pbx.httpUrl}${path}`, { headers: client.headers });
    await pbx.addFault({ kind: 'refuse', path, status });
    const refused = await ask();
    expect(refused.status).toBe(status);
    expect(refused.headers.has('retry-after')).toBe(status === 429 || status === 503);
    await pbx.clearFaults();
    expect((await ask()).status).not.toBe(status);
  });

  it('answers the upgrade of the socket with 401', async () => {
    await pbx.addFault({ kind: 'refuse', path: '/callcontrol/ws', status: 401 });
    expect(await upgrade(pbx.httpUrl, client.headers)).toBe(401);
  });

  it('ends every token before its time', async () => {
    expect(await statusOf('/callcontrol')).toBe(200);
    await pbx.addFault({ kind: 'expire-tokens' });
    expect(await statusOf('/callcontrol')).toBe(401);
    expect(await upgrade(pbx.httpUrl, client.headers)).toBe(401);
  });

  it('cuts the socket without a close frame: 1006', async () => {
    const socket = new WebSocket(`${pbx.httpUrl.replace('http', 'ws')}/callcontrol/ws`, {
      headers: client.headers,
    });
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    await pbx.addFault({ kind: 'drop-socket' });
    expect(await closed).toBe(1_006);
  });

  it('lets the socket fall silent, pongs and all, while REST goes on', async () => {
    await pbx.addFault({ kind: 'silence-socket' });
    const before = client.frames.length;
    const leg = await givenRinging();
    expect(leg.status).toBe('Ringing');
    client.say({ RequestID: 'anyone', Path: '/callcontrol/105' });
    expect(await statusOf('/callcontrol')).toBe(200);
    expect(client.frames).toHaveLength(before);
  });

  it('sends the same upsert again', async () => {
    await pbx.addFault({ kind: 'duplicate-frames' });
    const leg = await givenRinging();
    await until('it came twice', () => framesOf(leg).length >= 2);
    const [one, other] = framesOf(leg);
    expect(one?.event).toEqual(other?.event);
  });

  it('leaves a frame out, which shows as a gap in the sequence', async () => {
    const first = await givenRinging();
    await until('it is told', () => framesOf(first).length > 0);
    await pbx.addFault({ kind: 'skip-frames', count: 1 });
    await pbx.hangUpAll();
    await givenRinging();
    const gap = await until('a sequence is missing', () => {
      const sequences = client.frames.map(({ sequence }) => sequence);
      return sequences.some((value, index) => index > 0 && value - (sequences[index - 1] ?? 0) > 1);
    });
    expect(gap).toBe(true);
  });

  it('tells of a leg that has been removed', async () => {
    await pbx.addFault({ kind: 'phantom-upsert' });
    const leg = await givenRinging();
    await pbx.hangUpAll();
    const kinds = await until('an upsert follows the removal', () => {
      const told = framesOf(leg).map(({ event }) => event.event_type);
      return told.indexOf(1) >= 0 && told.lastIndexOf(0) > told.indexOf(1) && told;
    });
    expect(kinds).toContain(1);
    expect(await statusOf(`/callcontrol/106/participants/${leg.id}`)).toBe(404);
  });

  it('answers slowly', async () => {
    const leg = await givenRinging();
    await pbx.addFault({ kind: 'delay', path: '/callcontrol/106/participants', delayMs: 300 });
    const asked = performance.now();
    await client.get(`/callcontrol/106/participants/${leg.id}`);
    expect(performance.now() - asked).toBeGreaterThan(250);
  });

  it('forgets calls, sockets and tokens when it starts anew, and counts from one', async () => {
    await givenRinging();
    await pbx.addFault({ kind: 'restart-pbx', durationMs: 200 });
    client = await until('it is back', async () => PbxClient.signIn(pbx));
    await client.listen();
    expect(await client.participants('106')).toEqual([]);
    await pbx.setDn('106', { answer: 'manual' });
    expect((await givenRinging()).callid).toBe(1);
  });

  it('refuses reports over a long time with 504, and lists that are too long with 400', async () => {
    const day = report('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z');
    const month = report('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z');
    expect(await statusOf(`/xapi/v1/${day}`)).toBe(200);
    expect(await statusOf(`/xapi/v1/${month}`)).toBe(504);
    expect(await statusOf('/xapi/v1/Users?$top=100')).toBe(200);
    expect(await statusOf('/xapi/v1/Users?$top=101')).toBe(400);
  });

  it('answers CallHistoryView with 500', async () => {
    expect(await statusOf('/xapi/v1/CallHistoryView')).toBe(500);
  });

  it('has names with commas and umlauts', async () => {
    const names = (await client.list('Users?$select=DisplayName')).map((user) =>
      String(user['DisplayName']),
    );
    expect(names.some((name) => name.includes(','))).toBe(true);
    expect(names.some((name) => /[äöüß]/i.test(name))).toBe(true);
  });
});
