import { ErrorFeed } from '@3cx-relay/errors';
import { ConnectionMonitor } from '@3cx-relay/monitoring';
import { Databases } from '@3cx-relay/store/testing';
import type { AdminClient } from './testing/admin-client';
import { aCall } from './testing/events';
import { givenAdmin, type World } from './testing/world';

describe('managing the relay', () => {
  let databases: Databases;
  let world: World;
  let admin: AdminClient;

  beforeAll(async () => {
    databases = await Databases.start();
    world = await givenAdmin(databases);
    admin = await world.admin();
  }, 60_000);
  afterAll(async () => {
    await world.stop();
    await databases.stop();
  });

  const actions = async () => {
    const { body } = await admin.get('/admin/audit');
    return (body['items'] as { action: string }[]).map(({ action }) => action);
  };

  it('shows a key once, when it is made and when it is rotated', async () => {
    const request = { clientName: 'CRM', scopes: ['read'], dns: ['101'], rateLimitPerMinute: 0 };
    const made = await admin.post('/admin/api-keys', request);
    expect([made.status, made.body]).toEqual([
      201,
      expect.objectContaining({ ...request, key: expect.stringMatching(/^cxr_/), state: 'active' }),
    ]);
    const id = String(made.body['id']);
    const rotated = await admin.post(`/admin/api-keys/${id}/rotate`, { overlapHours: 1 });
    expect(rotated.body['key']).not.toBe(made.body['key']);
    expect(rotated.body['previousValidUntil']).not.toBeNull();
    const listed = await admin.get('/admin/api-keys');
    expect(listed.body['items']).toHaveLength(1);
    expect(listed.text).not.toContain('cxr_');
    expect((await admin.patch(`/admin/api-keys/${id}`, { clientName: 'ERP' })).body).toMatchObject({
      clientName: 'ERP',
      scopes: ['read'],
    });
    expect((await admin.get(`/admin/api-keys/${id}/usage`)).body).toEqual({
      items: [],
      nextCursor: null,
    });
    expect((await admin.delete(`/admin/api-keys/${id}`)).status).toBe(204);
    expect((await admin.get('/admin/api-keys?state=revoked')).body['items']).toHaveLength(1);
    expect((await admin.post(`/admin/api-keys/${id}/rotate`)).status).toBe(409);
    expect((await actions()).slice(0, 4)).toEqual([
      'api-key.revoked',
      'api-key.changed',
      'api-key.rotated',
      'api-key.created',
    ]);
  });

  it('names every fault of a key that cannot be made', async () => {
    const bad = { clientName: '', scopes: [], networks: ['10.0.0.0/99'], secret: 'mine' };
    const refused = await admin.post('/admin/api-keys', bad);
    expect(refused.status).toBe(400);
    const fields = (refused.body['errors'] as { field: string }[]).map(({ field }) => field);
    expect(fields.toSorted()).toEqual(['clientName', 'networks[0]', 'scopes', 'secret']);
    expect((await admin.get('/admin/api-keys/nothing/usage')).status).toBe(404);
  });

  it('tells state, latency, history and facts of the connections, and makes one anew', async () => {
    world.get(ConnectionMonitor).report('callcontrol', { state: 'connected', latencyMs: 4 });
    const { body } = await admin.get('/admin/connections');
    const items = body['items'] as { component: string; history: Record<string, object> }[];
    expect(items.map(({ component }) => component)).toEqual([
      'store',
      'database',
      'xapi',
      'callcontrol',
    ]);
    expect(items[3]).toMatchObject({ state: 'connected', latencyMs: 4, reconnectable: true });
    expect(items[0]).toMatchObject({ reconnectable: false });
    expect(items[3]?.history['24h']).toMatchObject({ bars: { length: 48 } });
    expect(body['facts']).toMatchObject({ dnsNotWatched: ['120'] });

    const taken = await admin.post('/admin/connections/callcontrol/reconnect');
    expect([taken.status, taken.body['component']]).toEqual([202, 'callcontrol']);
    expect(world.commands.taken).toEqual(['callcontrol']);
    expect((await admin.post('/admin/connections/store/reconnect')).status).toBe(400);
    world.get(ConnectionMonitor).report('database', { state: 'disabled' });
    expect((await admin.post('/admin/connections/database/reconnect')).status).toBe(409);
  });

  it('acknowledges one error, several, or all, with who and why', async () => {
    const feed = world.get(ErrorFeed);
    for (const code of ['A', 'B', 'C', 'A']) {
      const component = 'xapi';
      feed.report({ severity: 'error', component, code, message: `${code} is lost` });
    }
    await feed.flush();
    const { body } = await admin.get('/admin/errors?severity=error,critical&acknowledged=false');
    const items = body['items'] as { id: string; code: string; count: number }[];
    expect(items.map(({ code, count }) => `${code} ${count}`).toSorted()).toEqual([
      'A 2',
      'B 1',
      'C 1',
    ]);
    const [first, second] = items;
    const one = await admin.post(`/admin/errors/${first?.id}/acknowledge`, { note: 'known' });
    expect(one.body).toMatchObject({ acknowledgedBy: 'admin', note: 'known', acknowledged: true });
    const some = await admin.post('/admin/errors/acknowledge', { ids: [second?.id] });
    expect(some.body).toEqual({ acknowledged: 1 });
    expect((await admin.get('/admin/errors/counts')).body).toMatchObject({ unacknowledged: 1 });
    expect((await admin.post('/admin/errors/acknowledge')).body).toEqual({ acknowledged: 1 });
    expect((await admin.post('/admin/errors/999/acknowledge')).status).toBe(404);
    expect((await admin.get('/admin/errors?severity=loud')).status).toBe(400);
  });

  it('passes filters of the history on, and streams it as CSV for programs and for links', async () => {
    const page = await admin.get('/admin/history?number=020&answered=true&limit=5');
    expect(page.body).toEqual({ items: [], nextCursor: null });
    const search = { number: '020', answered: true };
    expect(world.history.asked.at(-1)).toEqual({ search, limit: 5 });
    world.history.items = [{ ...aCall(), segments: [], cost: null }];
    const byHeader = await admin.get('/admin/history', { accept: 'text/csv' });
    const byLink = await admin.get('/admin/history?format=csv');
    for (const answer of [byHeader, byLink]) {
      expect(answer.headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/);
      expect(answer.text).toMatch(/^callId,.*\r\ncall-1,conversation-1,inbound,.*\r\n$/);
    }
    expect((await admin.get('/admin/history?number=12')).status).toBe(400);
    expect((await admin.get('/admin/history?limit=0')).status).toBe(400);
  });

  it('hands webhooks to the room that knows them, and shows their secret once', async () => {
    const made = await admin.post('/admin/webhooks', { url: 'https://example.com/hook' });
    expect([made.status, made.body['secret']]).toEqual([201, 'whsec_c2VjcmV0']);
    const id = String(made.body['id']);
    expect((await admin.get('/admin/webhooks')).text).not.toContain('whsec_');
    expect((await admin.get(`/admin/webhooks/${id}/deliveries`)).status).toBe(200);
    expect((await admin.post(`/admin/webhooks/${id}/replay`, { since: 'now' })).status).toBe(202);
    expect((await admin.delete(`/admin/webhooks/${id}`)).status).toBe(204);
    expect((await admin.get(`/admin/webhooks/${id}`)).status).toBe(404);
    expect((await admin.post('/admin/webhooks', { url: 'file:///etc/passwd' })).status).toBe(400);
  });

  it('tells the parts that are switched on, the calls of now and who reads events', async () => {
    expect((await admin.get('/admin/features')).body).toEqual({
      features: ['webhooks'],
      version: '0.1.0',
      demo: true,
      pbx: 'pbx.example.com',
    });
    expect((await admin.get('/admin/calls')).body).toMatchObject({ items: [], stale: false });
    expect((await admin.get('/admin/consumers')).body).toEqual({ items: [], nextCursor: null });
  });
});
