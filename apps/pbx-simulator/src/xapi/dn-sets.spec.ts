import { FakePbx } from './testing/fake-pbx';
import { bodyOf, xapiClient } from './testing/xapi-client';

const givenXapi = () => {
  const pbx = new FakePbx();
  return { pbx, client: xapiClient(pbx) };
};

describe('Queues', () => {
  it('show the agents that the PBX polls', async () => {
    const { client } = givenXapi();
    expect(await client.read("/Queues(Number='800')?$expand=Agents")).toMatchObject({
      Number: '800',
      Name: 'Sales',
      RingTimeout: 20,
      PollingStrategy: 'RingAll',
      Agents: [{ Number: '101', Name: 'Ben Baker' }, { Number: '102' }],
    });
  });

  it('change whom the PBX polls, for how long and in which way', async () => {
    const { pbx, client } = givenXapi();
    const { Id } = await client.read("/Queues(Number='800')");
    const patch = {
      Agents: [{ Number: '100', SkillGroup: '2' }],
      RingTimeout: 12,
      PollingStrategy: 'NextAgent',
      ForwardNoAnswer: { To: 'RingGroup', Number: '820' },
    };
    expect((await client.send('PATCH', `/Queues(${String(Id)})`, patch)).status).toBe(204);
    expect(pbx.changes.at(-1)).toEqual({
      number: '800',
      change: { members: ['100'], ringAll: false, ringSeconds: 12, noAnswerTo: '820' },
    });
    expect(await client.list(`/Queues(${String(Id)})/Agents`)).toMatchObject([
      { Number: '100', SkillGroup: '2', Name: 'Ann Archer' },
    ]);
    expect(await client.read(`/Queues(${String(Id)})`)).toMatchObject({
      PollingStrategy: 'NextAgent',
      RingTimeout: 12,
    });
  });

  it.each([
    [{ Agents: [{ Number: '999' }] }, 'Agents/0/Number'],
    [{ Agents: [{ Number: '101' }, { Number: '101' }] }, 'Agents'],
    [{ RingTimeout: 0 }, 'RingTimeout'],
    [{ Name: '' }, 'Name'],
    [{ PollingStrategy: 'Random' }, 'PollingStrategy'],
  ])('refuse %j and leave everything as it was', async (patch, target) => {
    const { pbx, client } = givenXapi();
    const { Id } = await client.read("/Queues(Number='800')");
    const refused = await client.send('PATCH', `/Queues(${String(Id)})`, patch);
    expect(refused.status).toBe(400);
    expect(bodyOf(refused)).toMatchObject({ error: { target } });
    expect(pbx.changes).toEqual([]);
  });

  it('are made and unmade in the PBX', async () => {
    const { pbx, client } = givenXapi();
    const created = await client.send('POST', '/Queues', {
      Number: '810',
      Name: 'Support',
      Agents: [{ Number: '101' }],
    });
    expect(bodyOf(created)).toMatchObject({
      Number: '810',
      MasterTimeout: 1_800,
      Recording: 'Disabled',
    });
    expect(pbx.directory.get('810')).toMatchObject({
      kind: 'queue',
      name: 'Support',
      members: ['101'],
    });
    await client.send('DELETE', `/Queues(${String(bodyOf(created)['Id'])})`);
    expect(pbx.directory.has('810')).toBe(false);
  });
});

describe('RingGroups', () => {
  it('change members and strategy in the PBX', async () => {
    const { pbx, client } = givenXapi();
    const { Id } = await client.read("/RingGroups(Number='820')");
    await client.send('PATCH', `/RingGroups(${String(Id)})`, {
      RingStrategy: 'Hunt',
      RingTime: 9,
      Members: [{ Number: '102' }],
    });
    expect(pbx.changes.at(-1)?.change).toEqual({
      members: ['102'],
      ringAll: false,
      ringSeconds: 9,
    });
    expect(await client.read(`/RingGroups(${String(Id)})?$expand=Members`)).toMatchObject({
      RingStrategy: 'Hunt',
      RingTime: 9,
      Members: [{ Number: '102' }],
    });
  });
});

describe('Receptionists', () => {
  it('are made with keys that lead somewhere', async () => {
    const { pbx, client } = givenXapi();
    const forward = { Input: '1', ForwardType: 'Queue', ForwardDN: '800', PeerType: 'Queue' };
    const created = await client.send('POST', '/Receptionists', {
      Number: '835',
      Name: 'Menu',
      Forwards: [{ Id: 0, ...forward }],
    });
    expect(created.status).toBe(201);
    expect(pbx.changes.at(-1)?.change).toMatchObject({ menu: { '1': '800' } });
    expect(
      await client.list(`/Receptionists(${String(bodyOf(created)['Id'])})/Forwards`),
    ).toMatchObject([forward]);
    const refused = await client.send('POST', '/Receptionists', {
      Number: '836',
      Forwards: [{ Id: 0, ...forward, ForwardDN: '999' }],
    });
    expect(bodyOf(refused)).toMatchObject({ error: { target: 'Forwards/0/ForwardDN' } });
  });
});

