import { FakePbx } from './testing/fake-pbx';
import { bodyOf, xapiClient } from './testing/xapi-client';

const givenXapi = (version?: string) => {
  const pbx = new FakePbx();
  return { pbx, client: xapiClient(pbx, version === undefined ? {} : { version }) };
};

describe('Users', () => {
  it('shows each extension as a user, navigation only when expanded', async () => {
    const { client } = givenXapi();
    const [ann] = await client.list("/Users?$filter=Number eq '100'");
    expect(ann).toMatchObject({
      Number: '100',
      FirstName: 'Ann',
      LastName: 'Archer',
      DisplayName: 'Ann Archer',
      EmailAddress: '100@example.com',
      IsRegistered: true,
      Enabled: true,
      QueueStatus: 'LoggedIn',
      CurrentProfileName: 'Available',
    });
    expect(ann).not.toHaveProperty('Groups');
    const [expanded] = await client.list(
      "/Users?$filter=Number eq '100'&$expand=Groups($expand=Rights),Phones,ForwardingProfiles",
    );
    expect(expanded).toMatchObject({
      Groups: [{ Name: 'DEFAULT', Rights: { RoleName: 'users' } }],
      Phones: [{ Name: 'Desk phone' }],
      ForwardingProfiles: [
        { Name: 'Available' },
        { Name: 'Away' },
        { Name: 'Out of office' },
        { Name: 'Custom 1' },
        { Name: 'Custom 2' },
      ],
    });
  });

  it('makes an extension of a new user, with defaults for what the request leaves out', async () => {
    const { pbx, client } = givenXapi();
    const created = await client.send('POST', '/Users', {
      Number: '150',
      FirstName: 'New',
      LastName: 'Person',
      EmailAddress: 'new@example.com',
    });
    expect(created.status).toBe(201);
    expect(bodyOf(created)).toMatchObject({
      Number: '150',
      DisplayName: 'New Person',
      Enabled: true,
      VMEnabled: true,
    });
    expect(created.headers['Location']).toBe(
      `https://localhost:5001/xapi/v1/Users(${String(bodyOf(created)['Id'])})`,
    );
    expect(pbx.directory.get('150')).toMatchObject({
      kind: 'extension',
      name: 'New Person',
      email: 'new@example.com',
    });
  });

  it.each([
    [{ Number: '' }, 'Number', 'WARNINGS.XAPI.CAN_NOT_BE_EMPTY_STRING'],
    [{ Number: 'abc' }, 'Number', 'WARNINGS.INVALID'],
    [{ Number: '100' }, 'Number', 'WARNINGS.XAPI.ALREADY_IN_USE'],
    [{ Number: '800' }, 'Number', 'WARNINGS.XAPI.ALREADY_IN_USE'],
    [{ Number: '150', EmailAddress: 'nowhere' }, 'EmailAddress', 'WARNINGS.INVALID'],
    [
      { Number: '150', CurrentProfileName: 'Asleep' },
      'CurrentProfileName',
      'WARNINGS.XAPI.NOT_FOUND',
    ],
  ])('refuses to create %j and names the field', async (body, target, message) => {
    const { pbx, client } = givenXapi();
    const refused = await client.send('POST', '/Users', body);
    expect(refused.status).toBe(400);
    expect(bodyOf(refused)).toMatchObject({ error: { target, details: [{ target, message }] } });
    expect(pbx.directory.has('150')).toBe(false);
  });

  it.each([
    [{ Number: 150 }, 'Number'],
    [{ Number: '150', Enabled: 'yes' }, 'Enabled'],
    [{ Number: '150', QueueStatus: 'Asleep' }, 'QueueStatus'],
    [{ Number: '150', Colour: 'red' }, 'Colour'],
    [{ Number: '150', PinProtectTimeout: 1.5 }, 'PinProtectTimeout'],
    [{ Number: '150', Groups: {} }, 'Groups'],
    [{ Number: '150', Groups: [{ GroupId: 'x' }] }, 'Groups/0/GroupId'],
    [{ Number: '150', Hours: { Periods: [{ Start: 'noon' }] } }, 'Hours/Periods/0/Start'],
  ])('refuses %j by its type and tells where', async (body, target) => {
    const { client } = givenXapi();
    const refused = await client.send('POST', '/Users', body);
    expect(refused.status).toBe(400);
    expect(bodyOf(refused)).toMatchObject({ error: { target } });
  });

  it('takes null for what a client does not set: the default, later the profile that was', async () => {
    const { client } = givenXapi();
    const unset = { CurrentProfileName: null, Enabled: null };
    const made = await client.send('POST', '/Users', { Number: '150', ...unset });
    const fresh = { CurrentProfileName: 'Available', Enabled: true };
    expect(made).toMatchObject({ status: 201, body: fresh });
    const user = `/Users(${String(bodyOf(made)['Id'])})`;
    await client.send('PATCH', user, { CurrentProfileName: 'Away' });
    expect(await client.send('PATCH', user, { CurrentProfileName: null })).toMatchObject({
      status: 204,
    });
    expect(await client.read(user)).toMatchObject({ CurrentProfileName: 'Away' });
  });

  it('tells all faults of a body at once', async () => {
    const { client } = givenXapi();
    const refused = await client.send('POST', '/Users', { Number: 1, Enabled: 1, Colour: 1 });
    expect(bodyOf(refused)).toMatchObject({
      error: { details: [{ target: 'Number' }, { target: 'Enabled' }, { target: 'Colour' }] },
    });
  });

  it('answers a change with 204 and shows it afterwards', async () => {
    const { pbx, client } = givenXapi();
    const { Id } = await client.read("/Users(Number='101')");
    const changed = await client.send('PATCH', `/Users(${String(Id)})`, {
      FirstName: 'Benny',
      Mobile: '+4930123',
      CurrentProfileName: 'Away',
      '@odata.type': '#Pbx.User',
    });
    expect(changed).toMatchObject({ status: 204, body: undefined });
    expect(await client.read(`/Users(${String(Id)})`)).toMatchObject({
      FirstName: 'Benny',
      LastName: 'Baker',
      DisplayName: 'Benny Baker',
      Mobile: '+4930123',
      CurrentProfileName: 'Away',
    });
    expect(pbx.directory.get('101')).toMatchObject({ name: 'Benny Baker', profile: 'Away' });
  });

  it('tells the PBX where unanswered calls go when a profile changes', async () => {
    const { pbx, client } = givenXapi();
    const { Id } = await client.read("/Users(Number='101')");
    await client.send('PATCH', `/Users(${String(Id)})`, {
      ForwardingProfiles: [
        {
          Name: 'Available',
          NoAnswerTimeout: 12,
          AvailableRoute: { NoAnswerInternal: { To: 'Extension', Number: '102' } },
        },
      ],
    });
    expect(pbx.changes.at(-1)).toEqual({
      number: '101',
      change: {
        noAnswerSeconds: 12,
        forwarding: {
          always: null,
          noAnswer: { internal: '102', external: '999' },
          busy: { internal: '999', external: '999' },
          notRegistered: { internal: '999', external: '999' },
          acceptsMultiple: true,
          ringsInGroups: true,
        },
      },
    });
    const [profile] = await client.list(
      `/Users(${String(Id)})/ForwardingProfiles?$filter=Name eq 'Available'`,
    );
    expect(profile).toMatchObject({ NoAnswerTimeout: 12, AcceptMultipleCalls: true });
  });

  it('keeps the phones a client sets', async () => {
    const { client } = givenXapi();
    const { Id } = await client.read("/Users(Number='101')");
    const phones = [
      { Id: 0, Name: 'Yealink', MacAddress: '001565123456', TemplateName: 'yealink.ph.xml' },
    ];
    await client.send('PATCH', `/Users(${String(Id)})`, { Phones: phones });
    const [set] = await client.list(`/Users?$filter=Id eq ${String(Id)}&$expand=Phones`);
    expect(set).toMatchObject({
      Phones: [{ Name: 'Yealink', MacAddress: '001565123456', Id: expect.any(Number) }],
    });
  });

  it('does not let a number change', async () => {
    const { client } = givenXapi();
    const { Id } = await client.read("/Users(Number='101')");
    const refused = await client.send('PATCH', `/Users(${String(Id)})`, { Number: '199' });
    expect(bodyOf(refused)).toMatchObject({
      error: { target: 'Number', details: [{ message: 'WARNINGS.XAPI.FORBIDDEN_CHANGE' }] },
    });
  });

  it('takes the extension away with the user', async () => {
    const { pbx, client } = givenXapi();
    const { Id } = await client.read("/Users(Number='102')");
    expect((await client.send('DELETE', `/Users(${String(Id)})`)).status).toBe(204);
    expect(pbx.directory.has('102')).toBe(false);
    expect((await client.send('GET', `/Users(${String(Id)})`)).status).toBe(404);
    expect((await client.send('DELETE', `/Users(${String(Id)})`)).status).toBe(404);
  });

  it('deletes in batches and reports those it could not delete', async () => {
    const { pbx, client } = givenXapi();
    const { Id } = await client.read("/Users(Number='102')");
    const answer = await client.send('POST', '/Users/Pbx.BatchDelete', { ids: [Id, 9_999] });
    expect(bodyOf(answer)['value']).toEqual([
      { ExtensionNumber: null, Error: 'WARNINGS.XAPI.NOT_FOUND' },
    ]);
    expect(pbx.directory.has('102')).toBe(false);
  });

  it('deletes each of a batch once', async () => {
    const { client } = givenXapi();
    const { Id } = await client.read("/Users(Number='102')");
    const answer = await client.send('POST', '/Users/Pbx.BatchDelete', { ids: [Id, Id] });
    expect(bodyOf(answer)['value']).toHaveLength(1);
  });

  it('answers for very many ids and addresses without delay', async () => {
    const { client } = givenXapi();
    const ids = Array.from({ length: 100_000 }, (_, index) => 1_000_000 + index);
    const emails = [...ids.map((id) => `${id}@example.com`), '100@example.com'];
    const began = performance.now();
    const deleted = await client.send('POST', '/Users/Pbx.BatchDelete', { ids });
    const found = await client.send('POST', '/Users/Pbx.GetDuplicatedEmails', { emails });
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(bodyOf(deleted)['value']).toHaveLength(ids.length);
    expect(bodyOf(found)['value']).toEqual(['100@example.com']);
  });

  it('tells a hundred faults of a body and no more', async () => {
    const { client } = givenXapi();
    const answer = await client.send('POST', '/Users', { Tags: Array(5_000).fill(1) });
    expect(answer.status).toBe(400);
    expect(bodyOf(answer)).toMatchObject({ error: { target: 'Tags/0' } });
    expect((bodyOf(answer)['error'] as { details: unknown[] }).details).toHaveLength(100);
  });

  it('calls from an extension and gives the result in PascalCase', async () => {
    const { client } = givenXapi();
    const answer = await client.send('POST', '/Users/Pbx.MakeCall', {
      destination: '101',
      dn: '100',
      contact: 'sip:100@127.0.0.1:5060',
    });
    expect(answer.status).toBe(200);
    expect(bodyOf(answer)).toMatchObject({
      FinalStatus: 'Success',
      Result: { DN: '100', CallId: 8, DeviceId: 'sip:100@127.0.0.1:5060', PartyDn: '101' },
    });
  });

  it.each([[{}], [{ destination: '' }], [{ destination: '101', dn: '999' }], [{ destination: 5 }]])(
    'refuses to call with %j',
    async (body) => {
      const { client } = givenXapi();
      expect((await client.send('POST', '/Users/Pbx.MakeCall', body)).status).toBe(400);
    },
  );

  it('finds by number: by key since 20.0.8, by function before', async () => {
    const newer = givenXapi('20.0.8').client;
    expect((await newer.send('GET', "/Users(Number='100')")).status).toBe(200);
    expect((await newer.send('GET', "/Users/Pbx.GetByNumber(number='100')")).status).toBe(404);
    const older = givenXapi('20.0.7').client;
    expect((await older.send('GET', "/Users(Number='100')")).status).toBe(404);
    expect(await older.read("/Users/Pbx.GetByNumber(number='100')")).toMatchObject({
      Number: '100',
    });
    expect(await older.list("/Users?$filter=Number eq '100'")).toHaveLength(1);
  });

  it('gives several users the same values', async () => {
    const { client } = givenXapi();
    const ids = (await client.list('/Users?$top=2')).map((user) => user['Id']);
    expect(
      (await client.send('POST', '/Users/Pbx.MultiUserUpdate', { ids, user: { VMEnabled: false } }))
        .status,
    ).toBe(204);
    expect(await client.list('/Users?$filter=VMEnabled eq false')).toHaveLength(2);
  });

  it('offers the first number that is free', async () => {
    const { client } = givenXapi();
    expect(await client.read('/Users/Pbx.GetFirstAvailableExtensionNumber()')).toMatchObject({
      Number: '103',
    });
  });
});
