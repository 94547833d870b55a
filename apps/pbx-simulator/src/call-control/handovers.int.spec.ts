import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@3cx-relay/testing';
import { Pool } from 'pg';
import { entity, type Participant, removal, Simulated, type Socket } from '../testing/simulated';

const CALLER = '+493012345611';
let pbx: Simulated;
let socket: Socket;
let db: Pool;

beforeAll(async () => {
  pbx = await Simulated.start('--speed=10');
  db = new Pool({ connectionString: pbx.simulator.facts.db, max: 1 });
  // The server may stop before it has read that this client leaves, and says so.
  db.on('error', () => undefined);
});
afterAll(async () => {
  await db.end();
  await pbx.stop();
});
beforeEach(async () => {
  await pbx.post('/_sim/reset');
  await pbx.signIn();
  for (let dn = 100; dn < 110; dn += 1) {
    await pbx.request('PATCH', `/_sim/dns/${dn}`, { answer: 'manual' });
  }
  socket?.ws.terminate();
  socket = await pbx.socket();
});

const steer = async (call: number, action: string, body: unknown = {}) => {
  const { status } = await pbx.post(`/_sim/calls/${call}/${action}`, body);
  return status;
};
/** A call that somebody has taken. */
async function talking(from: string, to: string): Promise<{ call: number; leg: Participant }> {
  const call = await pbx.place({ from, to });
  await until('it rings', async () => (await steer(call, 'answer', { dn: to })) === 200);
  const leg = (await pbx.participants(to)).find(({ callid }) => callid === call);
  if (!leg) throw new Error(`${to} is not in call ${call}`);
  return { call, leg };
}
const connectedLegs = async (dn: string, party: string) =>
  until(`${dn} talks to ${party}`, async () =>
    (await pbx.participants(dn)).find(
      (leg) => leg.status === 'Connected' && leg['party_caller_id'] === party,
    ),
  );

describe('an attended transfer', () => {
  it('moves the consulted leg into the first call and removes both of the initiator', async () => {
    const { call, leg } = await talking(CALLER, '101');
    const { leg: asked } = await talking('101', '102');
    const asking = (await pbx.participants('101')).find(({ callid }) => callid === asked.callid);
    expect(asked.callid).not.toBe(call);
    expect(await steer(call, 'transfer', { dn: '101', to: '102', attended: true })).toBe(200);
    expect(await connectedLegs('102', CALLER)).toMatchObject({ id: asked.id, callid: call });
    await socket.hears(removal(leg));
    if (asking) await socket.hears(removal(asking));
    expect(await pbx.truth(asked.callid)).toMatchObject({ outcome: 'answered', from: '101' });
  });

  it('has rows of two flows with one main call, the consultation’s last continued in the join', async () => {
    const { call } = await talking(CALLER, '101');
    await talking('101', '102');
    await steer(call, 'transfer', { dn: '101', to: '102', attended: true });
    await steer(call, 'hangup');
    const { callHistoryId } = await pbx.ended(call);
    const rows = await until('all rows are written', async () => {
      const found = await db.query<Record<string, unknown>>(
        `SELECT * FROM cdroutput WHERE main_call_history_id = $1`,
        [callHistoryId],
      );
      return found.rows.length === 4 && found.rows;
    });
    const joined = rows.find((row) => row['creation_method'] === 'join');
    const ended = rows.find((row) => row['termination_reason_details'] === 'joined');
    expect(joined).toMatchObject({ call_history_id: callHistoryId, destination_dn_number: '102' });
    expect(ended).toMatchObject({
      ...{ source_dn_number: '101', destination_dn_number: '102' },
      ...{ termination_reason: 'continued_in', continued_in_cdr_id: joined?.['cdr_id'] },
    });
    expect(ended?.['call_history_id']).not.toBe(callHistoryId);
  });
});

