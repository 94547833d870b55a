import { Pbx } from '@3cx-relay/testing';
import { PbxClient, upgrade } from './pbx-client';

const UNKNOWN_PARTICIPANT = '/callcontrol/105/participants/999999';

/** Paths, objects, actions and status codes of Call Control, asked of the running program. */
describe('Call Control', () => {
  let pbx: Pbx;
  let client: PbxClient;
  beforeAll(async () => {
    pbx = await Pbx.start();
    client = await PbxClient.signIn(pbx);
    for (const dn of ['105', '106', '107', '108', '109']) {
      await pbx.setDn(dn, { answer: 'manual' });
    }
  });
  afterEach(() => pbx.hangUpAll());
  afterAll(() => pbx.stop());

  /** A call that rings at its target until it is steered. */
  async function givenRinging(from: string, to: string) {
    const callId = await pbx.call({ from, to });
    return { callId, leg: await client.leg(to, 'Ringing', callId) };
  }

  async function givenConnected(from: string, to: string) {
    const { callId } = await givenRinging(from, to);
    await pbx.steer(callId, 'answer', { dn: to });
    return { callId, leg: await client.leg(to, 'Connected', callId) };
  }

  const act = (dn: string, id: number, action: string, body: unknown = {}) =>
    client.post(`/callcontrol/${dn}/participants/${id}/${action}`, body);

  describe('its paths', () => {
    it('list the own DN and every watched one, with legs or without', async () => {
      const { status, body } = await client.get('/callcontrol');
      expect(status).toBe(200);
      const dns = body as { dn: string; type: string }[];
      const typeOf = (number: string) => dns.find(({ dn }) => dn === number)?.type;
      expect(typeOf('900')).toBe('Wroutepoint');
      expect(typeOf('105')).toBe('Wextension');
      expect(typeOf('800')).toBe('Wqueue');
      expect(typeOf('830')).toBe('Wivr');
      expect(dns.map(({ dn }) => dn)).not.toContain('10001');
    });

    it('show a DN with its devices and legs', async () => {
      const { status, body } = await client.get('/callcontrol/105');
      expect(status).toBe(200);
      expect(body).toEqual({
        dn: '105',
        type: 'Wextension',
        devices: [
          {
            dn: '105',
            device_id: expect.stringMatching(/^sip:105@/),
            user_agent: expect.any(String),
          },
        ],
        participants: [],
      });
    });

    it('take the id of a device URL-encoded', async () => {
      const { body } = await client.get('/callcontrol/100/devices');
      const devices = body as { device_id: string }[];
      expect(devices).toHaveLength(2);
      for (const device of devices) {
        const path = `/callcontrol/100/devices/${encodeURIComponent(device.device_id)}`;
        expect((await client.get(path)).body).toEqual(device);
      }
    });

    it.each([
      ['GET', '/callcontrol/7777', [403, 404]],
      ['GET', UNKNOWN_PARTICIPANT, [404]],
      ['POST', `${UNKNOWN_PARTICIPANT}/drop`, [404]],
      ['GET', `${UNKNOWN_PARTICIPANT}/stream`, [404, 424]],
      ['GET', '/callcontrol/105/devices/sip%3A105%40gone', [404]],
      ['POST', '/callcontrol/105/devices/sip%3A105%40gone/makecall', [404]],
    ])('answer %s %s, which is not there, with one of %j', async (method, path, expected) => {
      const answer =
        method === 'GET' ? client.get(path) : client.post(path, { destination: '106' });
      expect(expected).toContain((await answer).status);
    });

    it('offer no hold, mute, park, conference or record', async () => {
      const { leg } = await givenConnected('105', '106');
      for (const action of ['hold', 'resume', 'mute', 'park', 'conference', 'record']) {
        expect((await act('106', leg.id, action)).status).toBeGreaterThanOrEqual(400);
      }
    });

    it('refuse a body that is no JSON with 400', async () => {
      expect((await client.post('/callcontrol/105/makecall', '{"destination":')).status).toBe(400);
    });

    it('upgrade the socket with 101', async () => {
      expect(await upgrade(pbx.httpUrl, client.headers)).toBe(101);
    });
  });

  describe('a leg', () => {
    it('of an internal call names the other DN, with one callid and two legids', async () => {
      const { callId, leg } = await givenConnected('105', '106');
      const other = await client.leg('105', 'Connected', callId);
      expect(leg).toMatchObject({
        dn: '106',
        party_dn: '105',
        party_caller_id: '105',
        party_dn_type: 'Wextension',
        referred_by_dn: '',
        referred_by_type: 'None',
        on_behalf_of_dn: '',
        on_behalf_of_type: 'None',
      });
      expect(leg.callid).toBe(other.callid);
      expect(leg.legid).not.toBe(other.legid);
      expect(leg.id).not.toBe(other.id);
      expect(leg.device_id).toMatch(/^sip:106@/);
    });

    it('of an inbound call names the trunk as party and the caller by number', async () => {
      const { leg } = await givenRinging('+493012345611', '105');
      expect(leg).toMatchObject({
        party_dn: '10001',
        party_dn_type: 'Wexternalline',
        party_caller_id: '+493012345611',
      });
    });

    it('answers 404 as soon as it has left', async () => {
      const { leg } = await givenRinging('105', '106');
      expect((await act('106', leg.id, 'drop')).status).toBe(200);
      expect((await client.get(`/callcontrol/106/participants/${leg.id}`)).status).toBe(404);
    });

    it('is refused with 403 under a DN that does not own it', async () => {
      const { leg } = await givenRinging('105', '106');
      expect((await client.get(`/callcontrol/107/participants/${leg.id}`)).status).toBe(403);
      expect((await act('107', leg.id, 'drop')).status).toBe(403);
    });

    it('of an extension has no audio to read: 424', async () => {
      const { leg } = await givenConnected('105', '106');
      const path = `/callcontrol/106/participants/${leg.id}/stream`;
      expect((await client.get(path)).status).toBe(424);
    });
  });

  describe('makecall', () => {
    it('answers with the leg of who calls, and rings the destination', async () => {
      const { status, body } = await client.post('/callcontrol/105/makecall', {
        destination: '106',
      });
      expect(status).toBe(200);
      const { result, finalstatus } = body as {
        finalstatus: string;
        result: { id: number; dn: string; callid: number };
      };
      expect(finalstatus).toBe('Success');
      expect(result.dn).toBe('105');
      const leg = await client.leg('106', 'Ringing', result.callid);
      expect(leg.party_dn).toBe('105');
    });

    it('from a device starts at that device', async () => {
      const { body } = await client.get('/callcontrol/100/devices');
      const { device_id } = (body as { device_id: string }[])[1] ?? { device_id: '' };
      const made = await client.post(
        `/callcontrol/100/devices/${encodeURIComponent(device_id)}/makecall`,
        { destination: '106' },
      );
      expect(made.status).toBe(200);
      expect(made.body).toMatchObject({ finalstatus: 'Success', result: { dn: '100', device_id } });
    });

    it('needs a destination', async () => {
      expect((await client.post('/callcontrol/105/makecall')).status).toBe(400);
    });
  });

  describe('actions', () => {
    it('answer a ringing phone that can be controlled', async () => {
      const { callId, leg } = await givenRinging('105', '106');
      expect(leg.direct_control).toBe(true);
      expect(await act('106', leg.id, 'answer')).toMatchObject({
        status: 200,
        body: { finalstatus: 'Success' },
      });
      await client.leg('106', 'Connected', callId);
      await client.leg('105', 'Connected', callId);
    });

    it('cannot answer what is connected: 422', async () => {
      const { leg } = await givenConnected('105', '106');
      expect((await act('106', leg.id, 'answer')).status).toBe(422);
    });

    it('drop any own leg and thereby the call', async () => {
      const { leg } = await givenConnected('105', '106');
      expect((await act('106', leg.id, 'drop')).status).toBe(200);
      expect(await client.participants('106')).toEqual([]);
    });

    it('divert a ringing leg, which keeps its callid', async () => {
      const { callId, leg } = await givenRinging('105', '106');
      const { status } = await act('106', leg.id, 'divert', { destination: '107' });
      expect(status).toBe(200);
      await client.leg('107', 'Ringing', callId);
      expect(await client.participants('106')).toEqual([]);
    });

    it('do not divert what is connected', async () => {
      const { leg } = await givenConnected('105', '106');
      const answer = await act('106', leg.id, 'divert', { destination: '107' });
      const { finalstatus } = answer.body as { finalstatus?: string };
      expect(answer.status !== 200 || finalstatus !== 'Success').toBe(true);
    });

    it('transfer what is connected; the target knows who sent it while it rings', async () => {
      const { callId, leg } = await givenConnected('+493012345611', '106');
      expect((await act('106', leg.id, 'transferto', { destination: '107' })).status).toBe(200);
      const target = await client.leg('107', 'Ringing', callId);
      expect(target).toMatchObject({ referred_by_dn: '106', referred_by_type: 'Wextension' });
      await pbx.steer(callId, 'answer', { dn: '107' });
      const connected = await client.leg('107', 'Connected', callId);
      expect(connected).toMatchObject({ referred_by_dn: '', party_dn: '10001' });
      expect(await client.participants('106')).toEqual([]);
    });

    it('do not transfer what still rings', async () => {
      const { leg } = await givenRinging('105', '106');
      const answer = await act('106', leg.id, 'transferto', { destination: '107' });
      const { finalstatus } = answer.body as { finalstatus?: string };
      expect(answer.status !== 200 || finalstatus !== 'Success').toBe(true);
    });

    it('route to further targets; the leg keeps its place until one takes over', async () => {
      const { callId, leg } = await givenRinging('105', '106');
      expect((await act('106', leg.id, 'routeto', { destination: '107' })).status).toBe(200);
      await client.leg('107', 'Ringing', callId);
      await client.leg('106', 'Ringing', callId);
      await pbx.steer(callId, 'answer', { dn: '107' });
      await client.leg('107', 'Connected', callId);
      expect(await client.participants('106')).toEqual([]);
    });

    it('keep attached data', async () => {
      const { leg } = await givenConnected('105', '106');
      for (const action of ['attach_participant_data', 'attach_party_data']) {
        const attacheddata = { public_note: 'x' };
        expect((await act('106', leg.id, action, { attacheddata })).status).toBe(200);
      }
    });
  });

  describe('a route point', () => {
    it('connects its leg by itself and has audio', async () => {
      const callId = await pbx.call({ from: '105', to: '900' });
      const leg = await client.leg('900', 'Connected', callId);
      const answer = await fetch(`${pbx.httpUrl}/callcontrol/900/participants/${leg.id}/stream`, {
        headers: client.headers,
      });
      expect(answer.status).toBe(200);
      const reader = answer.body?.getReader();
      const { value } = (await reader?.read()) ?? {};
      expect(value?.length).toBeGreaterThan(0);
      await reader?.cancel();
    });
  });
});
