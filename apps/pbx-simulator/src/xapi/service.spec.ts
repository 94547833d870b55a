import fc from 'fast-check';
import { RESOURCES } from './resources';
import { FakePbx } from './testing/fake-pbx';
import { bodyOf, xapiClient } from './testing/xapi-client';

const givenXapi = () => {
  const pbx = new FakePbx();
  return { pbx, client: xapiClient(pbx) };
};

describe('ActiveCalls', () => {
  it('show each call with the PBX clock beside it', async () => {
    const { client } = givenXapi();
    expect(await client.list('/ActiveCalls')).toEqual([
      {
        Id: 7,
        Caller: '100 Ann Archer',
        Callee: '101 Ben Baker',
        Status: 'Talking',
        LastChangeStatus: '2026-03-01T11:59:55.000Z',
        EstablishedAt: '2026-03-01T11:59:55.000Z',
        ServerNow: '2026-03-01T12:00:00.000Z',
      },
    ]);
  });

  it('can be dropped once', async () => {
    const { pbx, client } = givenXapi();
    expect((await client.send('POST', '/ActiveCalls(7)/Pbx.DropCall')).status).toBe(200);
    expect(pbx.activeCalls()).toEqual([]);
    expect((await client.send('POST', '/ActiveCalls(7)/Pbx.DropCall')).status).toBe(404);
  });
});

describe('system', () => {
  it('Defs probe costs one property', async () => {
    const { client } = givenXapi();
    expect(await client.read('/Defs?$select=Id')).toEqual({
      '@odata.context': 'https://localhost:5001/xapi/v1/$metadata#Defs(Id)',
      Id: 0,
    });
    expect(await client.list('/Defs/TimeZones')).not.toEqual([]);
    expect(await client.read('/Defs/Pbx.GetSystemParameters()')).toMatchObject({
      Version: '20.0.10.0',
      ENL: 3,
    });
    expect(await client.read('/Defs/Pbx.HasSystemOwner()')).toMatchObject({ value: true });
  });

  it('status counts what is simulated', async () => {
    const { client } = givenXapi();
    expect(await client.read('/SystemStatus')).toMatchObject({
      CallsActive: 1,
      ExtensionsTotal: 3,
      ExtensionsRegistered: 3,
      TrunksTotal: 1,
      OS: 'Linux',
      Version: '20.0.10.0',
      LicenseActive: true,
    });
    expect(await client.read('/SystemStatus/Pbx.SystemHealthStatus()')).toMatchObject({
      Phones: true,
      Trunks: true,
    });
    expect(await client.read('/SystemStatus/Pbx.SystemDatabaseInformation()')).toMatchObject({
      ChatsUsedSpace: 0,
    });
    expect(await client.read('/LicenseStatus')).toMatchObject({
      Activated: true,
      ActiveModules: [],
    });
  });

  it('CDR settings are kept, and checked', async () => {
    const { client } = givenXapi();
    expect(await client.read('/CDRSettings')).toMatchObject({
      Enabled: false,
      PossibleFields: expect.arrayContaining(['historyid']),
    });
    expect(
      (
        await client.send('PATCH', '/CDRSettings', {
          Enabled: true,
          LogType: 'ActiveSocket',
          SocketPort: 7_000,
        })
      ).status,
    ).toBe(204);
    expect(await client.read('/CDRSettings')).toMatchObject({
      Enabled: true,
      LogType: 'ActiveSocket',
      SocketPort: 7_000,
    });
    expect((await client.send('PATCH', '/CDRSettings', { SocketPort: 0 })).status).toBe(400);
    expect(
      (await client.send('PATCH', '/CDRSettings', { EnabledFields: [{ Name: 'colour' }] })).status,
    ).toBe(400);
  });

  it('reported events stand in the event log until it is purged', async () => {
    const { client } = givenXapi();
    await client.send('POST', '/Defs/Pbx.ReportLogEvent', {
      request: { EventId: 5, Type: 'Warning', Source: 'spec', Params: ['a'] },
    });
    expect(await client.list("/EventLogs?$filter=Type eq 'Warning'")).toMatchObject([
      { EventId: 5, Source: 'spec', Params: ['a'] },
    ]);
    await client.send('POST', '/EventLogs/Pbx.PurgeEventLog');
    expect(await client.list('/EventLogs')).toEqual([]);
  });
});

