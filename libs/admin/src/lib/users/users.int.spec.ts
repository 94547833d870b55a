import { Databases } from '@3cx-relay/store/testing';
import type { Answer } from '../testing/admin-client';
import { newTotp } from '../testing/authenticator';
import { FIRST_PASSWORD, givenAdmin, type World } from '../testing/world';

const PASSWORD = 'viewer horse battery';

describe('users and roles', () => {
  let databases: Databases;
  let world: World;

  beforeAll(async () => {
    databases = await Databases.start();
  }, 60_000);
  afterAll(() => databases.stop());
  beforeEach(async () => {
    world = await givenAdmin(databases);
  });
  afterEach(() => world.stop());

  async function given(username: string, role: 'admin' | 'viewer') {
    const admin = await world.admin();
    const made = await admin.post('/admin/users', { username, password: PASSWORD, role });
    expect(made.status).toBe(201);
    const client = world.client();
    expect((await client.signIn(username, PASSWORD)).status).toBe(200);
    return { admin, client, id: String(made.body['id']) };
  }

  it('lets a viewer read and refuses what needs an admin, on every route', async () => {
    const { client } = await given('vera', 'viewer');
    const { body } = await client.get('/admin/openapi.json');
    const paths = body['paths'] as Record<string, Record<string, { 'x-role': string }>>;
    const seen = { admin: 0, any: 0 };
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, { 'x-role': role }] of Object.entries(methods)) {
        if (role === 'public' || path === '/admin/logout' || path.startsWith('/admin/totp/'))
          continue;
        const url = path.replaceAll(/\{component\}/g, 'xapi').replaceAll(/\{\w+\}/g, 'x');
        const request = { method: method.toUpperCase(), ...(method === 'get' ? {} : { body: {} }) };
        const answer = await client.send(url, request);
        if (role === 'admin') {
          seen.admin += 1;
          expect([url, answer.status, answer.body['code']]).toEqual([
            url,
            403,
            'INSUFFICIENT_ROLE',
          ]);
        } else {
          seen.any += 1;
          expect([url, answer.status]).not.toEqual([url, 403]);
        }
      }
    }
    expect(seen.admin).toBeGreaterThan(20);
    expect(seen.any).toBeGreaterThan(10);
  });

  it('never shows a password hash or a secret', async () => {
    const { admin } = await given('vera', 'viewer');
    const { text, body } = await admin.get('/admin/users?search=VER');
    expect(body['items']).toEqual([
      {
        id: expect.any(String),
        username: 'vera',
        role: 'viewer',
        enabled: true,
        mustChangePassword: false,
        totpEnabled: false,
        createdAt: expect.any(String),
        lastSignInAt: expect.any(String),
        sessions: 1,
      },
    ]);
    expect(text).not.toContain('$2b$');
  });

  it('takes no password of fewer than 12 characters, for a new user or an old one', async () => {
    const { admin, id } = await given('vera', 'viewer');
    const short = { password: 'eleven char' };
    const made = await admin.post('/admin/users', { username: 'v', role: 'viewer', ...short });
    const changed = await admin.patch(`/admin/users/${id}`, short);
    for (const { status, body } of [made, changed]) {
      expect([status, body['errors']]).toMatchObject([400, [{ field: 'password' }]]);
    }
  });

  it('takes a second factor off for somebody who lost the device', async () => {
    const { admin, client, id } = await given('vera', 'viewer');
    const { code } = await newTotp(client, PASSWORD, world.clock);
    await client.post('/admin/totp/confirm', { code });
    expect((await world.client().signIn('vera', PASSWORD)).status).toBe(401);
    await admin.patch(`/admin/users/${id}`, { totpEnabled: false });
    expect((await world.client().signIn('vera', PASSWORD)).status).toBe(200);
  });

  it('takes a name once, whatever its case', async () => {
    const { admin } = await given('vera', 'viewer');
    const body = { username: 'VERA', password: PASSWORD, role: 'admin' };
    const refused = await admin.post('/admin/users', body);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'CONFLICT',
      errors: [{ field: 'username', message: 'This name is taken. Choose another.' }],
    });
  });

  it('ends the sessions of a user who gets another role, another password or is switched off', async () => {
    for (const change of [
      { role: 'admin' },
      { password: 'new horse battery' },
      { enabled: false },
    ]) {
      const { admin, client, id } = await given(`user-${Object.keys(change)[0]}`, 'viewer');
      expect((await client.get('/admin/stats')).status).toBe(200);
      expect((await admin.patch(`/admin/users/${id}`, change)).status).toBe(200);
      expect((await client.get('/admin/stats')).status).toBe(401);
    }
    expect((await world.client().signIn('user-enabled', PASSWORD)).status).toBe(401);
  });

  it('ends the sessions of a deleted user', async () => {
    const { admin, client, id } = await given('vera', 'viewer');
    expect((await admin.delete(`/admin/users/${id}`)).status).toBe(204);
    expect((await client.get('/admin/stats')).status).toBe(401);
    expect((await admin.delete(`/admin/users/${id}`)).status).toBe(404);
  });

  it('never takes the last admin away, not even when two go at once', async () => {
    const { admin, client, id } = await given('adam', 'admin');
    const { body } = await admin.get('/admin/users?search=admin');
    const first = (body['items'] as { id: string }[])[0]?.id;
    const answers = await Promise.all([
      admin.delete(`/admin/users/${id}`),
      client.patch(`/admin/users/${first}`, { role: 'viewer' }),
    ]);
    expect(answers.map(({ status }) => status).filter((status) => status < 300)).toHaveLength(1);
    const rows: unknown[] = await world.db.query(`SELECT 1 FROM admin_users WHERE role = 'admin'`);
    expect(rows).toHaveLength(1);
  });

  it('tells the last admin why', async () => {
    const admin = await world.admin();
    const { body } = await admin.get('/admin/users');
    const id = (body['items'] as { id: string }[])[0]?.id;
    for (const change of [{ role: 'viewer' }, { enabled: false }]) {
      const refused = await admin.patch(`/admin/users/${id}`, change);
      expect([refused.status, refused.body['detail']]).toEqual([
        409,
        '"admin" is the last admin. Make another one first.',
      ]);
    }
    expect((await admin.delete(`/admin/users/${id}`)).status).toBe(409);
    expect((await admin.get('/admin/users')).status).toBe(200);
  });

  it('pages through users by name', async () => {
    const admin = await world.admin();
    for (const username of ['carl', 'bea', 'dora']) {
      await admin.post('/admin/users', { username, password: PASSWORD, role: 'viewer' });
    }
    const names: string[] = [];
    let cursor: string | null = '';
    for (let page = 0; page < 4 && cursor !== null; page += 1) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body }: Answer = await admin.get(`/admin/users?limit=2${query}`);
      names.push(...(body['items'] as { username: string }[]).map(({ username }) => username));
      cursor = body['nextCursor'] as string | null;
    }
    expect(names).toEqual(['admin', 'bea', 'carl', 'dora']);
    for (const bad of ['x', Buffer.from('["\\u0000"]').toString('base64url')]) {
      expect((await admin.get(`/admin/users?cursor=${bad}`)).status).toBe(400);
    }
  });

  it('notes in the audit who did what and from where, failed sign-ins too', async () => {
    const { admin, id } = await given('vera', 'viewer');
    await world.client('198.51.100.9').signIn('mallory', 'wrong');
    await admin.patch(`/admin/users/${id}`, { password: 'new horse battery' });
    await admin.post('/admin/connections/xapi/reconnect');
    const { body, text } = await admin.get('/admin/audit');
    const items = body['items'] as { action: string; actor: string; address: string }[];
    expect(items.map(({ action, actor }) => `${actor} ${action}`)).toEqual([
      'admin connection.reconnect',
      'admin user.changed',
      'mallory session.refused',
      'vera session.started',
      'admin user.created',
      'admin session.started',
    ]);
    expect(items[2]?.address).toBe('198.51.100.9');
    expect(text).not.toContain('new horse battery');
    expect(text).not.toContain(FIRST_PASSWORD);
  });
});
