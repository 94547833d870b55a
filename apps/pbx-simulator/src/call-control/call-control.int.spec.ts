import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@3cx-relay/testing';
import { entity, removal, Simulated, type Socket, upsert } from '../testing/simulated';

const CALLER = '+493012345611';
let pbx: Simulated;
let socket: Socket;

beforeAll(async () => {
  pbx = await Simulated.start('--speed=10');
});
afterAll(() => pbx.stop());
beforeEach(async () => {
  await pbx.post('/_sim/reset');
  await pbx.signIn();
  for (let dn = 100; dn < 120; dn += 1) {
    await pbx.request('PATCH', `/_sim/dns/${dn}`, { answer: 'manual' });
  }
  socket?.ws.terminate();
  socket = await pbx.socket();
});

const steer = (call: number, action: string, body: unknown = {}) =>
  pbx.post(`/_sim/calls/${call}/${action}`, body);

describe('the sequences of section 7', () => {
  it('inbound: Ringing from the trunk, Connected, removed', async () => {
    const call = await pbx.place({ from: CALLER, to: '101' });
    const leg = await pbx.leg('101', 'Ringing');
    expect(leg).toMatchObject({
      ...{ callid: call, party_dn: '10001', party_dn_type: 'Wexternalline' },
      ...{ party_caller_id: CALLER, originated_by_dn: '', originated_by_type: 'None' },
    });
    await steer(call, 'answer');
    expect((await pbx.leg('101', 'Connected')).id).toBe(leg.id);
    await steer(call, 'hangup');
    await socket.hears(removal(leg));
    expect((await pbx.get(entity(leg))).status).toBe(404);
    expect(socket.heard()).toEqual([upsert(leg), removal(leg)]);
  });

  it('internal: two legs with one callid, both connected, both removed', async () => {
    const call = await pbx.place({ from: '101', to: '102' });
    const callee = await pbx.leg('102', 'Ringing');
    const caller = await pbx.leg('101', 'Dialing');
    expect(caller).toMatchObject({ callid: call, party_dn: '102', party_dn_type: 'Wextension' });
    expect(callee).toMatchObject({ callid: call, party_dn: '101', party_caller_id: '101' });
    expect(callee.id).not.toBe(caller.id);
    await steer(call, 'answer', { dn: '102' });
    await pbx.leg('101', 'Connected');
    await pbx.leg('102', 'Connected');
    await steer(call, 'hangup');
    await socket.hears(removal(caller));
    await socket.hears(removal(callee));
  });

  it('outbound: Dialing, then Connected to the trunk', async () => {
    await pbx.place({ from: '101', to: '+493055511' });
    const leg = await pbx.leg('101', 'Connected');
    expect(leg).toMatchObject({ party_dn: '10001', party_dn_type: 'Wexternalline' });
    expect(leg['party_caller_id']).toBe('+493055511');
  });

  it('missed: Ringing and removed, never Connected', async () => {
    const call = await pbx.place({ from: CALLER, to: '101' });
    const leg = await pbx.leg('101', 'Ringing');
    await steer(call, 'hangup');
    await socket.hears(removal(leg));
    expect(await pbx.ended(call)).toMatchObject({ outcome: 'missed', answeredAt: null });
  });

  it('no answer: the caller’s leg shows the voicemail', async () => {
    await pbx.place({ from: '101', to: '102' });
    const callee = await pbx.leg('102', 'Ringing');
    const caller = await pbx.leg('101', 'Connected');
    expect(caller['party_dn_type']).toBe('Wspecialmenu');
    await socket.hears(removal(callee));
  });

  it('ring group: all members ring with one callid, one connects, the others are removed', async () => {
    const call = await pbx.place({ from: CALLER, to: '820' });
    const legs = await Promise.all(['111', '112', '113'].map((dn) => pbx.leg(dn, 'Ringing')));
    expect(new Set(legs.map(({ callid }) => callid))).toEqual(new Set([call]));
    await steer(call, 'answer', { dn: '112' });
    expect((await pbx.leg('112', 'Connected')).id).toBe(legs[1]?.id);
    for (const leg of legs.filter(({ dn }) => dn !== '112')) await socket.hears(removal(leg));
  });

  it('queue: a waiting leg, waves with new ids, and an answer that ends the others', async () => {
    const call = await pbx.place({ from: CALLER, to: '800' });
    const waiting = await pbx.leg('800', 'Connected');
    const first = await pbx.leg('101', 'Ringing');
    expect(first).toMatchObject({ on_behalf_of_dn: '800', on_behalf_of_type: 'Wqueue' });
    await socket.hears(removal(first));
    const second = await pbx.leg('101', 'Ringing');
    expect(second.id).toBeGreaterThan(first.id);
    expect(second.callid).toBe(call);
    const other = await pbx.leg('102', 'Ringing');
    await steer(call, 'answer', { dn: '101' });
    await pbx.leg('101', 'Connected');
    await socket.hears(removal(other));
    await socket.hears(removal(waiting));
  });

  it('route point: connects by itself, and DTMF arrives at it', async () => {
    const call = await pbx.place({ from: CALLER, to: '900' });
    const leg = await pbx.leg('900', 'Connected');
    await steer(call, 'dtmf', { digits: '12#' });
    await socket.hears(`2 ${entity(leg)}`);
    const frame = socket.frames.find(({ event }) => event.event_type === 2);
    expect(frame?.event.attached_data).toEqual({ dtmf_input: '12#' });
  });
});

