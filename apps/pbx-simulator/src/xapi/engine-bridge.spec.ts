import { until } from '@3cx-relay/testing';
import { Clients } from '../access/clients';
import { Tokens } from '../access/tokens';
import { Pbx } from '../pbx';
import { clientRegistry, engineBridge } from '.';
import { bodyOf, xapiClient } from './testing/xapi-client';

const running: Pbx[] = [];
const givenPbx = () => {
  const pbx = new Pbx({ seed: 1, speed: 100, extensions: 20 });
  running.push(pbx);
  const clients = new Clients(() => pbx.directory);
  const tokens = new Tokens(() => pbx.clock.now());
  const client = xapiClient(engineBridge(pbx, clientRegistry(pbx, clients, tokens)));
  return { pbx, clients, tokens, client };
};

afterEach(() => {
  for (const pbx of running.splice(0)) pbx.reset();
});

/** Changes a user, as a client does. */
const changesOf = async (client: ReturnType<typeof xapiClient>, number: string) => {
  const { Id } = await client.read(`/Users(Number='${number}')`);
  return async (patch: object) => {
    const { status } = await client.send('PATCH', `/Users(${String(Id)})`, patch);
    expect(status).toBe(204);
  };
};

const LONG_AGO = '2000-01-01T00:00:00Z';
const logPath = `/ReportCallLogData/Pbx.GetCallLogData(periodFrom=${LONG_AGO},periodTo=2999-01-01T00:00:00Z,sourceType=0,sourceFilter='',destinationType=0,destinationFilter='',callsType=0,callTimeFilterType=0,callTimeFilterFrom='0:00:0',callTimeFilterTo='0:00:0',hidePcalls=true)`;

