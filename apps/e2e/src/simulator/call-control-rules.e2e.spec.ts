import { Pbx, until } from '@3cx-relay/testing';
import { PbxClient, send, upgrade, USER } from './pbx-client';

/** Who may ask what of Call Control, what is refused how, and how phones come and go. */
describe('Call Control', () => {
  let pbx: Pbx;
  let client: PbxClient;
  let user: PbxClient;
  beforeAll(async () => {
    pbx = await Pbx.start();
    client = await PbxClient.signIn(pbx);
    user = await PbxClient.signIn(pbx, USER);
    for (const dn of ['100', '101', '105', '106', '107', '111', '112']) {
      await pbx.setDn(dn, { answer: 'manual' });
    }
  });
  afterEach(() => pbx.hangUpAll());
  afterAll(() => pbx.stop());

  const act = (dn: string, id: number, action: string, body: unknown = {}, who = client) =>
    who.post(`/callcontrol/${dn}/participants/${id}/${action}`, body);

  async function givenRinging(from: string, to: string) {
    const callId = await pbx.call({ from, to });
    return { callId, leg: await client.leg(to, 'Ringing', callId) };
  }

  async function givenConnected(from: string, to: string) {
    const { callId } = await givenRinging(from, to);
    await pbx.steer(callId, 'answer', { dn: to });
    return { callId, leg: await client.leg(to, 'Connected', callId) };
  }

  const devicesOf = async (dn: string) =>
    (await client.get(`/callcontrol/${dn}/devices`)).body as { device_id: string }[];

  /** Every path of the published table, for a DN that user 901 may not see. */
  const PATHS: ['GET' | 'POST', string][] = [
    ['GET', '/callcontrol/105'],
    ['GET', '/callcontrol/105/devices'],
    ['GET', '/callcontrol/105/devices/sip%3A105%40127.0.0.1%3A5505'],
    ['GET', '/callcontrol/105/participants'],
    ['GET', '/callcontrol/105/participants/1'],
    ['POST', '/callcontrol/105/makecall'],
    ['POST', '/callcontrol/105/devices/sip%3A105%40127.0.0.1%3A5505/makecall'],
    ['POST', '/callcontrol/105/participants/1/drop'],
    ['GET', '/callcontrol/105/participants/1/stream'],
    ['POST', '/callcontrol/105/participants/1/stream'],
  ];

  describe.each(PATHS)('%s %s', (method, path) => {
    const ask = (headers: Record<string, string>) =>
      send(`${pbx.httpUrl}${path}`, {
        method,
        headers: { ...headers, 'content-type': 'application/json' },
        ...(method === 'POST' ? { body: JSON.stringify({ destination: '106' }) } : {}),
      });

    it('answers 401 without a token and with a dead one', async () => {
      expect((await ask({})).status).toBe(401);
      expect((await ask({ authorization: 'Bearer dead' })).status).toBe(401);
      expect((await ask({ authorization: 'Basic OTAwOng=' })).status).toBe(401);
    });

    it('answers 403 to a client whose list lacks the DN, in JSON', async () => {
      const { status, headers, body } = await ask(user.headers);
      expect(status).toBe(403);
      expect(headers.get('content-type')).toMatch(/^application\/json/);
      expect(body).toEqual(expect.any(Object));
    });
  });

  describe('a request that cannot be done', () => {
    it.each([
      ['no destination', {}],
      ['an empty destination', { destination: '' }],
      ['a destination that is no text', { destination: 5 }],
      ['a time that is no number', { destination: '106', timeout: 'long' }],
      ['a list', []],
    ])('is refused with 400 for %s, and calls nobody', async (_what, body) => {
      expect((await client.post('/callcontrol/105/makecall', body)).status).toBe(400);
      expect(await client.participants('105')).toEqual([]);
    });

    it('is told as failed for a phone that is not registered, with no leg', async () => {
      await pbx.setDn('107', { registered: false });
      const { status, body } = await client.post('/callcontrol/107/makecall', {
        destination: '106',
      });
      await pbx.setDn('107', { registered: true });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        finalstatus: 'Failed',
        reason: 'DestinationIsNotRegistered',
        reasontext: expect.any(String),
        result: null,
      });
    });

    it('ends the leg of who called a number that nobody has', async () => {
      const { status, body } = await client.post('/callcontrol/105/makecall', {
        destination: '7777',
      });
      expect(status).toBe(200);
      const { result } = body as { result: { id: number } | null };
      await until('the leg is gone', async () => (await client.participants('105')).length === 0);
      const path = `/callcontrol/105/participants/${result?.id ?? 0}`;
      expect((await client.get(path)).status).toBe(404);
    });

    it.each(['drop', 'answer', 'divert', 'routeto', 'transferto', 'attach_participant_data'])(
      'is answered with 404 for %s of a leg that has left',
      async (action) => {
        const { callId, leg } = await givenRinging('105', '106');
        await pbx.steer(callId, 'hangup', {});
        await until('it has left', async () => (await client.participants('106')).length === 0);
        expect((await act('106', leg.id, action, { destination: '107' })).status).toBe(404);
      },
    );

    it.each(['drop', 'answer', 'divert', 'routeto', 'transferto', 'attach_party_data'])(
      'is answered with 403 for %s of the other leg under the own DN',
      async (action) => {
        const { callId } = await givenRinging('105', '106');
        const caller = await client.leg('105', 'Dialing', callId);
        expect((await act('106', caller.id, action, { destination: '107' })).status).toBe(403);
        expect((await client.participants('105')).length).toBe(1);
      },
    );

    it.each(['divert', 'routeto', 'transferto'])('is refused for %s to nowhere', async (action) => {
      const { leg } = await (action === 'transferto'
        ? givenConnected('105', '106')
        : givenRinging('105', '106'));
      expect((await act('106', leg.id, action)).status).toBe(400);
      expect(await client.participants('106')).toHaveLength(1);
    });

    it('is refused in JSON for an action that nobody published', async () => {
      const { leg } = await givenRinging('105', '106');
      const { status, body } = await act('106', leg.id, 'hold');
      expect(status).toBe(404);
      expect(body).toEqual(expect.any(Object));
    });
  });

  describe('a result', () => {
    it('has the four published fields, and the own leg with all of its fields', async () => {
      const { body } = await client.post('/callcontrol/105/makecall', { destination: '106' });
      expect(body).toEqual({
        finalstatus: 'Success',
        reason: expect.stringMatching(/^(None|NotSpecified)$/),
        reasontext: expect.any(String),
        result: expect.objectContaining({ dn: '105', status: 'Dialing' }),
      });
      const { result } = body as { result: { id: number } };
      const [leg] = await client.participants('105');
      expect(Object.keys(leg ?? {}).sort()).toEqual(Object.keys(result).sort());
    });

    it('comes before the far end answers', async () => {
      await client.post('/callcontrol/105/makecall', { destination: '106' });
      await client.leg('106', 'Ringing');
      expect((await client.participants('105'))[0]?.status).toBe('Dialing');
    });

    it('comes for an empty body of drop, too', async () => {
      const { leg } = await givenRinging('105', '106');
      expect((await act('106', leg.id, 'drop', '')).status).toBe(200);
    });
  });

  describe('the types of DNs', () => {
    it.each([
      ['105', 'Wextension'],
      ['800', 'Wqueue'],
      ['830', 'Wivr'],
      ['900', 'Wroutepoint'],
      ['999', 'Wspecialmenu'],
      ['SP0', 'Wparkextension'],
    ])('of %s is %s', async (dn, type) => {
      expect((await client.get(`/callcontrol/${dn}`)).body).toMatchObject({ dn, type });
    });

    it('name voicemail as the other side, which is no answer of a person', async () => {
      const callId = await pbx.call({ from: '105', to: '999' });
      const leg = await client.leg('105', 'Connected', callId);
      expect(leg.party_dn_type).toBe('Wspecialmenu');
    });

    it('come with the DID of an inbound call alone', async () => {
      const inbound = await givenRinging('+493012345611', '105');
      const call = (await pbx.truth()).find(({ callId }) => callId === inbound.callId);
      expect(call?.did).toMatch(/^\+44\d+$/);
      expect(inbound.leg.party_did).toBe(call?.did);
      const internal = await givenRinging('106', '107');
      expect(internal.leg.party_did).toBe('');
    });
  });

  describe('a phone', () => {
    it('has no device while it is not registered, and another one afterwards', async () => {
      const [before] = await devicesOf('107');
      await pbx.setDn('107', { registered: false });
      expect(await devicesOf('107')).toEqual([]);
      await pbx.setDn('107', { registered: true });
      const [after, ...more] = await devicesOf('107');
      expect(more).toEqual([]);
      expect(after?.device_id).toMatch(/^sip:107@/);
      expect(after?.device_id).not.toBe(before?.device_id);
      const stale = `/callcontrol/107/devices/${encodeURIComponent(before?.device_id ?? '')}`;
      expect((await client.get(stale)).status).toBe(404);
      expect((await client.post(`${stale}/makecall`, { destination: '106' })).status).toBe(404);
      const fresh = `/callcontrol/107/devices/${encodeURIComponent(after?.device_id ?? '')}`;
      const made = await client.post(`${fresh}/makecall`, { destination: '106' });
      expect(made.body).toMatchObject({ result: { device_id: after?.device_id } });
    });

    it('tells of a device that goes and of one that comes, with its plain id', async () => {
      await client.listen();
      const [before] = await devicesOf('108');
      await pbx.setDn('108', { registered: false });
      await client.frame(1, `/callcontrol/108/devices/${before?.device_id ?? ''}`);
      await pbx.setDn('108', { registered: true });
      const [after] = await devicesOf('108');
      const { event } = await client.frame(0, `/callcontrol/108/devices/${after?.device_id ?? ''}`);
      expect(event.attached_data).toBeNull();
      client.hangUpSocket();
    });

    it('with two devices calls from the one that is named', async () => {
      for (const { device_id } of await devicesOf('100')) {
        const path = `/callcontrol/100/devices/${encodeURIComponent(device_id)}/makecall`;
        const { body } = await client.post(path, { destination: '106' });
        expect(body).toMatchObject({ finalstatus: 'Success', result: { device_id } });
        await pbx.hangUpAll();
      }
    });

    it('with two devices is reported to have called whatever happens, if none is named', async () => {
      await pbx.setDn('100', { registered: false });
      const answer = await client.post('/callcontrol/100/makecall', { destination: '106' });
      await pbx.setDn('100', { registered: true });
      expect(answer).toMatchObject({ status: 200, body: { finalstatus: 'Success' } });
    });
  });

  describe('a client', () => {
    it('may do with the DNs of its list what its switch allows', async () => {
      const made = await user.post('/callcontrol/101/makecall', { destination: '106' });
      expect(made).toMatchObject({ status: 200, body: { result: { dn: '101' } } });
      const { result } = made.body as { result: { id: number } };
      expect((await act('101', result.id, 'drop', {}, user)).status).toBe(200);
    });

    it('keeps its socket to itself: a Basic header does not open it', async () => {
      expect(await upgrade(pbx.httpUrl, { authorization: 'Basic OTAwOng=' })).toBe(401);
    });
  });
});
