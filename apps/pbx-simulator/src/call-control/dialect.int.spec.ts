import { until } from '@3cx-relay/testing';
import { Simulated, upsert } from '../testing/simulated';

let pbx: Simulated;

beforeAll(async () => {
  pbx = await Simulated.start(
    ...['--speed=10', '--callcontrol-final-status=number', '--callcontrol-post-status=202'],
    ...['--callcontrol-success-reason=NotSpecified', '--callcontrol-response-keys=PascalCase'],
    ...['--callcontrol-empty-party-did', '--callcontrol-needs-body'],
    '--callcontrol-repeat-upserts=750',
  );
  await pbx.signIn();
  await pbx.request('PATCH', '/_sim/dns/101', { answer: 'manual' });
});
afterAll(() => pbx.stop());

describe('a PBX that words its answers another way', () => {
  it('answers an action with 202, a number and another reason', async () => {
    const { status, body } = await pbx.post('/callcontrol/100/makecall', { destination: '101' });
    expect(status).toBe(202);
    expect(body).toMatchObject({ finalstatus: 1, reason: 'NotSpecified', result: { dn: '100' } });
    const { callid } = (body as { result: { callid: number } }).result;
    expect((await pbx.get('/callcontrol')).status).toBe(200);
    await pbx.post(`/_sim/calls/${callid}/hangup`);
  });

  it('tells a ringing leg again and again, and no DID of it', async () => {
    const socket = await pbx.socket();
    const call = await pbx.place({ from: '+493012345611', to: '101' });
    const leg = await pbx.leg('101', 'Ringing');
    expect(leg).toMatchObject({ party_did: '', party_caller_id: '+493012345611' });
    const told = () =>
      socket.frames.filter(({ event }) => upsert(leg) === `${event.event_type} ${event.entity}`);
    await until('the leg was told four times', () => told().length > 3);
    await pbx.post(`/_sim/calls/${call}/hangup`);
    await pbx.ended(call);
    socket.ws.terminate();
  });

  it('refuses an action without a body', async () => {
    const { status } = await pbx.request('POST', '/callcontrol/100/makecall');
    expect(status).toBe(400);
  });

  it('answers requests on the socket with other names', async () => {
    const socket = await pbx.socket();
    socket.ws.send(JSON.stringify({ RequestID: '1', Path: '/callcontrol/101' }));
    const answer = await until('the answer is there', () =>
      socket.frames.find(({ event }) => event.event_type === 4),
    );
    expect(answer.event.attached_data).toMatchObject({ RequestID: '1', StatusCode: 200 });
    socket.ws.terminate();
  });
});
