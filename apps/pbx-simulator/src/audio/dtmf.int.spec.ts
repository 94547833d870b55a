import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '@3cx-relay/testing';
import { entity, type Participant, removal, Simulated, type Socket } from '../testing/simulated';

// A start of the PBX takes seconds where other tests run beside it.
jest.setTimeout(60_000);

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
  socket?.ws.terminate();
  socket = await pbx.socket();
});

const press = (callId: number, body: unknown) => pbx.post(`/_sim/calls/${callId}/dtmf`, body);
const pressed = (on: Socket = socket) =>
  on.frames
    .filter(({ event }) => event.event_type === 2)
    .map(({ event }) => [event.entity, event.attached_data?.['dtmf_input']]);
const hears = (leg: Participant, digits: string) =>
  until('the keys are told', () => pressed().length > 0).then(() =>
    expect(pressed()).toEqual([[entity(leg), digits]]),
  );

describe('keys', () => {
  it('of the caller are told to the program that took the call, as one string', async () => {
    const callId = await pbx.place({ from: CALLER, to: '900' });
    const leg = await pbx.leg('900', 'Connected');
    expect((await press(callId, { digits: '12#*' })).status).toBe(200);
    await hears(leg, '12#*');
  });

  it('of the called one are told to the program that made the call', async () => {
    const callId = await pbx.place({ from: '900', to: '+493055511' });
    const leg = await pbx.leg('900', 'Connected');
    await press(callId, { digits: '5' });
    await hears(leg, '5');
  });

  it('of one program are told to the other, whichever presses', async () => {
    const callId = await pbx.place({ from: '900', to: '901' });
    const leg = await pbx.leg('900', 'Connected');
    await press(callId, { dn: '900', digits: '1' });
    await press(callId, { dn: '901', digits: '2' });
    await hears(leg, '2');
  });

  it('are told to the owner of the route point, not to a client that watches it', async () => {
    const list = await pbx.get("/xapi/v1/ServicePrincipals?$filter=Number eq '900'");
    const [client] = (list.body as { value: { Id: number }[] }).value;
    const watched = { Peers: [{ Number: '901' }] };
    const change = await pbx.request('PATCH', `/xapi/v1/ServicePrincipals(${client?.Id})`, watched);
    expect(change.status).toBe(204);
    const own = await pbx.socket(await pbx.signIn('901', 'simulator-secret-2'));
    const callId = await pbx.place({ from: CALLER, to: '901' });
    const leg = await pbx.leg('901', 'Connected');
    await press(callId, { digits: '7' });
    await until('its owner hears it', () => pressed(own).length === 1);
    await pbx.post(`/_sim/calls/${callId}/hangup`);
    await socket.hears(removal(leg));
    expect(pressed()).toEqual([]);
    own.ws.terminate();
  });

  it('that a call plans to press come to a program as to an IVR', async () => {
    await pbx.place({ from: CALLER, to: '900', press: { digit: '3', afterMs: 1_000 } });
    const leg = await pbx.leg('900', 'Connected');
    await hears(leg, '3');
  });

  it('between two people are told to nobody', async () => {
    const callId = await pbx.place({ from: '101', to: '102', answerAfterMs: 10 });
    await pbx.leg('102', 'Connected');
    expect((await press(callId, { digits: '1' })).status).toBe(200);
    await pbx.post(`/_sim/calls/${callId}/hangup`);
    await pbx.ended(callId);
    expect(pressed()).toEqual([]);
  });

  it('choose in an IVR', async () => {
    const callId = await pbx.place({ from: CALLER, to: '830' });
    await pbx.leg('830', 'Connected');
    await press(callId, { digits: '0' });
    expect((await pbx.leg('100', 'Ringing')).callid).toBe(callId);
  });

  it.each([
    [{ digits: '12x' }, 400, 'digits'],
    [{ digits: '' }, 400, 'digits'],
    [{}, 400, 'digits'],
    [{ digits: '1', dn: '105' }, 409, 'dn'],
  ])('%j is refused with %d, naming %s', async (body, status, field) => {
    const callId = await pbx.place({ from: CALLER, to: '900' });
    await pbx.leg('900', 'Connected');
    const reply = await press(callId, body);
    expect(reply.status).toBe(status);
    expect((reply.body as { detail: string }).detail).toContain(field);
  });
});
