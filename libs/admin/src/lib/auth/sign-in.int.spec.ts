import { Databases } from '@3cx-relay/store/testing';
import { FIRST_PASSWORD, givenAdmin, type World } from '../testing/world';

describe('signing in', () => {
  let databases: Databases;
  let world: World;

  beforeAll(async () => {
    databases = await Databases.start();
    world = await givenAdmin(databases);
  }, 60_000);
  afterAll(async () => {
    await world.stop();
    await databases.stop();
  });
  beforeEach(() => world.clock.shift(120_000));

  it('sets a cookie that scripts and other sites cannot use, and answers user and CSRF token', async () => {
    const client = world.client();
    const answer = await client.signIn('admin', FIRST_PASSWORD);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      user: { username: 'admin', role: 'admin', mustChangePassword: false },
      csrfToken: expect.stringMatching(/^[\w-]{43}$/),
    });
    const cookie = answer.headers.getSetCookie().find((one) => one.startsWith('admin_token='));
    expect(cookie).toMatch(/; Path=\//);
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Strict/);
    expect(cookie).not.toMatch(/Secure/);
    const expires = Date.parse(/; Expires=([^;]+)/.exec(cookie ?? '')?.[1] ?? '');
    expect(Math.abs(expires - world.clock.now() - 24 * 3_600_000)).toBeLessThan(30_000);
    const [head = ''] = (client.cookies.get('admin_token') ?? '').split('.');
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toMatchObject({ alg: 'HS256' });
    expect((await client.get('/admin/me')).body).toEqual(answer.body);
  });

  it('keeps the cookie to HTTPS behind a proxy that speaks HTTPS', async () => {
    const body = { username: 'admin', password: FIRST_PASSWORD };
    const answer = await world
      .client()
      .post('/admin/login', body, { 'x-forwarded-proto': 'https' });
    const cookies = answer.headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    expect(cookies.every((cookie) => cookie.includes('; Secure'))).toBe(true);
  });

  it('finds the user whatever the case of the name', async () => {
    expect((await world.client().signIn('ADMIN', FIRST_PASSWORD)).status).toBe(200);
  });

  it('tells nobody whether a user exists, neither by words nor by time', async () => {
    const timed = async (username: string, n: number) => {
      const started = performance.now();
      const answer = await world.client(`198.51.100.${n}`).signIn(username, 'wrong password');
      return { answer, ms: performance.now() - started };
    };
    const median = (ms: number[]) => ms.toSorted((a, b) => a - b)[Math.floor(ms.length / 2)] ?? 0;
    const known: number[] = [];
    const unknown: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      const right = await timed('admin', 2 * n);
      const wrong = await timed('nobody', 2 * n + 1);
      known.push(right.ms);
      unknown.push(wrong.ms);
      expect([right.answer.status, wrong.answer.status]).toEqual([401, 401]);
      expect(right.answer.body['code']).toBe('INVALID_CREDENTIALS');
      expect({ ...right.answer.body, requestId: '' }).toEqual({
        ...wrong.answer.body,
        requestId: '',
      });
    }
    expect(Math.abs(median(known) - median(unknown)) / median(known)).toBeLessThan(0.5);
  });

  it('refuses the sixth try within a minute and says when to come back', async () => {
    const client = world.client();
    for (let n = 0; n < 5; n += 1) {
      expect((await client.signIn('admin', 'wrong password')).status).toBe(401);
    }
    const refused = await client.signIn('admin', FIRST_PASSWORD);
    expect(refused.status).toBe(429);
    expect(refused.body['code']).toBe('TOO_MANY_REQUESTS');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
    expect((await world.client('203.0.113.2').signIn('admin', FIRST_PASSWORD)).status).toBe(200);
    world.clock.shift(60_000);
    expect((await client.signIn('admin', FIRST_PASSWORD)).status).toBe(200);
  });

  it('counts tries that are made at once', async () => {
    const tries = Array.from({ length: 12 }, () =>
      world.client().signIn('admin', 'wrong password'),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(7);
  });

  it('lets a browser in that signed in before, whatever others behind its address do', async () => {
    const known = await world.admin();
    const other = world.client();
    for (let n = 0; n < 6; n += 1) await other.signIn('admin', 'wrong password');
    expect((await other.signIn('admin', FIRST_PASSWORD)).status).toBe(429);
    expect((await known.signIn('admin', FIRST_PASSWORD)).status).toBe(200);
  });

  it('ends the session on the server, not only the cookie', async () => {
    const client = await world.admin();
    const cookie = client.cookieHeader;
    expect((await client.post('/admin/logout')).status).toBe(204);
    expect(client.cookies.has('admin_token')).toBe(false);
    const again = await world.client().get('/admin/stats', { cookie });
    expect(again.status).toBe(401);
    expect(again.body['code']).toBe('UNAUTHENTICATED');
    expect((await world.client().get('/admin/me', { cookie })).body).toEqual({
      user: null,
      csrfToken: null,
    });
  });

  it('ends every session after 24 hours', async () => {
    const client = await world.admin();
    world.clock.shift(23.9 * 3_600_000);
    expect((await client.get('/admin/features')).status).toBe(200);
    world.clock.shift(0.2 * 3_600_000);
    expect((await client.get('/admin/features')).status).toBe(401);
  });

  it('takes the token as a bearer token, which needs no CSRF token', async () => {
    const client = await world.admin();
    const authorization = `Bearer ${client.cookies.get('admin_token')}`;
    const bearer = world.client();
    expect((await bearer.get('/admin/features', { authorization })).status).toBe(200);
    expect((await bearer.post('/admin/logout', {}, { authorization })).status).toBe(204);
  });

  it('does not fall back to the cookie when the bearer token is none', async () => {
    const client = await world.admin();
    const answer = await client.get('/admin/features', { authorization: 'Bearer forged' });
    expect(answer.status).toBe(401);
  });

  it('changes nothing for a cookie without the CSRF token of its session', async () => {
    const client = await world.admin();
    const { csrfToken } = await world.admin();
    for (const token of [undefined, 'wrong', csrfToken]) {
      client.csrfToken = token;
      const answer = await client.post('/admin/logout');
      expect(answer.status).toBe(403);
      expect(answer.body['code']).toBe('CSRF_FAILED');
    }
    expect((await client.get('/admin/features')).status).toBe(200);
  });

  it('trusts no token that it did not sign', async () => {
    const client = await world.admin();
    const [header, claims] = (client.cookies.get('admin_token') ?? '').split('.');
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    for (const token of [`${none}.${claims}.`, `${header}.${claims}.AAAA`, 'x', '']) {
      expect(
        (await world.client().get('/admin/stats', { cookie: `admin_token=${token}` })).status,
      ).toBe(401);
    }
  });

  it('names the faults of a body that is no sign-in', async () => {
    const answer = await world.client().post('/admin/login', { username: 7, admin: true });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'INVALID_REQUEST' });
    const nul = await world.client().post('/admin/login', { username: 'a\0b', password: 'x' });
    expect(nul.status).toBe(400);
  });
});
