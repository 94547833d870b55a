import { Pbx, until } from '@3cx-relay/testing';
import { PbxClient, requestToken, upgrade } from './pbx-client';

type Item = Record<string, unknown>;

/** What changes over XAPI do to calls and to who may ask, seen through the published interfaces. */
describe('a change over XAPI', () => {
  let pbx: Pbx;
  let client: PbxClient;
  beforeAll(async () => {
    pbx = await Pbx.start({ args: ['--speed', '5'] });
    client = await PbxClient.signIn(pbx);
    for (const dn of ['116', '117', '118', '119']) await pbx.setDn(dn, { answer: 'manual' });
  });
  afterEach(() => pbx.hangUpAll());
  afterAll(() => pbx.stop());

  const read = async (path: string) => (await client.get(`/xapi/v1/${path}`)).body as Item;
  const patch = async (path: string, body: Item) => {
    expect(await client.patch(`/xapi/v1/${path}`, body)).toMatchObject({ status: 204 });
  };

  async function made(set: string, body: Item): Promise<number> {
    const answer = await client.post(`/xapi/v1/${set}`, body);
    expect(answer).toMatchObject({ status: 201 });
    return (answer.body as { Id: number }).Id;
  }

  it('lets a new queue ring its agents, and others once it was changed', async () => {
    const id = await made('Queues', { Number: '850', Name: 'Q', Agents: [{ Number: '116' }] });
    const first = await pbx.call({ from: '115', to: '850' });
    const agent = await client.leg('116', 'Ringing', first);
    expect(agent).toMatchObject({ on_behalf_of_dn: '850', on_behalf_of_type: 'Wqueue' });
    await pbx.hangUpAll();

    await patch(`Queues(${id})`, { Agents: [{ Number: '117' }] });
    expect(await client.list(`Queues(${id})/Agents`)).toEqual([
      expect.objectContaining({ Number: '117', Name: expect.any(String) }),
    ]);
    const second = await pbx.call({ from: '115', to: '850' });
    await client.leg('117', 'Ringing', second);
    expect(await client.participants('116')).toEqual([]);
  });

  it('leaves an agent out who is logged out of queues, and rings the one who is in', async () => {
    await made('Queues', {
      Number: '851',
      Name: 'Q',
      PollingStrategy: 'RingAll',
      Agents: [{ Number: '118' }, { Number: '119' }],
    });
    const [user] = await client.list("Users?$filter=Number eq '118'&$select=Id");
    const path = `Users(${String(user?.['Id'])})`;
    await patch(path, { QueueStatus: 'LoggedOut' });
    const callId = await pbx.call({ from: '115', to: '851' });
    await client.leg('119', 'Ringing', callId);
    expect(await client.participants('118')).toEqual([]);
    await patch(path, { QueueStatus: 'LoggedIn' });
  });

  it('lets a new ring group ring its members', async () => {
    await made('RingGroups', {
      Number: '852',
      Name: 'R',
      RingStrategy: 'RingAll',
      Members: [{ Number: '116' }, { Number: '119' }],
    });
    const callId = await pbx.call({ from: '+493012345611', to: '852' });
    await client.leg('116', 'Ringing', callId);
    await client.leg('119', 'Ringing', callId);
  });

  it('lets a new user be called, until it is deleted', async () => {
    const id = await made('Users', { Number: '160', FirstName: 'New', LastName: 'User' });
    expect((await client.get('/callcontrol/160')).body).toMatchObject({ type: 'Wextension' });
    const callId = await pbx.call({ from: '115', to: '160' });
    await client.leg('160', 'Connected', callId);
    await pbx.hangUpAll();
    expect((await client.delete(`/xapi/v1/Users(${id})`)).status).toBe(204);
    expect([403, 404]).toContain((await client.get('/callcontrol/160')).status);
  });

  it('deletes several users at once', async () => {
    const ids = [
      await made('Users', { Number: '161', FirstName: 'One', LastName: 'Of two' }),
      await made('Users', { Number: '162', FirstName: 'Two', LastName: 'Of two' }),
    ];
    const answer = await client.post('/xapi/v1/Users/Pbx.BatchDelete', { ids });
    expect(answer.status).toBe(200);
    for (const id of ids) expect((await client.get(`/xapi/v1/Users(${id})`)).status).toBe(404);
  });

  it('sends a call on when the user is away', async () => {
    const [user] = await client.list(
      "Users?$filter=Number eq '116'&$expand=ForwardingProfiles&$select=Id,ForwardingProfiles",
    );
    const profiles = (user?.['ForwardingProfiles'] as Item[]).map((profile) =>
      profile['Name'] === 'Away' ? { ...profile, AwayRoute: awayTo('117') } : profile,
    );
    const path = `Users(${String(user?.['Id'])})`;
    await patch(path, { ForwardingProfiles: profiles, CurrentProfileName: 'Away' });
    const callId = await pbx.call({ from: '115', to: '116' });
    await client.leg('117', 'Ringing', callId);
    expect(await client.participants('116')).toEqual([]);
    await patch(path, { CurrentProfileName: 'Available' });
  });

  it('makes a place to park calls', async () => {
    await made('Parkings', { Number: 'SP7' });
    expect(await read("Parkings(Number='SP7')")).toMatchObject({ Number: 'SP7' });
    const callId = await pbx.call({ from: '115', to: '119' });
    await client.leg('119', 'Ringing', callId);
    await pbx.steer(callId, 'answer', { dn: '119' });
    await client.leg('119', 'Connected', callId);
    await pbx.steer(callId, 'park', { dn: '119', to: 'SP7' });
    const other = await client.leg('115', 'Connected', callId);
    expect(other).toMatchObject({ party_dn: 'SP7', party_dn_type: 'Wparkextension' });
  });

  it('finds a contact by any of its numbers', async () => {
    await made('Contacts', { LastName: 'Igel', Business: '+493012388888', Email: 'i@example.com' });
    const find = (number: string) =>
      client.list(`Contacts/Pbx.GetContactsByNumber(number='${number}')`);
    expect(await find('%2B493012388888')).toEqual([expect.objectContaining({ LastName: 'Igel' })]);
    expect(await find('%2B493012300000')).toEqual([]);
  });

  it.each([
    ['Users', 'Pbx.GetFirstAvailableExtensionNumber()'],
    ['Queues', 'Pbx.GetFirstAvailableQueueNumber()'],
    ['RingGroups', 'Pbx.GetFirstAvailableRingGroupNumber()'],
    ['Receptionists', 'Pbx.GetFirstAvailableReceptionistNumber()'],
  ])('takes the number out of the free ones of %s', async (set, name) => {
    const { Number: free } = await read(`${set}/${name}`);
    expect(await client.list(`Peers?$filter=Number eq '${String(free)}'`)).toEqual([]);
    const person = { FirstName: 'Free', LastName: 'Number' };
    await made(set, { Number: free, ...(set === 'Users' ? person : { Name: 'Free' }) });
    expect(await client.list(`Peers?$filter=Number eq '${String(free)}'`)).toHaveLength(1);
    expect((await read(`${set}/${name}`))['Number']).not.toBe(free);
  });

  describe('of an API client', () => {
    /** A client with a list of DNs, and its secret, which is shown once. */
    async function givenClient(number: string, switches: Item) {
      const [peer] = await client.list("Peers?$filter=Number eq '116'");
      const id = await made('ServicePrincipals', { Number: number, ...switches, Peers: [peer] });
      const key = await client.post(`/xapi/v1/ServicePrincipals(${id})/Pbx.GenerateAppToken`);
      expect(key).toMatchObject({ status: 200, body: { value: expect.any(String) } });
      return { id, secret: (key.body as { value: string }).value };
    }

    it('gives a key that opens the DNs of its list', async () => {
      const switches = { CallControlEnabled: true, XAPIEnabled: true };
      const { secret } = await givenClient('905', switches);
      const other = await PbxClient.signIn(pbx, { id: '905', secret });
      const { body } = await other.get('/callcontrol');
      expect((body as { dn: string }[]).map(({ dn }) => dn).sort()).toEqual(['116', '905']);
      expect((await other.get('/callcontrol/117')).status).toBe(403);
    });

    it('takes the older key away when a new one is made', async () => {
      const { id, secret } = await givenClient('906', { CallControlEnabled: true });
      await client.post(`/xapi/v1/ServicePrincipals(${id})/Pbx.GenerateAppToken`);
      expect((await requestToken(pbx.httpUrl, '906', secret)).status).toBe(401);
    });

    it('shuts XAPI and Call Control each by its own switch', async () => {
      const { id, secret } = await givenClient('907', {
        CallControlEnabled: true,
        XAPIEnabled: false,
      });
      const onlyCalls = await PbxClient.signIn(pbx, { id: '907', secret });
      expect((await onlyCalls.get('/callcontrol')).status).toBe(200);
      expect((await onlyCalls.get('/xapi/v1/Defs')).status).toBe(403);
      await patch(`ServicePrincipals(${id})`, { CallControlEnabled: false, XAPIEnabled: true });
      const onlyXapi = await PbxClient.signIn(pbx, { id: '907', secret });
      expect((await onlyXapi.get('/callcontrol')).status).toBe(403);
      expect(await upgrade(pbx.httpUrl, onlyXapi.headers)).toBe(403);
      expect((await onlyXapi.get('/xapi/v1/Defs')).status).toBe(200);
    });

    it('notes when it was last used', async () => {
      const { id, secret } = await givenClient('908', { XAPIEnabled: true });
      const other = await PbxClient.signIn(pbx, { id: '908', secret });
      expect((await other.get('/xapi/v1/Defs')).status).toBe(200);
      await until('its use is noted', async () => {
        return (await read(`ServicePrincipals(${id})`))['LastUsed'] !== null;
      });
    });

    it('ends with it', async () => {
      const { id, secret } = await givenClient('909', { CallControlEnabled: true });
      await client.delete(`/xapi/v1/ServicePrincipals(${id})`);
      expect((await requestToken(pbx.httpUrl, '909', secret)).status).toBe(401);
    });
  });
});

function awayTo(number: string): Item {
  const place = { To: 'Extension', Number: number };
  return { Internal: place, External: place, AllHoursInternal: true, AllHoursExternal: true };
}