describe('frames', () => {
  it('carry no data, and count up from one on each connection', async () => {
    const call = await pbx.place({ from: CALLER, to: '101' });
    await pbx.leg('101', 'Ringing');
    await steer(call, 'hangup');
    await until('there are two frames', () => socket.frames.length >= 2);
    expect(socket.frames.map(({ sequence }) => sequence)).toEqual(
      socket.frames.map((_, at) => at + 1),
    );
    expect(socket.frames.every(({ event }) => event.attached_data === null)).toBe(true);
  });

  it('reach only who may see the DN', async () => {
    const owner = await pbx.signIn();
    const few = await pbx.socket(await pbx.signIn('901', 'simulator-secret-2'));
    const hidden = await pbx.place({ from: CALLER, to: '110' });
    await pbx.place({ from: CALLER, to: '104' });
    await until('the narrow client hears of 104', () => few.heard().length > 0);
    expect(few.heard().join()).not.toContain('/callcontrol/110/');
    expect(hidden).toBeGreaterThan(0);
    const seen = await pbx.request('GET', '/callcontrol/110', undefined, owner);
    expect(seen.status).toBe(200);
    few.ws.terminate();
  });

  it('answer requests over the socket, in either case of the keys', async () => {
    await pbx.place({ from: CALLER, to: '101' });
    const leg = await pbx.leg('101', 'Ringing');
    socket.ws.send(JSON.stringify({ RequestID: 'a', Path: entity(leg) }));
    socket.ws.send(
      JSON.stringify({ request_id: 'b', path: `${entity(leg)}/answer`, request_data: {} }),
    );
    await pbx.leg('101', 'Connected');
    const answers = () =>
      socket.frames.filter(({ event }) => event.event_type === 4).map((f) => f.event.attached_data);
    await until('both are answered', () => answers().length === 2);
    expect(answers()).toMatchObject([
      { request_id: 'a', path: entity(leg), status_code: 200, response: { id: leg.id } },
      { request_id: 'b', status_code: 200, response: { finalstatus: 'Success' } },
    ]);
  });

  it('come on a socket that answers pings', async () => {
    socket.ws.ping();
    await until('a pong arrives', () => socket.pongs === 1);
  });
});

describe('frames about devices', () => {
  it('tell that a phone is gone, and that it is back with another device', async () => {
    const idOf = () => pbx.simulator.pbx.directory.get('107')?.devices[0]?.id ?? '';
    const before = idOf();
    await pbx.request('PATCH', '/_sim/dns/107', { registered: false });
    await socket.hears(`1 /callcontrol/107/devices/${before}`);
    await pbx.request('PATCH', '/_sim/dns/107', { registered: true });
    await socket.hears(`0 /callcontrol/107/devices/${idOf()}`);
    expect(idOf()).not.toBe(before);
  });
});

