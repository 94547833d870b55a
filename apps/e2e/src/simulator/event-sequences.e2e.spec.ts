import { Pbx, until } from '@3cx-relay/testing';
import { WebSocket } from 'ws';
import { type ParticipantWire, PbxClient } from './pbx-client';

const UPSERT = 0;
const REMOVE = 1;
const OUTSIDE = '+493012345611';

/** The course of events in each published scenario, and how the socket is kept. */
describe('events of the Call Control socket', () => {
  let pbx: Pbx;
  let client: PbxClient;
  beforeAll(async () => {
    pbx = await Pbx.start();
    client = await PbxClient.signIn(pbx);
    for (const dn of ['101', '105', '106', '107', '108']) await pbx.setDn(dn, { answer: 'manual' });
  });
  beforeEach(async () => {
    client.frames.length = 0;
    await client.listen();
  });
  afterEach(async () => {
    await pbx.hangUpAll();
    client.hangUpSocket();
  });
  afterAll(() => pbx.stop());

  const pathOf = (leg: ParticipantWire) => `/callcontrol/${leg.dn}/participants/${leg.id}`;
  const upserted = (leg: ParticipantWire) => client.frame(UPSERT, pathOf(leg));
  const removed = (leg: ParticipantWire) => client.frame(REMOVE, pathOf(leg));
  const act = (leg: ParticipantWire, action: string, body: unknown = {}) =>
    client.post(`${pathOf(leg)}/${action}`, body);

  /** Answers at a DN, and gives its leg as it then is. */
  async function answered(dn: string, callId: number): Promise<ParticipantWire> {
    await pbx.steer(callId, 'answer', { dn });
    return client.leg(dn, 'Connected', callId);
  }

  /** It begins with an upsert, and ends with its one removal. */
  async function isInOrder(leg: ParticipantWire): Promise<void> {
    await removed(leg);
    const own = client.frames.filter(({ event }) => event.entity === pathOf(leg));
    expect(own[0]?.event.event_type).toBe(UPSERT);
    expect(own.at(-1)?.event.event_type).toBe(REMOVE);
    expect(own.filter(({ event }) => event.event_type === REMOVE)).toHaveLength(1);
  }

  it('tell an inbound call: ringing, connected, removed', async () => {
    const callId = await pbx.call({ from: OUTSIDE, to: '105' });
    const ringing = await client.leg('105', 'Ringing', callId);
    const upserts = () =>
      client.frames.filter(({ event }) => event.entity === pathOf(ringing)).length;
    await upserted(ringing);
    const before = upserts();
    await answered('105', callId);
    await until('it is told that it is connected', () => upserts() > before);
    await pbx.steer(callId, 'hangup', {});
    await isInOrder(ringing);
  });

  it('tell an internal call at both ends: dialing and ringing, connected, removed', async () => {
    const callId = await pbx.call({ from: '105', to: '106' });
    const caller = await client.leg('105', 'Dialing', callId);
    const callee = await client.leg('106', 'Ringing', callId);
    expect(caller.party_dn).toBe('106');
    expect(callee.party_dn).toBe('105');
    await answered('106', callId);
    await client.leg('105', 'Connected', callId);
    await pbx.steer(callId, 'hangup', {});
    await isInOrder(caller);
    await isInOrder(callee);
  });

  it('tell the leg of who called first, by the id of the result', async () => {
    const { body } = await client.post('/callcontrol/105/makecall', { destination: '106' });
    const { result } = body as { result: ParticipantWire };
    await upserted(result);
    const callee = await client.leg('106', 'Ringing', result.callid);
    await upserted(callee);
    const order = client.frames.map(({ event }) => event.entity);
    expect(order.indexOf(pathOf(result))).toBeLessThan(order.indexOf(pathOf(callee)));
  });

  it('remove a leg that rang in vain, which was never connected', async () => {
    const callId = await pbx.call({ from: OUTSIDE, to: '105' });
    const leg = await client.leg('105', 'Ringing', callId);
    await pbx.steer(callId, 'hangup', {});
    await isInOrder(leg);
    expect((await client.get(pathOf(leg))).status).toBe(404);
  });

  it('put voicemail in the place of a phone that did not answer', async () => {
    await pbx.setDn('108', { dnd: true });
    const callId = await pbx.call({ from: '105', to: '108' });
    const caller = await client.leg('105', 'Connected', callId);
    await pbx.setDn('108', { dnd: false });
    expect(caller).toMatchObject({ party_dn_type: 'Wspecialmenu' });
    await upserted(caller);
  });

  it('replace the leg of the queue and of other agents by the one of who answered', async () => {
    for (const dn of ['102', '103']) await pbx.setDn(dn, { answer: 'manual' });
    const callId = await pbx.call({ from: OUTSIDE, to: '800' });
    const agent = await client.leg('101', 'Ringing', callId);
    const [waiting] = await client.participants('800');
    expect(waiting).toMatchObject({ callid: callId });
    await answered('101', callId);
    if (waiting) await removed(waiting);
    expect(await client.participants('800')).toEqual([]);
    const others = client.frames.filter(({ event }) => event.event_type === REMOVE);
    expect(others.map(({ event }) => event.entity)).not.toContain(pathOf(agent));
  });

  it('tell a blind transfer: the target rings in the same call, the sender leaves', async () => {
    const callId = await pbx.call({ from: OUTSIDE, to: '105' });
    await client.leg('105', 'Ringing', callId);
    const sender = await answered('105', callId);
    await act(sender, 'transferto', { destination: '106' });
    const target = await client.leg('106', 'Ringing', callId);
    expect(target).toMatchObject({ referred_by_dn: '105', callid: callId });
    await upserted(target);
    await answered('106', callId);
    await isInOrder(sender);
  });

  it('tell an attended transfer: a second call, then both legs of the sender leave', async () => {
    const callId = await pbx.call({ from: OUTSIDE, to: '105' });
    await client.leg('105', 'Ringing', callId);
    const first = await answered('105', callId);
    await pbx.steer(callId, 'transfer', { dn: '105', to: '106', attended: true });
    const consulted = await client.leg('106', 'Ringing');
    expect(consulted.callid).not.toBe(callId);
    const second = (await client.participants('105')).find(({ id }) => id !== first.id);
    expect(second?.callid).toBe(consulted.callid);
    await pbx.steer(consulted.callid, 'answer', { dn: '106' });
    await removed(first);
    if (second) await removed(second);
    const left = await until('106 talks with the caller', async () =>
      (await client.participants('106')).find((leg) => leg.party_caller_id === OUTSIDE),
    );
    expect(left).toMatchObject({ status: 'Connected', party_dn: '10001' });
  });

  it('tell a diverted call: the target rings in the same call, the old leg leaves', async () => {
    const callId = await pbx.call({ from: OUTSIDE, to: '105' });
    const old = await client.leg('105', 'Ringing', callId);
    await act(old, 'divert', { destination: '106' });
    await upserted(await client.leg('106', 'Ringing', callId));
    await isInOrder(old);
  });

  it('tell further targets: the old leg stays until one of them has answered', async () => {
    const callId = await pbx.call({ from: OUTSIDE, to: '105' });
    const old = await client.leg('105', 'Ringing', callId);
    await act(old, 'routeto', { destination: '106' });
    await upserted(await client.leg('106', 'Ringing', callId));
    expect(await client.leg('105', 'Ringing', callId)).toMatchObject({ id: old.id });
    await answered('106', callId);
    await isInOrder(old);
  });

  it('give each leg an id of its own, each one higher than those before', async () => {
    const ids: number[] = [];
    for (const to of ['106', '107']) {
      const callId = await pbx.call({ from: '105', to });
      ids.push((await client.leg(to, 'Ringing', callId)).id);
      await pbx.hangUpAll();
    }
    expect(ids[1]).toBeGreaterThan(ids[0] ?? 0);
  });

  it('come without anything that asks for them, and not again after a reconnect', async () => {
    const callId = await pbx.call({ from: '105', to: '106' });
    const leg = await client.leg('106', 'Ringing', callId);
    await upserted(leg);
    client.hangUpSocket();
    client.frames.length = 0;
    await client.listen();
    const other = await pbx.call({ from: '107', to: '108' });
    await upserted(await client.leg('108', 'Ringing', other));
    expect(client.frames.map(({ event }) => event.entity)).not.toContain(pathOf(leg));
  });

  it('do not stop for a message that asks for them', async () => {
    client.say({ type: 'subscribe', topics: ['calls'] });
    const callId = await pbx.call({ from: '105', to: '106' });
    await upserted(await client.leg('106', 'Ringing', callId));
  });

  it('come as text frames; a ping is answered, and none is sent', async () => {
    const socket = new WebSocket(`${pbx.httpUrl.replace('http', 'ws')}/callcontrol/ws`, {
      headers: client.headers,
    });
    const seen = { binary: 0, text: 0, pings: 0, pongs: [] as string[] };
    socket.on('message', (_data, isBinary) => (isBinary ? (seen.binary += 1) : (seen.text += 1)));
    socket.on('ping', () => (seen.pings += 1));
    socket.on('pong', (data) => seen.pongs.push(data.toString()));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.ping('are you there');
    await pbx.call({ from: '105', to: '106' });
    await until('both came', () => seen.pongs.length > 0 && seen.text > 0);
    socket.terminate();
    expect(seen).toMatchObject({ binary: 0, pings: 0, pongs: ['are you there'] });
  });

  it('answer requests for what is not there, or not allowed, with its status', async () => {
    client.say({ RequestID: 'gone', Path: '/callcontrol/105/participants/999999' });
    const frame = await until('the answer', () =>
      client.frames.find(({ event }) => event.event_type === 4),
    );
    expect(JSON.stringify(frame.event.attached_data)).toMatch(/:404\b/);
  });
});