describe('XAPI over the engine', () => {
  it('shows the number plan that the simulator starts with', async () => {
    const { client } = givenPbx();
    expect(await client.list('/Users')).toHaveLength(20);
    expect(await client.read("/Queues(Number='800')?$expand=Agents")).toMatchObject({
      Agents: ['101', '102', '103', '104', '105'].map((Number) => ({ Number })),
    });
    expect(await client.read("/RingGroups(Number='821')")).toMatchObject({ RingStrategy: 'Hunt' });
    const [ivr] = await client.list("/Receptionists?$filter=Number eq '830'&$expand=Forwards");
    expect(ivr).toMatchObject({
      Forwards: expect.arrayContaining([
        expect.objectContaining({ Input: '1', ForwardDN: '800', ForwardType: 'Queue' }),
      ]),
    });
    expect((await client.read("/Trunks(Number='10001')"))['DidNumbers']).toHaveLength(10);
    expect(await client.list('/ServicePrincipals')).toMatchObject([
      { Number: '900', CallControlEnabled: true, XAPIEnabled: true },
      { Number: '901' },
    ]);
  });

  it('shows a call while it rings and while it is talked, and drops it', async () => {
    const { pbx, client } = givenPbx();
    const call = pbx.place('100', '101');
    expect(await client.list('/ActiveCalls')).toMatchObject([
      {
        Id: call.callId,
        Caller: '100 Ann Archer',
        Callee: '101 Ben Baker',
        Status: 'Routing',
        EstablishedAt: null,
      },
    ]);
    await until('it is answered', () => call.connected !== null);
    const [talking] = await client.list('/ActiveCalls');
    expect(talking).toMatchObject({ Status: 'Talking', EstablishedAt: call.truth.answeredAt });
    expect((await client.send('POST', `/ActiveCalls(${call.callId})/Pbx.DropCall`)).status).toBe(
      200,
    );
    expect(await client.list('/ActiveCalls')).toEqual([]);
  });

  it('logs the sections that the engine has closed, under their ids', async () => {
    const { pbx, client } = givenPbx();
    const calls = [
      pbx.place('+49301234567', '+442071234563', { talkMs: 10_000 }),
      pbx.place('100', '+49309999999', { talkMs: 5_000 }),
      pbx.place('100', '+49309999404'),
      pbx.place('102', '103', { answer: 'never', giveUpAfterMs: 2_000 }),
    ];
    await until('all calls are over', () => calls.every((call) => call.isOver));
    const rows = await client.list(logPath);
    expect(rows.map((row) => row['CdrId']).sort()).toEqual(
      pbx.sections.map(({ cdrId }) => cdrId).sort(),
    );
    for (const { truth } of calls) {
      const flow = rows.filter((row) => row['CallHistoryId'] === truth.callHistoryId);
      expect(new Set(flow.map((row) => String(row['Direction']).toLowerCase()))).toEqual(
        new Set([truth.direction]),
      );
      const isAnswered = flow.some(
        (row) =>
          row['Answered'] === true && ['Extension', 'External'].includes(String(row['CallType'])),
      );
      expect([truth.to, isAnswered]).toEqual([truth.to, truth.outcome === 'answered']);
    }
  });

  it('makes users that can be called, and takes them away again', async () => {
    const { pbx, client } = givenPbx();
    const created = bodyOf(
      await client.send('POST', '/Users', { Number: '150', FirstName: 'New' }),
    );
    const call = pbx.place('100', '150');
    await until('150 has answered', () => call.connected?.party.number === '150');
    call.hangUp('source');
    await client.send('DELETE', `/Users(${String(created['Id'])})`);
    expect(pbx.directory.get('150')).toBeUndefined();
  });

  it('lets a System Owner watch what is new', async () => {
    const { clients, client } = givenPbx();
    await client.send('POST', '/Users', { Number: '150' });
    expect(clients.get('900')?.watched).toContain('150');
    expect(clients.get('901')?.watched).not.toContain('150');
  });

  it('has the agents polled that a client sets', async () => {
    const { pbx, client } = givenPbx();
    const { Id } = await client.read("/Queues(Number='800')");
    await client.send('PATCH', `/Queues(${String(Id)})`, { Agents: [{ Number: '117' }] });
    const call = pbx.place('+49301234567', '+442071234563');
    await until('the agent has answered', () => call.connected !== null);
    expect(call.truth.answeredBy).toBe('117');
  });

  it('sends unanswered calls where the profile says', async () => {
    const { pbx, client } = givenPbx();
    const patch = await changesOf(client, '105');
    const profile = { Name: 'Available', NoAnswerTimeout: 2 };
    const to = (destination: object) =>
      patch({
        ForwardingProfiles: [{ ...profile, AvailableRoute: { NoAnswerInternal: destination } }],
      });
    await to({ To: 'Extension', Number: '106' });
    const call = pbx.place('100', '105');
    await until('106 has answered', () => call.connected !== null);
    expect(call.truth.answeredBy).toBe('106');
    call.hangUp('source');
    await to({ To: 'VoiceMail', Number: '105' });
    const second = pbx.place('100', '105', { talkMs: 1_000 });
    await until('the call is over', () => second.isOver);
    expect(second.truth.outcome).toBe('voicemail');
  });

  it('sends the next call on at once when a user goes away, and lets it ring when back', async () => {
    const { pbx, client } = givenPbx();
    const patch = await changesOf(client, '105');
    await patch({
      CurrentProfileName: 'Away',
      ForwardingProfiles: [
        { Name: 'Away', AwayRoute: { External: { To: 'External', External: '+493012345611' } } },
      ],
    });
    const outside = pbx.place('+49301234567', '105');
    const inside = pbx.place('100', '105', { talkMs: 1_000 });
    await until('both are through', () => outside.connected !== null && inside.isOver);
    expect(outside.truth.answeredBy).toBe('+493012345611');
    expect(inside.truth.outcome).toBe('voicemail');
    expect(pbx.truths.flatMap(({ legs }) => legs.map(({ dn }) => dn))).toContain('10001');
    await patch({ CurrentProfileName: 'Available' });
    const back = pbx.place('100', '105');
    await until('105 has answered', () => back.connected !== null);
    expect(back.truth.answeredBy).toBe('105');
  });

  it('ends calls that would go to a voicemail which is switched off', async () => {
    const { pbx, client } = givenPbx();
    const patch = await changesOf(client, '105');
    await patch({ VMEnabled: false, CurrentProfileName: 'Out of office' });
    const call = pbx.place('100', '105');
    await until('the call is over', () => call.isOver);
    expect(call.truth.outcome).toBe('failed');
    expect(pbx.sections.at(-1)).toMatchObject({ terminationDetails: 'not_available' });
  });

  it('brings parked calls back as the settings say', async () => {
    const { pbx, client } = givenPbx();
    const patch = { AutoPickupTimeout: 5, AutoPickupForwardType: 'DN', AutoPickupForwardDN: '107' };
    expect((await client.send('PATCH', '/CallParkingSettings', patch)).status).toBe(204);
    expect(await client.read('/CallParkingSettings')).toMatchObject(patch);
    const call = pbx.place('+49301234567', '105');
    await until('105 has answered', () => call.connected !== null);
    expect(pbx.router.transfer(call, 'SP0')).toBe(true);
    await until('107 has answered', () => call.connected?.party.number === '107');
    const refused = await client.send('PATCH', '/CallParkingSettings', { AutoPickupTimeout: 0 });
    expect(refused.status).toBe(400);
  });

  it('signs agents out of their queues', async () => {
    const { pbx, client } = givenPbx();
    const [user] = await client.list("/Users?$filter=Number eq '101'");
    await client.send('PATCH', `/Users(${String(user?.['Id'])})`, { QueueStatus: 'LoggedOut' });
    expect(pbx.directory.get('101')?.signedIn).toBe(false);
    expect(await client.list("/Users?$filter=QueueStatus eq 'LoggedOut'")).toMatchObject([
      { Number: '101' },
    ]);
  });

  it('places calls, and tells when one cannot be', async () => {
    const { pbx, client } = givenPbx();
    const device = pbx.directory.get('100')?.devices[0]?.id;
    const placed = bodyOf(
      await client.send('POST', '/Users/Pbx.MakeCall', {
        destination: '101',
        dn: '100',
        contact: device,
      }),
    );
    expect(placed).toMatchObject({
      FinalStatus: 'Success',
      Result: { DN: '100', DeviceId: device, Status: 'Dialing' },
    });
    expect(pbx.calls()).toHaveLength(1);
    const stale = { destination: '101', dn: '100', contact: 'sip:gone@127.0.0.1' };
    expect(bodyOf(await client.send('POST', '/Users/Pbx.MakeCall', stale))).toMatchObject({
      FinalStatus: 'Failed',
      Result: null,
    });
    const phone = pbx.directory.get('103');
    if (phone !== undefined) phone.registered = false;
    const silent = await client.send('POST', '/Users/Pbx.MakeCall', {
      destination: '101',
      dn: '103',
    });
    expect(bodyOf(silent)).toMatchObject({
      FinalStatus: 'Failed',
      Reason: 'DestinationIsNotRegistered',
    });
    expect(pbx.calls()).toHaveLength(1);
  });

  it('makes API clients with a route point, whose token dies with their secret', async () => {
    const { pbx, clients, tokens, client } = givenPbx();
    const created = bodyOf(
      await client.send('POST', '/ServicePrincipals', {
        Number: '910',
        XAPIEnabled: true,
        Peers: [{ Number: '100' }],
      }),
    );
    const made = clients.get('910');
    expect(made).toMatchObject({ xapi: true, callControl: false, watched: ['100'] });
    expect(pbx.directory.get('910')).toMatchObject({ kind: 'routePoint' });
    if (made === undefined) throw new Error('no client');
    const token = tokens.issue(made);
    const former = made.secret;
    const { value } = bodyOf(
      await client.send(
        'POST',
        `/ServicePrincipals(${String(created['Id'])})/Pbx.GenerateAppToken`,
      ),
    );
    expect(value).toBe(made.secret);
    expect(value).not.toBe(former);
    expect(tokens.clientOf(token)).toBeUndefined();
    await client.send('DELETE', `/ServicePrincipals(${String(created['Id'])})`);
    expect([clients.get('910'), pbx.directory.get('910')]).toEqual([undefined, undefined]);
  });

  it('begins a new log with a fresh PBX', async () => {
    const { pbx, client } = givenPbx();
    pbx.place('100', '101').hangUp('source');
    expect(await client.list(logPath)).not.toEqual([]);
    pbx.reset();
    expect(await client.list(logPath)).toEqual([]);
    pbx.place('100', '102').hangUp('source');
    expect(await client.list(logPath)).toMatchObject([{ DestinationDn: '102' }]);
  });
});
