import { Pbx, until } from '@3cx-relay/testing';
import { PbxClient, USER } from './pbx-client';

const UPSERT = 0;
const REMOVE = 1;
const DTMF = 2;
const RESPONSE = 4;

/** Frames and requests of the Call Control socket, asked of the running program. */
describe('the Call Control socket', () => {
  let pbx: Pbx;
  let client: PbxClient;
  beforeAll(async () => {
    pbx = await Pbx.start();
    for (const dn of ['101', '102', '103', '105', '106', '107']) {
      await pbx.setDn(dn, { answer: 'manual' });
    }
  });
  beforeEach(async () => {
    client = await PbxClient.signIn(pbx);
    await client.listen();
  });
  afterEach(async () => {
    await pbx.hangUpAll();
    client.hangUpSocket();
  });
  afterAll(() => pbx.stop());

  const pathOf = (leg: { dn: string; id: number }) =>
    `/callcontrol/${leg.dn}/participants/${leg.id}`;

  it('sends frames of the published shape, without data, in rising sequence', async () => {
    const callId = await pbx.call({ from: '105', to: '106' });
    const leg = await client.leg('106', 'Ringing', callId);
    const frame = await client.frame(UPSERT, pathOf(leg));
    expect(frame).toEqual({
      sequence: expect.any(Number),
      event: { event_type: UPSERT, entity: pathOf(leg), attached_data: null },
    });
    const sequences = client.frames.map(({ sequence }) => sequence);
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
    expect(new Set(sequences).size).toBe(sequences.length);
  });

  it('removes both legs of an internal call at its end', async () => {
    const callId = await pbx.call({ from: '105', to: '106' });
    const leg = await client.leg('106', 'Ringing', callId);
    const caller = await client.leg('105', 'Dialing', callId);
    await pbx.steer(callId, 'answer', { dn: '106' });
    await client.leg('106', 'Connected', callId);
    await pbx.steer(callId, 'hangup', {});
    await client.frame(REMOVE, pathOf(leg));
    await client.frame(REMOVE, pathOf(caller));
  });

  it('tells a client of the DNs in its list only', async () => {
    const user = await PbxClient.signIn(pbx, USER);
    await user.listen();
    const unseen = await pbx.call({ from: '105', to: '106' });
    await client.leg('106', 'Ringing', unseen);
    const callId = await pbx.call({ from: '107', to: '103' });
    const leg = await client.leg('103', 'Ringing', callId);
    await user.frame(UPSERT, pathOf(leg));
    const dns = new Set(user.frames.map(({ event }) => event.entity.split('/')[2]));
    expect([...dns]).toEqual(['103']);
    user.hangUpSocket();
  });

  it('rings every member of a ring group with one callid, and removes who did not answer', async () => {
    for (const dn of ['111', '112', '113']) await pbx.setDn(dn, { answer: 'manual' });
    const callId = await pbx.call({ from: '+493012345611', to: '820' });
    const legs = await Promise.all(
      ['111', '112', '113'].map((dn) => client.leg(dn, 'Ringing', callId)),
    );
    await pbx.steer(callId, 'answer', { dn: '112' });
    await client.leg('112', 'Connected', callId);
    for (const leg of legs.filter(({ dn }) => dn !== '112')) {
      await client.frame(REMOVE, pathOf(leg));
    }
  });

  it('shows a caller in a queue, and agents who are rung on its behalf', async () => {
    const callId = await pbx.call({ from: '+493012345611', to: '800' });
    const agent = await client.leg('101', 'Ringing', callId);
    const waiting = (await client.participants('800'))[0];
    expect(waiting).toMatchObject({ callid: callId, party_caller_id: '+493012345611' });
    expect(agent).toMatchObject({ on_behalf_of_dn: '800', on_behalf_of_type: 'Wqueue' });
    await pbx.steer(callId, 'answer', { dn: '101' });
    await client.leg('101', 'Connected', callId);
    await until('the leg of the queue has left', async () => {
      return (await client.participants('800')).length === 0;
    });
  });

  it('names a router while an outbound call is routed, and the trunk afterwards', async () => {
    const callId = await pbx.call({ from: '105', to: '+493012345611' });
    const leg = await client.leg('105', 'Connected', callId);
    expect(leg).toMatchObject({
      party_dn: '10001',
      party_dn_type: 'Wexternalline',
      party_caller_id: '+493012345611',
    });
  });

  it('tells keys that are pressed to the own route point', async () => {
    const callId = await pbx.call({ from: '+493012345611', to: '900' });
    const leg = await client.leg('900', 'Connected', callId);
    await pbx.steer(callId, 'dtmf', { dn: '+493012345611', digits: '5' });
    const frame = await client.frame(DTMF, pathOf(leg));
    expect(frame.event.attached_data).toEqual({ dtmf_input: '5' });
  });

  it.each([
    ['PascalCase', { RequestID: 'r1', Path: '/callcontrol/105' }],
    ['snake_case', { request_id: 'r1', path: '/callcontrol/105' }],
  ])('answers a GET that is sent in %s with a frame of type 4', async (_name, request) => {
    client.say(request);
    const frame = await until('a response comes', () =>
      client.frames.find(({ event }) => event.event_type === RESPONSE),
    );
    const text = JSON.stringify(frame.event.attached_data);
    expect(text).toContain('"r1"');
    expect(text).toContain('200');
    expect(text).toContain('Wextension');
  });

  it('does what a request over the socket asks for', async () => {
    const callId = await pbx.call({ from: '105', to: '106' });
    const leg = await client.leg('106', 'Ringing', callId);
    client.say({ RequestID: 'r2', Path: `${pathOf(leg)}/answer`, RequestData: {} });
    await client.leg('106', 'Connected', callId);
  });

  it.each(['no json', '[]', '{"Path":5}', 'null'])('outlives the message %s', async (text) => {
    client.say(text);
    client.say({ RequestID: 'after', Path: '/callcontrol/105' });
    await until('it still answers', () =>
      client.frames.some((frame) => JSON.stringify(frame).includes('"after"')),
    );
  });

  it('goes on with an open socket when a newer token ends the one that opened it', async () => {
    const newer = await PbxClient.signIn(pbx);
    const callId = await pbx.call({ from: '105', to: '106' });
    const leg = await newer.leg('106', 'Ringing', callId);
    await client.frame(UPSERT, pathOf(leg));
  });
});