describe('Contacts and rules', () => {
  it('contacts are found by any of their numbers, however written', async () => {
    const { client } = givenXapi();
    const created = bodyOf(
      await client.send('POST', '/Contacts', { FirstName: 'Eva', Business: '+49 30 1234' }),
    );
    expect(created).toMatchObject({ Id: 1, ContactType: '3CX', Email: '' });
    expect(
      await client.list("/Contacts/Pbx.GetContactsByNumber(number='+49301234')"),
    ).toMatchObject([{ FirstName: 'Eva' }]);
    expect((await client.send('POST', '/Contacts', { FirstName: 'Eva' })).status).toBe(400);
    expect((await client.send('POST', '/Contacts', { PhoneNumber: '1' })).status).toBe(400);
    expect(
      (await client.send('POST', '/Contacts/Pbx.DeleteContactsById', { ids: [1] })).status,
    ).toBe(204);
    expect(await client.list('/Contacts')).toEqual([]);
  });

  it('inbound rules know their trunk', async () => {
    const { client } = givenXapi();
    const body = { RuleName: 'Main', Data: '+442071234560', TrunkDN: { Number: '10001' } };
    const created = bodyOf(await client.send('POST', '/InboundRules', body));
    expect(
      await client.read(`/InboundRules(${String(created['Id'])})?$expand=TrunkDN`),
    ).toMatchObject({
      TrunkDN: { Number: '10001', Type: 'ExternalLine' },
      Condition: 'BasedOnDID',
    });
    expect(await client.list('/Trunks?$expand=RoutingRules')).toMatchObject([
      { RoutingRules: [{ RuleName: 'Main' }] },
    ]);
    expect(
      (await client.send('POST', '/InboundRules', { ...body, TrunkDN: { Number: '100' } })).status,
    ).toBe(400);
    expect((await client.send('POST', '/InboundRules', {})).status).toBe(400);
  });

  it('outbound rules have an order', async () => {
    const { client } = givenXapi();
    for (const Name of ['a', 'b', 'c']) await client.send('POST', '/OutboundRules', { Name });
    await client.send('POST', '/OutboundRules/Pbx.MoveUpDown', { id: 3, up: true });
    expect(await client.list('/OutboundRules?$select=Name,Priority')).toEqual([
      { Name: 'a', Priority: 1 },
      { Name: 'c', Priority: 2 },
      { Name: 'b', Priority: 3 },
    ]);
    await client.send('POST', '/OutboundRules/Pbx.Purge', {});
    expect(await client.list('/OutboundRules')).toEqual([]);
  });
});