describe('actions', () => {
  it('answer only a device that can be answered remotely', async () => {
    await pbx.place({ from: CALLER, to: '101' });
    const leg = await pbx.leg('101', 'Ringing');
    const device = pbx.simulator.pbx.directory.get('102')?.devices[0];
    if (device) device.directControl = false;
    expect((await pbx.post(`${entity(leg)}/answer`)).status).toBe(200);
    expect((await pbx.post(`${entity(leg)}/answer`)).status).toBe(422);
    await pbx.place({ from: CALLER, to: '102' });
    const app = await pbx.leg('102', 'Ringing');
    expect(app['direct_control']).toBe(false);
    expect((await pbx.post(`${entity(app)}/answer`)).status).toBe(422);
  });

  it('divert a ringing leg with the same callid, not a connected one', async () => {
    const call = await pbx.place({ from: CALLER, to: '101' });
    const old = await pbx.leg('101', 'Ringing');
    expect((await pbx.post(`${entity(old)}/transferto`, { destination: '103' })).status).toBe(424);
    const reply = await pbx.post(`${entity(old)}/divert`, { destination: '103' });
    expect(reply.body).toMatchObject({ finalstatus: 'Success' });
    const next = await pbx.leg('103', 'Ringing');
    expect(next.callid).toBe(call);
    await socket.hears(removal(old));
    await pbx.post(`${entity(next)}/answer`);
    expect((await pbx.post(`${entity(next)}/divert`, { destination: '101' })).status).toBe(424);
  });

  it('route to a further target, which takes the call over', async () => {
    const call = await pbx.place({ from: CALLER, to: '101' });
    const old = await pbx.leg('101', 'Ringing');
    await pbx.post(`${entity(old)}/routeto`, { destination: '103' });
    const next = await pbx.leg('103', 'Ringing');
    expect((await pbx.get(entity(old))).body).toMatchObject({ status: 'Ringing', callid: call });
    await steer(call, 'answer', { dn: '103' });
    await socket.hears(removal(old));
    expect((await pbx.get(entity(next))).body).toMatchObject({ status: 'Connected' });
  });

  it('transfer a connected leg, naming who did it while it rings', async () => {
    const call = await pbx.place({ from: CALLER, to: '101' });
    const old = await pbx.leg('101', 'Ringing');
    await pbx.post(`${entity(old)}/answer`);
    await pbx.post(`${entity(old)}/transferto`, { destination: '103' });
    const next = await pbx.leg('103', 'Ringing');
    expect(next).toMatchObject({ callid: call, referred_by_dn: '101' });
    await pbx.post(`${entity(next)}/answer`);
    await socket.hears(removal(old));
    expect(await pbx.leg('103', 'Connected')).toMatchObject({ referred_by_dn: '', callid: call });
  });

  it('drop a leg, after which its path is gone', async () => {
    await pbx.place({ from: CALLER, to: '101' });
    const leg = await pbx.leg('101', 'Ringing');
    expect((await pbx.get(`/callcontrol/102/participants/${leg.id}`)).status).toBe(403);
    await pbx.post(`${entity(leg)}/answer`);
    expect((await pbx.post(`${entity(leg)}/drop`)).status).toBe(200);
    await socket.hears(removal(leg));
    expect((await pbx.post(`${entity(leg)}/drop`)).status).toBe(404);
  });

  it('make a call from a device, with the initiator’s own leg as result', async () => {
    const id = encodeURIComponent('sip:105@127.0.0.1:5505');
    const path = `/callcontrol/105/devices/${id}`;
    expect((await pbx.get(path)).body).toMatchObject({ device_id: 'sip:105@127.0.0.1:5505' });
    const { status, body } = await pbx.post(`${path}/makecall`, { destination: '106' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ finalstatus: 'Success', result: { dn: '105', party_dn: '106' } });
    const gone = await pbx.post('/callcontrol/105/devices/sip%3Aold/makecall', {
      destination: '106',
    });
    expect(gone.status).toBe(404);
    expect((await pbx.post('/callcontrol/105/makecall', {})).status).toBe(400);
  });
});
