import { until } from '@3cx-relay/testing';
import { operations, published } from './described';
import { type MadeKey, type ProblemBody, type Reply, World } from './world';

const SCOPE_OF: Readonly<Record<string, string>> = {
  listActiveCalls: 'calls:read',
  getActiveCall: 'calls:read',
  makeCall: 'calls:control',
  dropCall: 'calls:control',
  answerCall: 'calls:control',
  divertCall: 'calls:control',
  transferCall: 'calls:control',
  listCallHistory: 'history:read',
  listEvents: 'events:read',
  getMetrics: 'metrics:read',
  listWebhooks: 'webhooks:manage',
  createWebhook: 'webhooks:manage',
  getWebhook: 'webhooks:manage',
  updateWebhook: 'webhooks:manage',
  deleteWebhook: 'webhooks:manage',
  rotateWebhookSecret: 'webhooks:manage',
  testWebhook: 'webhooks:manage',
  replayWebhook: 'webhooks:manage',
  listDeliveries: 'webhooks:manage',
  redeliver: 'webhooks:manage',
};
const PUBLIC = ['getHealth', 'getOpenApi', 'getAsyncApi'];
const ANY_KEY = ['createTicket'];

/** Every operation as a request, with ids that nothing has. */
const REQUESTS = operations().map(
  ([method, template, id]) => [id, method, template.replaceAll(/\{\w+\}/g, 'unknown')] as const,
);
const PROTECTED = REQUESTS.filter(([id]) => !PUBLIC.includes(id));
const WITH_BODY = ['makeCall', 'dropCall', 'transferCall', 'createWebhook', 'updateWebhook'];
const BODIES = REQUESTS.filter(([id]) => WITH_BODY.includes(id));

