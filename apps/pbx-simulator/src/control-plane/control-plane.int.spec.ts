import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Simulated } from '../testing/simulated';

let pbx: Simulated;
beforeAll(async () => {
  pbx = await Simulated.start('--speed=10');
});
afterAll(() => pbx.stop());

describe('/_sim', () => {
  it('tells where everything is', async () => {
    const { body } = await pbx.get('/_sim/info');
    const { https, http, db, ini } = pbx.simulator.facts;
    expect(body).toMatchObject({ https, http, db, ini, version: '20.0.7' });
    expect(body).toMatchObject({ clients: [{ id: '900', secret: 'simulator-secret' }, {}] });
  });

  it('listens on the loopback address only', () => {
    expect(new URL(pbx.simulator.facts.http).hostname).toBe('127.0.0.1');
    expect(new URL(pbx.simulator.facts.https).hostname).toBe('127.0.0.1');
  });

  it.each([
    ['POST', '/_sim/faults', { kind: 'nonsense' }, 'kind'],
    ['POST', '/_sim/faults', { kind: 'delay', share: 2 }, 'share'],
    ['PATCH', '/_sim/dns/101', { answer: 'perhaps' }, 'answer'],
    ['PATCH', '/_sim/dns/101', { colour: 'red' }, 'colour'],
    ['POST', '/_sim/traffic', { callsPerMinute: -1 }, 'callsPerMinute'],
    ['POST', '/_sim/calls', { from: '777', to: '101' }, 'from'],
    ['POST', '/_sim/calls', { from: '+493012345611', to: '777' }, 'to'],
  ])('answers %s %s %j with 400, naming %s', async (method, path, body, field) => {
    const reply = await pbx.request(method, path, body);
    expect(reply.status).toBe(400);
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    expect((reply.body as { detail: string }).detail).toContain(field);
  });

  it.each([
    [{ scenario: 'nonsense' }, 'scenario', 'blind-transfer'],
    [{}, 'scenario', 'ivr-queue'],
    [{ from: '100' }, 'to', 'is required'],
    [{ to: '100' }, 'from', 'is required'],
    [{ from: '100', to: '101', transfer: { to: '102' } }, 'transfer.afterMs', 'expected number'],
    [{ from: '100', to: '101', colour: 'red' }, 'colour', 'is not known'],
    [{ scenario: 'queue', to: '101' }, 'to', 'decided by the scenario'],
  ])('names what is wrong in the call %j: %s', async (call, field, words) => {
    const { status, body } = await pbx.post('/_sim/calls', call);
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ field, message: expect.stringContaining(words) }] });
  });

  it('tells which methods a path takes', async () => {
    const reply = await pbx.request('PUT', '/_sim/faults', {});
    expect(reply.status).toBe(405);
    expect(reply.headers.get('allow')).toBe('GET, POST, DELETE');
  });

  it.each(['/_sim/truth', '/_sim/frames'])('takes only times as since of %s', async (path) => {
    expect((await pbx.get(`${path}?since=yesterday`)).body).toMatchObject({
      ...{ status: 400, errors: [{ field: 'since' }] },
    });
    for (const since of ['2026-01-01', '2026-01-01T00:00:00.000Z', '1767225600000', '']) {
      expect((await pbx.get(`${path}?since=${since}`)).status).toBe(200);
    }
  });

  it.each(['/_sim/dns/777', '/_sim/other'])('knows no %s', async (path) => {
    expect((await pbx.request('PATCH', path, {})).status).toBe(404);
  });

  it('tells the truth of a call that it steers', async () => {
    await pbx.signIn();
    await pbx.request('PATCH', '/_sim/dns/101', { answer: 'manual' });
    const callId = await pbx.place({ from: '+493012345611', to: '+442071234561' });
    const leg = await pbx.leg('101', 'Ringing');
    expect(leg.callid).toBe(callId);
    const early = await pbx.post(`/_sim/calls/${callId}/answer`, { dn: '102' });
    expect(early.status).toBe(409);
    expect((await pbx.post(`/_sim/calls/${callId}/answer`, { dn: '101' })).status).toBe(200);
    expect((await pbx.post(`/_sim/calls/${callId}/hangup`)).status).toBe(200);
    expect(await pbx.ended(callId)).toMatchObject({
      ...{ callId, direction: 'inbound', from: '+493012345611', to: '101' },
      ...{ did: '+442071234561', queue: null, outcome: 'answered', answeredBy: '101' },
      ...{ parties: ['+493012345611', '101'], startedAt: expect.any(String) },
      legs: [{ dn: '101', answeredAt: expect.any(String), endedAt: expect.any(String) }],
    });
    expect((await pbx.post(`/_sim/calls/${callId}/answer`)).status).toBe(404);
  });

  it('forgets everything with a reset', async () => {
    await pbx.post('/_sim/reset');
    expect((await pbx.get('/_sim/truth')).body).toEqual({ items: [] });
    expect((await pbx.get('/_sim/calls')).body).toEqual({ items: [] });
  });
});
