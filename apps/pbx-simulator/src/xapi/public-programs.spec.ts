import { FakePbx } from './testing/fake-pbx';
import { bodyOf, xapiClient, type XapiClient } from './testing/xapi-client';

/** How public programs make things: with hardly anything in the body. */
const MINIMAL = [
  ['Users', {}],
  ['Queues', { AnnouncementInterval: 50 }],
  ['RingGroups', { Name: 'RG' }],
  ['Receptionists', { Name: 'testIVR' }],
  ['Parkings', { Number: 'SP100' }],
  ['Groups', { Name: 'Group 1' }],
  ['ServicePrincipals', { Number: 'sptest' }],
  ['Fax', {}],
  ['Trunks', {}],
] as const;

const KEYED = MINIMAL.filter(([set]) => set !== 'Groups' && set !== 'ServicePrincipals');

const made = async (
  client: XapiClient,
  set: string,
  body: unknown,
): Promise<Record<string, unknown>> => {
  const created = await client.send('POST', `/${set}`, body);
  expect([set, created.status]).toEqual([set, 201]);
  return bodyOf(created);
};

describe('programs that others wrote', () => {
  it.each(MINIMAL)(
    'make %s from %j, send the number back unchanged, and delete it',
    async (set, body) => {
      const pbx = new FakePbx();
      const client = xapiClient(pbx);
      const before = pbx.dns().length;
      const { Id, Number: number } = await made(client, set, body);
      expect(number).toEqual(expect.stringMatching(/./));
      expect(
        (await client.send('PATCH', `/${set}(${String(Id)})`, { Number: number })).status,
      ).toBe(204);
      expect((await client.send('PATCH', `/${set}(${String(Id)})`, { Number: '199' })).status).toBe(
        400,
      );
      expect((await client.send('DELETE', `/${set}(${String(Id)})`)).status).toBe(204);
      expect((await client.send('GET', `/${set}(${String(Id)})`)).status).toBe(404);
      expect(pbx.dns()).toHaveLength(before);
    },
  );

  it.each(KEYED)('find %s by number', async (set, body) => {
    const client = xapiClient(new FakePbx());
    const { Id, Number: number } = await made(client, set, body);
    expect(await client.read(`/${set}(Number=%27${String(number)}%27)`)).toMatchObject({ Id });
  });

  it('make a trunk of what InitTrunk proposes', async () => {
    const client = xapiClient(new FakePbx());
    const proposal = await client.read("/Trunks/Pbx.InitTrunk(template='1cx.pv.xml')");
    const trunk = await made(client, 'Trunks', { ...proposal, AuthPassword: { Value: 'abc' } });
    expect(trunk).toMatchObject({
      Number: proposal['Number'],
      Gateway: { TemplateFilename: '1cx.pv.xml' },
    });
  });

  it('make a fax of what InitFax proposes', async () => {
    const client = xapiClient(new FakePbx());
    const proposal = await client.read('/Fax/Pbx.InitFax()');
    expect(await made(client, 'Fax', proposal)).toMatchObject({ Number: proposal['Number'] });
  });

  it('put a user into a group and take it out again, from either side', async () => {
    const client = xapiClient(new FakePbx());
    const user = await made(client, 'Users', {});
    const group = await made(client, 'Groups', { Name: 'Group 1' });
    const groupsOf = async () =>
      (await client.list(`/Users(${String(user['Id'])})/Groups`)).map((one) => one['Name']);
    const change = (path: string, body: unknown) => client.send('PATCH', path, body);
    await change(`/Users(${String(user['Id'])})`, {
      Groups: [{ GroupId: group['Id'], Rights: { RoleName: 'users' } }],
    });
    expect(await groupsOf()).toEqual(['Group 1']);
    await change(`/Users(${String(user['Id'])})`, { Groups: [] });
    expect(await groupsOf()).toEqual(['DEFAULT']);
    await change(`/Groups(${String(group['Id'])})`, {
      Members: [{ Number: user['Number'], Rights: { RoleName: 'users' } }],
    });
    expect(await groupsOf()).toContain('Group 1');
    await change(`/Groups(${String(group['Id'])})`, { Members: [] });
    expect(await groupsOf()).toEqual(['DEFAULT']);
    expect((await client.send('DELETE', `/Groups(${String(group['Id'])})`)).status).toBe(204);
  });

  it.each([
    '/Users?$top=1&$select=FirstName,LastName,EmailAddress',
    "/Users?%24filter=contains(tolower(FirstName),'ann')%20or%20startswith(Number,'1')&%24top=10",
    '/Users?$expand=Groups($expand=GroupRights,Rights),ForwardingProfiles&$select=Id,Number',
    "/Groups?$filter=not startsWith(Name, '___FAVORITES___')&$select=Name,Number,OfficeRoute/Prompt,BreakRoute/Prompt",
    "/ActiveCalls?$filter=contains(Caller, '100')",
    '/ActiveCalls?%24top=50&%24skip=0&%24count=true',
    '/ActiveCalls?$count=true&$orderby=EstablishedAt asc&$skip=0&$top=100000',
    '/Recordings?$filter=Id gt 0&$orderby=Id asc&$top=50',
    '/Recordings?$filter=date(StartTime) eq 2026-03-01&$orderby=StartTime desc',
    '/Recordings?$filter=StartTime ge 2026-01-01T00:00:00Z&$count=true',
    '/Queues?$expand=Agents,Managers',
    '/RingGroups?$expand=Members',
    '/Receptionists?$expand=Forwards',
    "/Groups?$filter=Name eq 'DEFAULT'",
  ])('ask %s', async (path) => {
    expect(await xapiClient(new FakePbx()).list(path)).toBeInstanceOf(Array);
  });

  it('may be held to pages of 100 where that is switched on', async () => {
    const client = xapiClient(new FakePbx(), { options: { maxTop: 100 } });
    expect((await client.send('GET', '/Users?$top=101')).status).toBe(400);
    expect((await client.send('GET', '/Users?$top=100')).status).toBe(200);
  });
});
