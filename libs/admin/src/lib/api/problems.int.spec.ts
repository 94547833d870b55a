import { Databases } from '@3cx-relay/store/testing';
import { FIRST_PASSWORD, givenAdmin, type World } from '../testing/world';

describe('faulty requests to /admin', () => {
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

  const raw = async (path: string, init: RequestInit) => {
    const response = await fetch(world.base + path, init);
    const body = (await response.json()) as Record<string, unknown>;
    return { status: response.status, headers: response.headers, body };
  };

  it('are answered as problem+json with a request id, unknown routes too', async () => {
    const answer = await raw('/admin/nothing', {});
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(answer.body['requestId']).toBe(answer.headers.get('x-request-id'));
    expect(answer.body['detail']).not.toBe('');
  });

  it('name the methods of a route that has others', async () => {
    const answer = await raw('/admin/login', { method: 'DELETE' });
    expect([answer.status, answer.body['code']]).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(answer.headers.get('allow')).toContain('POST');
  });

  it('refuse bodies that are no JSON, of another type, or too large', async () => {
    const post = (body: string, type: string) =>
      raw('/admin/login', { method: 'POST', body, headers: { 'content-type': type } });
    expect((await post('{', 'application/json')).body['code']).toBe('INVALID_JSON');
    expect((await post('a=b', 'application/x-www-form-urlencoded')).status).toBe(415);
    const large = JSON.stringify({ username: 'x'.repeat(300_000), password: 'x' });
    expect((await post(large, 'application/json')).status).toBe(413);
    expect((await post('[]', 'application/json')).status).toBe(400);
  });

  it('never reach a page of another origin or a cache', async () => {
    const client = world.client();
    const answer = await client.signIn('admin', FIRST_PASSWORD);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('tell nothing of the store when it fails, and all is well after', async () => {
    const client = await world.admin();
    await world.db.query('ALTER TABLE admin_sessions RENAME TO away');
    const broken = await client.get('/admin/stats');
    expect(broken.status).toBeGreaterThanOrEqual(500);
    expect(broken.text).not.toContain('admin_sessions');
    await world.db.query('ALTER TABLE away RENAME TO admin_sessions');
    expect((await client.get('/admin/stats')).status).toBe(200);
  });

  it('answer 503 with a time to come back while the store is away', async () => {
    const own = await Databases.start();
    const lonely = await givenAdmin(own);
    const client = await lonely.admin();
    await own.stop();
    for (const answer of [
      await client.get('/admin/stats'),
      await client.signIn('admin', FIRST_PASSWORD),
    ]) {
      expect([answer.status, answer.body['code']]).toEqual([503, 'STORE_UNAVAILABLE']);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    await lonely.stop();
  });
});