describe('Trunks', () => {
  it('show their DIDs, and change them in the PBX', async () => {
    const { pbx, client } = givenXapi();
    const trunk = await client.read("/Trunks(Number='10001')");
    expect(trunk).toMatchObject({
      IsOnline: true,
      Direction: 'Both',
      DidNumbers: ['+442071234560', '+442071234561'],
      Gateway: { Name: 'Provider', Type: 'Provider' },
    });
    await client.send('PATCH', `/Trunks(${String(trunk['Id'])})`, { DidNumbers: ['+4930'] });
    expect(pbx.directory.get('10001')?.dids).toEqual(['+4930']);
    expect(await client.list('/DidNumbers')).toMatchObject([
      { Number: '+4930', TrunkId: trunk['Id'] },
    ]);
  });

  it('never tell a password', async () => {
    const { client } = givenXapi();
    const { Id } = await client.read("/Trunks(Number='10001')");
    await client.send('PATCH', `/Trunks(${String(Id)})`, { AuthPassword: { Value: 'geheim' } });
    expect(JSON.stringify(await client.read(`/Trunks(${String(Id)})`))).not.toContain('geheim');
  });
});

describe('Groups', () => {
  it('have one default group with everybody in it', async () => {
    const { pbx, client } = givenXapi();
    const [group] = await client.list('/Groups?$filter=IsDefault eq true&$expand=Members');
    expect(group).toMatchObject({ Name: 'DEFAULT', HasMembers: true });
    expect(group?.['Members']).toHaveLength(pbx.dns().length);
  });

  it('move members, and a member shows its group', async () => {
    const { client } = givenXapi();
    const created = bodyOf(
      await client.send('POST', '/Groups', {
        Name: 'Berlin',
        Members: [{ Number: '101', Rights: { RoleName: 'managers' } }],
      }),
    );
    const [user] = await client.list(
      "/Users?$filter=Groups/any(g:g/Name eq 'Berlin')&$expand=Groups($expand=Rights)",
    );
    expect(user).toMatchObject({
      Number: '101',
      PrimaryGroupId: expect.any(Number),
      Groups: expect.arrayContaining([
        expect.objectContaining({
          Name: 'Berlin',
          Rights: expect.objectContaining({ RoleName: 'managers' }),
        }),
      ]),
    });
    const refused = await client.send('DELETE', `/Groups(${String(created['Id'])})`);
    expect(bodyOf(refused)).toMatchObject({
      error: { details: [{ message: 'WARNINGS.GROUP_WITH_MEMBERS_CANNOT_BE_DELETED' }] },
    });
    await client.send('PATCH', `/Groups(${String(created['Id'])})`, { Members: [] });
    expect((await client.send('DELETE', `/Groups(${String(created['Id'])})`)).status).toBe(204);
    expect(await client.list("/Users?$filter=Number eq '101'&$expand=Groups")).toMatchObject([
      { Groups: [{ Name: 'DEFAULT' }] },
    ]);
  });

  it('refuse a name that is taken, and to lose the default group', async () => {
    const { client } = givenXapi();
    expect((await client.send('POST', '/Groups', { Name: 'DEFAULT' })).status).toBe(400);
    expect((await client.send('POST', '/Groups', {})).status).toBe(400);
    const [group] = await client.list('/Groups');
    expect((await client.send('DELETE', `/Groups(${String(group?.['Id'])})`)).status).toBe(400);
  });
});

describe('ServicePrincipals', () => {
  it('make API clients that watch DNs, and renew their secret', async () => {
    const { pbx, client } = givenXapi();
    const created = bodyOf(
      await client.send('POST', '/ServicePrincipals', {
        Number: '902',
        CallControlEnabled: true,
        XAPIEnabled: true,
        Peers: [{ Number: '101' }],
      }),
    );
    expect(pbx.clients().at(-1)).toMatchObject({
      id: '902',
      callControl: true,
      xapi: true,
      watched: ['101'],
    });
    const token = await client.send(
      'POST',
      `/ServicePrincipals(${String(created['Id'])})/Pbx.GenerateAppToken`,
    );
    expect(bodyOf(token)).toMatchObject({ value: 'secret-of-902' });
    await client.send('PATCH', `/ServicePrincipals(${String(created['Id'])})`, {
      XAPIEnabled: false,
    });
    expect(pbx.clients().at(-1)).toMatchObject({ callControl: true, xapi: false });
    await client.send('DELETE', `/ServicePrincipals(${String(created['Id'])})`);
    expect(pbx.clients().map(({ id }) => id)).toEqual(['900']);
  });

  it.each([
    [{ Number: '900' }],
    [{ Number: '100' }],
    [{ Number: 'With Blank' }],
    [{}],
    [{ Number: '903', Peers: [{ Number: '999' }] }],
  ])('refuse %j', async (body) => {
    const { pbx, client } = givenXapi();
    expect((await client.send('POST', '/ServicePrincipals', body)).status).toBe(400);
    expect(pbx.clients()).toHaveLength(1);
  });
});

describe('Parkings, Fax, Peers, SipDevices', () => {
  it('are DNs like others, with a number of their own', async () => {
    const { pbx, client } = givenXapi();
    expect(await client.read("/Parkings(Number='SP0')")).toMatchObject({ Number: 'SP0' });
    const created = bodyOf(await client.send('POST', '/Fax', {}));
    expect(pbx.directory.get(String(created['Number']))).toMatchObject({ kind: 'fax' });
    expect(await client.read("/Peers(Number='800')")).toMatchObject({
      Type: 'Queue',
      Name: 'Sales',
    });
    expect(await client.list("/Peers?$filter=Type eq 'Extension'")).toHaveLength(3);
    expect(await client.list('/SipDevices?$expand=DN')).toMatchObject([
      { DN: { Number: '100' } },
      { DN: { Number: '101' } },
      { DN: { Number: '102' } },
    ]);
  });

  it('share one series of ids', async () => {
    const { client } = givenXapi();
    const { Id } = await client.read("/Peers(Number='800')");
    expect(await client.read(`/Queues(${String(Id)})`)).toMatchObject({ Number: '800' });
  });
});