describe('the routes for integrators', () => {
  let world: World;
  let key: string;

  beforeAll(async () => {
    world = await World.start();
    ({ key } = await world.makeKey());
  });
  afterAll(() => world.stop());
  afterEach(() => {
    expect(world.faults.splice(0)).toEqual([]);
  });

  /** A problem is complete, and agrees with the status line and the headers. */
  function expectProblem(reply: Reply<ProblemBody>, status: number, code: string): void {
    const { body } = reply;
    expect({ status: reply.status, code: body.code, detail: body.detail }).toEqual({
      status,
      code,
      detail: expect.stringMatching(/\S/) as string,
    });
    expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(body).toMatchObject({
      type: expect.any(String) as string,
      title: expect.stringMatching(/\S/) as string,
      status,
      requestId: reply.headers.get('x-request-id'),
    });
  }

  it('names a scope for every operation that needs one', () => {
    const named = [...Object.keys(SCOPE_OF), ...PUBLIC, ...ANY_KEY];
    expect(named.sort()).toEqual(REQUESTS.map(([id]) => id).sort());
  });

  it.each(PROTECTED)('%s: %s %s needs a key', async (_id, method, route) => {
    expectProblem(await world.request(method, route), 401, 'UNAUTHENTICATED');
  });

  it.each(PROTECTED)('%s: %s %s refuses an invented key', async (_id, method, route) => {
    const invented = 'cxr_7Qm2Zr4_0a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8s9t0u1AAAAAA';
    expectProblem(await world.request(method, route, { key: invented }), 401, 'INVALID_KEY');
  });

  it.each(REQUESTS.filter(([id]) => id in SCOPE_OF))(
    '%s: %s %s needs its scope, and its scope alone',
    async (id, method, route) => {
      const needed = SCOPE_OF[id] ?? '';
      const all = ['events:read', 'calls:read', 'history:read', 'calls:control'];
      const others = [...all, 'webhooks:manage', 'metrics:read'].filter((name) => name !== needed);
      const [without, alone] = await Promise.all([
        world.makeKey({ scopes: others }),
        world.makeKey({ scopes: [needed] }),
      ]);
      const refused = await world.request(method, route, { key: without.key });
      expectProblem(refused, 403, 'INSUFFICIENT_SCOPE');
      expect(refused.body.detail).toContain(needed);
      const allowed = await world.request(method, route, { key: alone.key });
      expect([401, 403]).not.toContain(allowed.status);
    },
  );

  it.each(PUBLIC)('%s needs no key', async (wanted) => {
    const [, method = '', route = ''] = REQUESTS.find(([id]) => id === wanted) ?? [];
    expect((await world.request(method, route)).status).toBe(200);
  });

  it.each(['bearer', 'x-api-key'])('takes the key by %s', async (way) => {
    const headers: Record<string, string> =
      way === 'bearer' ? { authorization: `bearer ${key}` } : { 'x-api-key': key };
    expect((await world.request('GET', '/relay/active-calls', { headers })).status).toBe(200);
  });

  it.each([...new Set(REQUESTS.map(([, , route]) => route))])(
    'PUT %s is not allowed, and "Allow" says what is',
    async (route) => {
      const reply = await world.request('PUT', route, { key });
      expectProblem(reply, 405, 'METHOD_NOT_ALLOWED');
      const allowed = (reply.headers.get('allow') ?? '').split(/,\s*/);
      const described = REQUESTS.filter(([, , path]) => path === route).map(([, verb]) => verb);
      expect(allowed).toEqual(expect.arrayContaining(described));
      expect(allowed).not.toContain('PUT');
    },
  );

  it.each(['/relay/nothing', '/relay/', '/relay/active-calls/a/b', '/relay/webhooks/a/nothing'])(
    '%s is not there',
    async (route) => {
      expectProblem(await world.request('GET', route, { key }), 404, 'NOT_FOUND');
    },
  );

  it.each(BODIES)('%s: %s %s refuses what is not JSON', async (_id, method, route) => {
    const headers = { 'content-type': 'application/json' };
    const broken = await world.request(method, route, { key, headers, raw: '{"from":' });
    expectProblem(broken, 400, 'INVALID_JSON');
  });

  it.each(BODIES)('%s: %s %s refuses another media type', async (_id, method, route) => {
    const headers = { 'content-type': 'text/plain' };
    const reply = await world.request(method, route, { key, headers, raw: 'from=100' });
    expectProblem(reply, 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  it.each(BODIES)('%s: %s %s refuses more than 256 KiB', async (_id, method, route) => {
    const reply = await world.request(method, route, { key, body: { to: 'x'.repeat(256 * 1024) } });
    expectProblem(reply, 413, 'PAYLOAD_TOO_LARGE');
  });

  it.each(BODIES)('%s: %s %s names every field at fault', async (id, method, route) => {
    const body = { from: '', to: 7, dn: [], url: 'ftp://x', types: ['no.such'], more: true };
    const reply = await world.request(method, route, { key, body });
    expectProblem(reply, 400, 'INVALID_REQUEST');
    const wanted = { makeCall: ['from', 'to'], dropCall: ['dn'], transferCall: ['dn', 'to'] }[id];
    const fields = reply.body.errors?.map(({ field }) => field);
    expect(fields).toEqual(expect.arrayContaining(wanted ?? ['url', 'types[0]']));
  });

  it.each([
    ['/relay/call-history?start=yesterday', 'start'],
    ['/relay/call-history?end=2026-02-30', 'end'],
    ['/relay/call-history?start=2026-01-31T25:00:00Z', 'start'],
    ['/relay/call-history?direction=sideways', 'direction'],
    ['/relay/call-history?answered=perhaps', 'answered'],
    ['/relay/call-history?number=12', 'number'],
    ['/relay/call-history?limit=0', 'limit'],
    ['/relay/call-history?limit=1001', 'limit'],
    ['/relay/call-history?limit=ten', 'limit'],
    ['/relay/call-history?cursor=invented', 'cursor'],
    ['/relay/events?limit=1001', 'limit'],
    ['/relay/events?limit=-1', 'limit'],
    ['/relay/events?since=yesterday', 'since'],
    ['/relay/events?since=-1', 'since'],
    ['/relay/events?types=call.invented', 'types'],
    ['/relay/events?dn=%27%20or%201', 'dn'],
    ['/relay/active-calls?dn=%27%20or%201', 'dn'],
    ['/relay/webhooks?cursor=invented', 'cursor'],
    ['/relay/webhooks?limit=0', 'limit'],
  ])('%s is refused and names the field', async (route, field) => {
    const reply = await world.request('GET', route, { key });
    expectProblem(reply, 400, 'INVALID_REQUEST');
    expect(reply.body.errors?.map((fault) => fault.field.replace(/\[.*/, ''))).toContain(field);
  });

  it.each(['/relay/active-calls/unknown', '/relay/webhooks/unknown'])(
    'GET %s is not found',
    async (route) => {
      expectProblem(await world.request('GET', route, { key }), 404, 'NOT_FOUND');
    },
  );

  it.each([
    ['/relay/active-calls', 200],
    ['/relay/active-calls/unknown', 404],
    ['/relay/call-history?limit=0', 400],
  ])('%s tells the limits of the key with %i', async (route, status) => {
    const limited = await world.makeKey({ rateLimitPerMinute: 7 });
    const { headers, ...reply } = await world.request('GET', route, limited);
    expect(reply.status).toBe(status);
    expect(headers.get('ratelimit-limit')).toBe('7');
    expect(headers.get('ratelimit-remaining')).toBe('6');
    expect(Number(headers.get('ratelimit-reset'))).toBeLessThanOrEqual(60);
  });

  it('refuses the request after the last of the minute, and says when to come again', async () => {
    const limited = await world.makeKey({ rateLimitPerMinute: 2 });
    await world.request('GET', '/relay/events', limited);
    await world.request('GET', '/relay/active-calls', limited);
    const third = await world.request('GET', '/relay/active-calls', limited);
    expectProblem(third, 429, 'TOO_MANY_REQUESTS');
    expect(third.headers.get('ratelimit-remaining')).toBe('0');
    const retryAfter = Number(third.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThanOrEqual(1);
    expect(retryAfter).toBeLessThanOrEqual(60);
  });

  it('has 600 requests a minute unless it is told otherwise', async () => {
    const wish = { clientName: 'untold', scopes: ['calls:read'] };
    const { key: untold } = (await world.admin('POST', '/admin/api-keys', wish)) as MadeKey;
    const { headers } = await world.request('GET', '/relay/active-calls', { key: untold });
    expect(headers.get('ratelimit-limit')).toBe('600');
  });

  it('tells no limits to a key that has none', async () => {
    const unlimited = await world.makeKey({ rateLimitPerMinute: 0 });
    const reply = await world.request('GET', '/relay/active-calls', unlimited);
    expect([...reply.headers.keys()].filter((name) => name.startsWith('ratelimit'))).toEqual([]);
  });

  it('refuses a key that has expired', async () => {
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const { key: brief } = await world.makeKey({ expiresAt });
    const reply = await until('the key has expired', async () => {
      const answer = await world.request('GET', '/relay/active-calls', { key: brief });
      return answer.status === 200 ? undefined : answer;
    });
    expectProblem(reply, 401, 'KEY_EXPIRED');
  });

  it('refuses a key at once when it is revoked', async () => {
    const made = await world.makeKey();
    expect((await world.request('GET', '/relay/active-calls', made)).status).toBe(200);
    await world.revoke(made);
    expectProblem(await world.request('GET', '/relay/active-calls', made), 401, 'KEY_REVOKED');
  });

  it('refuses a key outside of its networks', async () => {
    const elsewhere = await world.makeKey({ networks: ['192.0.2.0/24'] });
    const reply = await world.request('GET', '/relay/active-calls', elsewhere);
    expectProblem(reply, 403, 'NETWORK_NOT_ALLOWED');
  });

  it('publishes the very descriptions that it is held to', async () => {
    for (const name of ['openapi.json', 'asyncapi.json']) {
      const served = await world.request('GET', `/relay/${name}`);
      const here = published(name, new URL(world.url).host);
      expect(served.body).toEqual(here);
    }
  });

  it.each([
    'relay_event_log_sequence',
    'relay_event_log_waiting',
    'relay_event_log_waiting_bytes',
    'relay_errors_waiting',
    'relay_key_checks_waiting',
    'relay_stream_connections',
    'relay_stream_waiting_bytes',
    'relay_stream_unauthenticated',
    'relay_webhook_waiting',
    'relay_webhook_in_flight',
  ])('shows the figure %s', async (name) => {
    const { text } = await world.request('GET', '/relay/metrics', { key });
    expect(text).toMatch(new RegExp(`^${name}(\\{[^}]*\\})? \\d+$`, 'm'));
  });

  it('keeps a request id that was sent, and makes one of its own for one that is unfit', async () => {
    const mine = await world.request('GET', '/relay/health', {
      headers: { 'x-request-id': 'a-1' },
    });
    expect(mine.headers.get('x-request-id')).toBe('a-1');
    const unfit = { 'x-request-id': 'x'.repeat(10_000) };
    const own = await world.request('GET', '/relay/health', { headers: unfit });
    expect(own.headers.get('x-request-id')).toMatch(/^.{1,64}$/);
  });
});