describe('actions of the calling leg', () => {
  it('transfer whoever was called to somebody else', async () => {
    const { call, leg } = await talking('101', '102');
    const caller = await pbx.leg('101', 'Connected');
    const reply = await pbx.post(`${entity(caller)}/transferto`, { destination: '103' });
    expect(reply).toMatchObject({ status: 200, body: { finalstatus: 'Success' } });
    const ringing = await pbx.leg('103', 'Ringing');
    expect(ringing).toMatchObject({ callid: call, referred_by_dn: '101', party_dn: '102' });
    await pbx.post(`${entity(ringing)}/answer`);
    await socket.hears(removal(caller));
    expect(await connectedLegs('102', '103')).toMatchObject({ id: leg.id });
  });

  it('transfer a connected leg to a queue, which takes the caller at once', async () => {
    const { call, leg } = await talking(CALLER, '110');
    await pbx.post(`${entity(leg)}/transferto`, { destination: '800' });
    expect(await pbx.leg('800', 'Connected')).toMatchObject({ callid: call });
    await socket.hears(removal(leg));
  });

  it('ring a further target no longer than the timeout', async () => {
    await pbx.place({ from: CALLER, to: '101' });
    const first = await pbx.leg('101', 'Ringing');
    await pbx.post(`${entity(first)}/routeto`, { destination: '103', timeout: 2 });
    await socket.hears(removal(await pbx.leg('103', 'Ringing')));
    expect((await pbx.get(entity(first))).body).toMatchObject({ status: 'Ringing' });
    const wrong = { destination: '103', timeout: 'soon' };
    expect((await pbx.post(`${entity(first)}/routeto`, wrong)).status).toBe(400);
  });

  it('tell the records why a call was diverted', async () => {
    const call = await pbx.place({ from: CALLER, to: '101' });
    const leg = await pbx.leg('101', 'Ringing');
    await pbx.post(`${entity(leg)}/divert`, { destination: '102', reason: 'OutOfOfficeHours' });
    const flow = pbx.simulator.pbx.sections.filter(({ callId }) => callId === call);
    expect(flow.at(-1)).toMatchObject({
      ...{ terminationReason: 'redirected', terminationDetails: 'out_of_office' },
    });
  });
});

describe('steering', () => {
  it('parks a call at a free place, where another DN fetches it', async () => {
    const { call, leg } = await talking(CALLER, '101');
    expect(await steer(call, 'park', { dn: '101' })).toBe(200);
    await socket.hears(removal(leg));
    expect(await pbx.leg('SP0', 'Connected')).toMatchObject({ party_caller_id: CALLER });
    expect(await pbx.place({ from: '102', to: 'SP0' })).toBe(call);
    expect(await connectedLegs('102', CALLER)).toMatchObject({ callid: call });
    expect(await steer(call, 'park', { dn: '102', to: '103' })).toBe(409);
  });

  it('lets a DN barge in and leave again', async () => {
    const { call, leg } = await talking(CALLER, '101');
    expect(await steer(call, 'bargein', { dn: '105' })).toBe(200);
    const guest = await pbx.leg('105', 'Connected');
    expect(guest).toMatchObject({ callid: call, party_dn: '101' });
    expect(await steer(call, 'bargein', { dn: '105' })).toBe(409);
    await pbx.post(`${entity(guest)}/drop`);
    await socket.hears(removal(guest));
    expect((await pbx.get(entity(leg))).body).toMatchObject({ status: 'Connected' });
  });

  it('adds a third party, with whom the caller talks on when the first leaves', async () => {
    const { call, leg } = await talking(CALLER, '101');
    const { leg: asked } = await talking('101', '102');
    expect(await steer(call, 'conference', { dn: '101', to: '102' })).toBe(200);
    expect((await pbx.get(entity(asked))).body).toMatchObject({ callid: call });
    expect((await pbx.get(entity(leg))).body).toMatchObject({ status: 'Connected' });
    await steer(call, 'hangup', { dn: '101' });
    await socket.hears(removal(leg));
    expect((await pbx.get(entity(asked))).body).toMatchObject({ status: 'Connected' });
    await steer(call, 'hangup');
    expect(await pbx.ended(call)).toMatchObject({ outcome: 'answered', answeredBy: '101' });
  });
});