describe('answers', () => {
  it('collections tell their context, and their count when asked', async () => {
    const { client } = givenXapi();
    expect(Object.keys(await client.read('/Users?$top=1'))).toEqual(['@odata.context', 'value']);
    expect(await client.read('/Users?$top=1&$count=true&$select=Number')).toEqual({
      '@odata.context': 'https://localhost:5001/xapi/v1/$metadata#Users(Number)',
      '@odata.count': 3,
      value: [{ Number: '100' }],
    });
    expect((await client.send('GET', "/Users/$count?$filter=Number ne '100'")).body).toBe('2');
  });

  it('$metadata and swagger.yaml describe what is modelled', async () => {
    const { client } = givenXapi();
    const metadata = String((await client.send('GET', '/$metadata')).body);
    for (const name of RESOURCES.keys()) expect(metadata).toContain(`Name="${name}"`);
    expect(String((await client.send('GET', '/swagger.yaml')).body)).toContain('/Users({Id})');
  });

  it.each([
    ['GET', '/Nobody', 404],
    ['GET', '/Users/Nobody', 404],
    ['GET', '/Users(1)', 404],
    ['GET', '/Users(abc)', 404],
    ['GET', '/Users(28)/Nobody', 404],
    ['GET', '/Users/Pbx.Nobody()', 404],
    ['GET', '/Users/Pbx.constructor()', 404],
    ['GET', '/Defs(0)', 404],
    ['GET', '/ActiveCalls/a/b/c', 404],
    ['PUT', '/Users(28)', 405],
    ['DELETE', '/Users', 405],
    ['POST', '/Defs', 405],
    ['GET', '/Users/Pbx.MakeCall', 405],
    ['GET', '/Backups', 501],
    ['GET', '/Backups/Pbx.GetBackupSettings()', 501],
    ['GET', '/Users(28)/Pbx.GenerateProvLink()', 501],
    ['GET', '/GetUpdates()', 501],
    ['POST', '/SipDevices(6)/Pbx.PushFirmware', 501],
    ['POST', '/SipDevices(6)/Pbx.Fly', 404],
    ['GET', '/Backups/Pbx.Nobody()', 404],
  ])('%s %s is answered %s with an OData error', async (method, path, status) => {
    const { client } = givenXapi();
    await client.list('/Users');
    const answer = await client.send(method, path);
    expect(answer.status).toBe(status);
    expect(bodyOf(answer)).toMatchObject({
      error: { code: expect.any(String), message: expect.any(String) },
    });
  });
});

describe('whatever a client sends', () => {
  const segment = fc.constantFrom(
    ...RESOURCES.keys(),
    'Pbx.MakeCall',
    'Pbx.BatchDelete',
    'Pbx.DropCall',
    '$count',
    'Groups',
    '__proto__',
    'constructor',
  );
  const path = fc
    .array(
      fc.oneof(
        segment,
        segment.map((name) => `${name}(28)`),
        fc.string(),
      ),
      { maxLength: 4 },
    )
    .map((parts) => `/${parts.join('/')}`);
  const patch = fc.dictionary(
    fc.constantFrom(
      'Number',
      'Name',
      'Agents',
      'Members',
      'Groups',
      'Peers',
      'Hours',
      'ids',
      'destination',
      'TrunkDN',
      '__proto__',
      'Gateway',
      'DidNumbers',
      'ForwardNoAnswer',
      'Forwards',
      'ForwardingProfiles',
      'CurrentProfileName',
    ),
    fc.jsonValue(),
  );

  it('is answered or refused with an OData error, and the PBX lives on', async () => {
    const { client } = givenXapi();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE', 'PUT', 'x'),
        path,
        fc.oneof(fc.jsonValue(), patch, fc.constant(undefined)),
        async (method, target, body) => {
          const answer = await client.send(method, target, body);
          expect(answer.status).toBeGreaterThanOrEqual(200);
          expect(answer.status).not.toBe(500);
          if (answer.status >= 400) expect(bodyOf(answer)).toHaveProperty('error.message');
        },
      ),
      { numRuns: 3_000 },
    );
    expect((await client.send('GET', '/Defs?$select=Id')).status).toBe(200);
  });

  it('a body for any set is taken or refused with an OData error', async () => {
    const { client } = givenXapi();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...RESOURCES.keys()),
        patch,
        fc.integer({ min: 0, max: 60 }),
        async (name, body, id) => {
          for (const [method, target] of [
            ['POST', `/${name}`],
            ['PATCH', `/${name}(${id})`],
            ['PATCH', `/${name}`],
          ] as const) {
            const answer = await client.send(method, target, body);
            expect(answer.status).not.toBe(500);
            if (answer.status >= 400) expect(bodyOf(answer)).toHaveProperty('error.message');
            expect((await client.send('GET', '/Users?$expand=Groups,Phones&$top=3')).status).toBe(
              200,
            );
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
