import { RelayError } from '@3cx-relay/contracts';
import { RestOptions } from './rest.options';
import { aCall } from './testing/fakes';
import { RestWorld } from './testing/rest-world';

interface Problem {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly requestId: string;
  readonly errors?: { field: string }[];
}

async function problemOf(answer: Response): Promise<Problem> {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await answer.json()) as Problem;
  expect(problem.status).toBe(answer.status);
  expect(problem.requestId).toBe(answer.headers.get('x-request-id'));
  expect(problem.detail).not.toBe('');
  return problem;
}

/** Waits until a figure of this process stays the same for many turns of its loop. */
async function untilStill(figure: () => number): Promise<number> {
  let [last, turns] = [figure(), 0];
  while (turns < 200) {
    await new Promise((resolve) => setImmediate(resolve));
    turns = figure() === last ? turns + 1 : 0;
    last = figure();
  }
  return last;
}

describe('REST for integrators', () => {
  let world: RestWorld;
  let key: string;

  beforeAll(async () => {
    world = await RestWorld.start(new RestOptions('1.2.3', true));
    key = await world.key();
  }, 60_000);
  beforeEach(() => {
    world.active.calls = [aCall('mine', '101', '102'), aCall('other', '103', '104')];
    world.history.failure = undefined;
    world.commands.failure = undefined;
  });
  afterAll(() => world.stop(), 30_000);

  describe('health', () => {
    it('is public, and ok when all that is enabled is connected', async () => {
      const answer = await world.get('/relay/health');
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({
        status: 'ok',
        version: '1.2.3',
        components: { database: { state: 'disabled' } },
      });
    });

    it('is degraded, and still 200, while a connection is away', async () => {
      world.health.states.xapi = 'connecting';
      const answer = await world.get('/relay/health');
      world.health.states.xapi = 'connected';
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ status: 'degraded' });
    });
  });

  describe('every answer', () => {
    it('names the request, as the client did if that is a fit name', async () => {
      const own = await world.get('/relay/health', undefined, { 'x-request-id': 'abc-1' });
      expect(own.headers.get('x-request-id')).toBe('abc-1');
      const bad = await world.get('/relay/health', undefined, { 'x-request-id': '<script>' });
      expect(bad.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    });

    it('carries the security headers and does not name the server', async () => {
      const { headers } = await world.get('/relay/health');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-powered-by')).toBeNull();
    });

    it('tells the limits of the key, and refuses past them with Retry-After', async () => {
      const limited = await world.key({ rateLimitPerMinute: 1 });
      const first = await world.get('/relay/active-calls', limited);
      expect(first.headers.get('ratelimit-limit')).toBe('1');
      expect(first.headers.get('ratelimit-remaining')).toBe('0');
      const second = await world.get('/relay/active-calls', limited);
      expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await problemOf(second)).code).toBe('TOO_MANY_REQUESTS');
    });

    it('allows pages of named origins, and no others', async () => {
      const preflight = (origin: string) =>
        fetch(`${world.url}/relay/active-calls`, {
          method: 'OPTIONS',
          headers: { origin, 'access-control-request-method': 'GET' },
        });
      const good = await preflight('https://good.example');
      expect(good.status).toBe(204);
      expect(good.headers.get('access-control-allow-origin')).toBe('https://good.example');
      const evil = await preflight('https://evil.example');
      expect(evil.headers.get('access-control-allow-origin')).toBeNull();
    });
  });

  describe('a request that is refused', () => {
    it.each([
      ['without a key', undefined, 401, 'UNAUTHENTICATED'],
      ['with a wrong key', 'cxr_wrong', 401, 'INVALID_KEY'],
    ])('says so %s', async (_what, wrong, status, code) => {
      const answer = await world.get('/relay/active-calls', wrong);
      expect(answer.status).toBe(status);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      expect((await problemOf(answer)).code).toBe(code);
    });

    it('names the scope that is missing', async () => {
      const answer = await world.get(
        '/relay/active-calls',
        await world.key({ scopes: ['events:read'] }),
      );
      expect(answer.status).toBe(403);
      const problem = await problemOf(answer);
      expect(problem.code).toBe('INSUFFICIENT_SCOPE');
      expect(problem.detail).toContain('calls:read');
    });

    it('is 404 where there is nothing', async () => {
      expect((await problemOf(await world.get('/relay/nothing'))).code).toBe('NOT_FOUND');
      expect((await problemOf(await world.get('/elsewhere'))).code).toBe('NOT_FOUND');
    });

    it('is 405 with Allow where the method is wrong', async () => {
      const answer = await world.post('/relay/health', {});
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('GET, HEAD');
      expect((await problemOf(answer)).code).toBe('METHOD_NOT_ALLOWED');
    });

    it.each([
      ['a body that is not JSON', '{', {}, 400, 'INVALID_JSON'],
      [
        'a body of another type',
        'a=1',
        { 'content-type': 'text/plain' },
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      ['a body too large', JSON.stringify('x'.repeat(300_000)), {}, 413, 'PAYLOAD_TOO_LARGE'],
      ['a body that lacks fields', '{}', {}, 400, 'INVALID_REQUEST'],
      ['no object', '[]', {}, 400, 'INVALID_REQUEST'],
      [
        'a field nobody knows',
        '{"from":"101","to":"102","__proto__":{"a":1}}',
        {},
        400,
        'INVALID_REQUEST',
      ],
    ])('is refused for %s', async (_what, body, headers, status, code) => {
      const answer = await world.post('/relay/calls', body, key, headers);
      expect(answer.status).toBe(status);
      expect((await problemOf(answer)).code).toBe(code);
    });

    it('names every faulty field', async () => {
      const answer = await world.get('/relay/call-history?limit=0&start=never&x=1', key);
      const { code, errors } = await problemOf(answer);
      expect(code).toBe('INVALID_REQUEST');
      expect(errors?.map(({ field }) => field).sort()).toEqual(['limit', 'start', 'x']);
    });

    it.each([
      '/relay/active-calls/%ZZ',
      '/relay/events?since=%00',
      '/relay/events?since=1&since=2',
      '/relay/call-history?extension=%00',
      '/relay/call-history?cursor=a%00',
    ])('is a client error for %s', async (route) => {
      const answer = await world.get(route, key);
      expect(answer.status).toBe(400);
      await problemOf(answer);
    });
  });

  it('answers HEAD as GET, without a body, a stream or an export', async () => {
    for (const [route, accept] of [
      ['/relay/health', '*/*'],
      ['/relay/events', 'text/event-stream'],
      ['/relay/call-history', 'text/csv'],
    ]) {
      const answer = await fetch(`${world.url}${route}`, {
        method: 'HEAD',
        headers: { authorization: `Bearer ${key}`, accept: accept ?? '' },
      });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toContain('application/json');
    }
  });

  it('counts every use of a key, refused ones as errors', async () => {
    const made = await world.keys.create({ clientName: 'counted', scopes: ['calls:read'] });
    await (await world.get('/relay/active-calls', made.key)).text();
    await (await world.get('/relay/active-calls/absent', made.key)).text();
    await (await world.get('/relay/call-history', made.key)).text();
    // A use is counted when its answer is out, which the client may see a moment earlier.
    let items: { route: string; requests: number; errors: number }[] = [];
    for (let i = 0; i < 100 && items.length < 3; i += 1) {
      ({ items } = await world.keys.usageOf(made.id));
    }
    expect(items.map(({ route, requests, errors }) => ({ route, requests, errors }))).toEqual([
      { route: 'GET /relay/active-calls', requests: 1, errors: 0 },
      { route: 'GET /relay/active-calls/:callId', requests: 1, errors: 1 },
      { route: 'GET /relay/call-history', requests: 1, errors: 1 },
    ]);
  });

  describe('active calls', () => {
    it('are listed with the position at which they are true', async () => {
      const answer = (await (await world.get('/relay/active-calls', key)).json()) as {
        items: { callId: string }[];
      };
      expect(answer.items.map(({ callId }) => callId)).toEqual(['mine', 'other']);
      expect(answer).toMatchObject({ stale: false, sequence: '0000000000000007', epoch: 'E' });
    });

    it('can be asked for by DN', async () => {
      const answer = (await (await world.get('/relay/active-calls?dn=103,999', key)).json()) as {
        items: { callId: string }[];
      };
      expect(answer.items.map(({ callId }) => callId)).toEqual(['other']);
    });

    it('of other DNs do not exist for a restricted key', async () => {
      const restricted = await world.key({ dns: ['101' as never] });
      const list = (await (await world.get('/relay/active-calls', restricted)).json()) as {
        items: { callId: string }[];
      };
      expect(list.items.map(({ callId }) => callId)).toEqual(['mine']);
      const hidden = await problemOf(await world.get('/relay/active-calls/other', restricted));
      const absent = await problemOf(await world.get('/relay/active-calls/absent', restricted));
      expect({ ...hidden, requestId: '' }).toEqual({ ...absent, requestId: '' });
      expect((await world.get('/relay/active-calls/mine', restricted)).status).toBe(200);
    });
  });

  describe('call history', () => {
    it('is asked with instants and the restriction of the key', async () => {
      const restricted = await world.key({ dns: ['101' as never] });
      const answer = await world.get(
        '/relay/call-history?end=2026-01-31&answered=true',
        restricted,
      );
      expect(await answer.json()).toMatchObject({ items: [{ callId: 'h0' }], nextCursor: null });
      expect(world.history.searches.at(-1)).toEqual({
        end: '2026-02-01T00:00:00.000Z',
        answered: true,
        visibleDns: ['101'],
      });
    });

    it('comes as CSV with formulas defused', async () => {
      const answer = await world.get('/relay/call-history', key, { accept: 'text/csv' });
      expect(answer.headers.get('content-type')).toContain('text/csv');
      const lines = (await answer.text()).split('\r\n');
      expect(lines[0]).toMatch(/^callId,/);
      expect(lines[1]).toContain("'=cmd()");
      expect(lines).toHaveLength(world.history.size + 2);
    });

    it('reads a large export only as fast as the client takes it', async () => {
      world.history.size = 1_000_000;
      const answer = await world.get('/relay/call-history', key, { accept: 'text/csv' });
      const reader = answer.body?.getReader();
      await reader?.read();
      const waiting = await untilStill(() => world.history.read);
      expect(waiting).toBeLessThan(500_000);
      for (let taken = 0; world.history.read === waiting && taken < 1_000; taken += 1) {
        await reader?.read();
      }
      expect(world.history.read).toBeGreaterThan(waiting);
      await reader?.cancel();
      world.history.size = 2;
    });

    it('tells when the PBX is away, for pages and exports alike', async () => {
      world.history.failure = new RelayError('PBX_UNAVAILABLE');
      for (const accept of ['application/json', 'text/csv']) {
        const answer = await world.get('/relay/call-history', key, { accept });
        expect(answer.status).toBe(503);
        expect(answer.headers.get('retry-after')).not.toBeNull();
        expect((await problemOf(answer)).code).toBe('PBX_UNAVAILABLE');
      }
    });
  });

  describe('call control', () => {
    it('makes a call and answers 202 with it', async () => {
      const answer = await world.post('/relay/calls', { from: '101', to: '+4930123456' }, key);
      expect(answer.status).toBe(202);
      expect(await answer.json()).toMatchObject({ callId: expect.stringMatching(/^made/) });
    });

    it('makes one call for repeats with the same Idempotency-Key', async () => {
      const before = world.commands.made.length;
      const headers = { 'idempotency-key': `k${before}` };
      const send = (to: string) => world.post('/relay/calls', { from: '101', to }, key, headers);
      const answers = await Promise.all([send('102'), send('102')]);
      const [a, b] = await Promise.all(answers.map((answer) => answer.json()));
      expect(a).toEqual(b);
      expect(world.commands.made).toHaveLength(before + 1);
      expect((await problemOf(await send('103'))).code).toBe('CONFLICT');
    });

    it('lets a failed call be tried again with the same Idempotency-Key', async () => {
      const headers = { 'idempotency-key': 'again' };
      world.commands.failure = new RelayError('PBX_REFUSED', { detail: 'Busy: try later.' });
      const body = { from: '101', to: '102' };
      const refused = await world.post('/relay/calls', body, key, headers);
      expect(refused.status).toBe(409);
      expect((await problemOf(refused)).detail).toBe('Busy: try later.');
      world.commands.failure = undefined;
      expect((await world.post('/relay/calls', body, key, headers)).status).toBe(202);
    });

    it('acts on a participant', async () => {
      const answer = await world.post('/relay/calls/mine/transfer', { dn: '101', to: '103' }, key);
      expect(answer.status).toBe(202);
      expect(world.commands.acts.at(-1)).toEqual({
        callId: 'mine',
        command: { action: 'transfer', dn: '101', to: '103' },
      });
    });

    it('lets a restricted key control its own DNs alone', async () => {
      const restricted = await world.key({ dns: ['101' as never] });
      const codeOf = async (route: string, body: object) =>
        (await problemOf(await world.post(route, body, restricted))).code;
      expect(await codeOf('/relay/calls', { from: '103', to: '101' })).toBe('DN_NOT_ALLOWED');
      expect(await codeOf('/relay/calls/mine/drop', { dn: '102' })).toBe('DN_NOT_ALLOWED');
      expect(await codeOf('/relay/calls/other/drop', { dn: '103' })).toBe('NOT_FOUND');
    });
  });

  describe('metrics', () => {
    it('are open to the loopback address when that is set, not to what comes through a proxy', async () => {
      expect(await (await world.get('/relay/metrics')).text()).toBe('relay_up 1\n');
      const proxied = await world.get('/relay/metrics', undefined, {
        'x-forwarded-for': '192.0.2.1',
      });
      expect((await problemOf(proxied)).code).toBe('UNAUTHENTICATED');
    });

    it('are of all DNs, so that a key for some may not read them', async () => {
      const all = await world.key({ scopes: ['metrics:read'] });
      expect((await world.get('/relay/metrics', all)).status).toBe(200);
      const some = await world.key({ scopes: ['metrics:read'], dns: ['101' as never] });
      const refused = await world.get('/relay/metrics', some);
      expect(refused.status).toBe(403);
      expect((await problemOf(refused)).code).toBe('DN_NOT_ALLOWED');
    });
  });
});
