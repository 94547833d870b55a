import { Databases } from '@3cx-relay/store/testing';
import { newTotp, codeOf } from '../testing/authenticator';
import { DEFAULT_ADMIN_PASSWORD } from '../admin-options';
import { FirstUser } from '../users/first-user';
import { FIRST_PASSWORD, givenAdmin, type World } from '../testing/world';

const NEW_PASSWORD = 'another horse battery';

describe('the own account', () => {
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

  it('ends all other sessions with a new password and renews this one', async () => {
    const here = await world.admin();
    const elsewhere = await world.admin();
    const before = here.cookieHeader;
    const body = { currentPassword: FIRST_PASSWORD, newPassword: NEW_PASSWORD };
    const changed = await here.post('/admin/password', body);
    expect(changed.status).toBe(200);
    here.csrfToken = String(changed.body['csrfToken']);
    expect((await elsewhere.get('/admin/stats')).status).toBe(401);
    expect((await world.client().get('/admin/stats', { cookie: before })).status).toBe(401);
    expect((await here.get('/admin/stats')).status).toBe(200);
    expect((await here.post('/admin/sessions/end-others')).status).toBe(200);
    expect((await world.client().signIn('admin', FIRST_PASSWORD)).status).toBe(401);
    expect((await world.client().signIn('admin', NEW_PASSWORD)).status).toBe(200);
  });

  it('takes no new password without the current one, nor a short, long or equal one', async () => {
    const client = await world.admin();
    const change = (currentPassword: string, newPassword: string) =>
      client.post('/admin/password', { currentPassword, newPassword });
    expect((await change('wrong', NEW_PASSWORD)).body).toMatchObject({
      code: 'INVALID_CREDENTIALS',
      errors: [{ field: 'currentPassword' }],
    });
    for (const bad of ['short', 'x'.repeat(73), FIRST_PASSWORD]) {
      const refused = await change(FIRST_PASSWORD, bad);
      expect(refused.status).toBe(400);
      expect(refused.body['errors']).toMatchObject([{ field: 'newPassword' }]);
    }
    expect((await client.get('/admin/stats')).status).toBe(200);
  });

  it('limits guessing the current password with a stolen session', async () => {
    const client = await world.admin();
    const body = { currentPassword: 'wrong', newPassword: NEW_PASSWORD };
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1)
      statuses.push((await client.post('/admin/password', body)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await world.client().signIn('admin', FIRST_PASSWORD)).status).toBe(200);
  });

  it('lists the own sessions and ends one of them', async () => {
    const here = await world.admin();
    await world.admin();
    const { body } = await here.get('/admin/sessions');
    const items = body['items'] as { id: string; current: boolean; address: string }[];
    expect(items.map(({ current }) => current).toSorted()).toEqual([false, true]);
    expect(items[0]?.address).toBe('203.0.113.1');
    const other = items.find(({ current }) => !current);
    expect((await here.delete(`/admin/sessions/${other?.id}`)).status).toBe(204);
    expect((await here.delete(`/admin/sessions/${other?.id}`)).status).toBe(404);
    expect((await here.get('/admin/sessions')).body['items']).toHaveLength(1);
    await world.admin();
    expect((await here.post('/admin/sessions/end-others')).body).toEqual({ ended: 1 });
    const ended = await here.get('/admin/audit?action=session.ended');
    expect(ended.body['items']).toMatchObject([{ detail: { sessionsEnded: 1 } }, { detail: {} }]);
  });

  it('ends no session of somebody else', async () => {
    const admin = await world.admin();
    const vera = { username: 'vera', password: NEW_PASSWORD };
    await admin.post('/admin/users', { ...vera, role: 'viewer' });
    const viewer = world.client();
    await viewer.signIn(vera.username, vera.password);
    const { body } = await admin.get('/admin/sessions');
    const [own] = body['items'] as { id: string }[];
    expect((await viewer.delete(`/admin/sessions/${own?.id}`)).status).toBe(404);
    expect((await admin.get('/admin/stats')).status).toBe(200);
  });

  it('asks for the second factor once it is confirmed, and takes each code once', async () => {
    const client = await world.admin();
    const { secret, code } = await newTotp(client, FIRST_PASSWORD, world.clock);
    expect((await world.client().signIn('admin', FIRST_PASSWORD)).status).toBe(200);
    const confirmed = await client.post('/admin/totp/confirm', { code });
    expect(confirmed.body['recoveryCodes']).toHaveLength(10);

    const asked = await world.client().signIn('admin', FIRST_PASSWORD);
    expect(asked.status).toBe(401);
    expect(asked.body).toMatchObject({ code: 'INVALID_CREDENTIALS', errors: [{ field: 'totp' }] });
    expect((await world.client().signIn('admin', FIRST_PASSWORD, { totp: code })).status).toBe(401);
    world.clock.shift(60_000);
    const next = { totp: codeOf(secret, world.clock) };
    expect((await world.client().signIn('admin', 'wrong', next)).body['errors']).toBeUndefined();
    expect((await world.client().signIn('admin', FIRST_PASSWORD, next)).status).toBe(200);
    expect((await world.client().signIn('admin', FIRST_PASSWORD, next)).status).toBe(401);
  });

  it('limits guessing codes from many addresses, and lets a known browser in meanwhile', async () => {
    const client = await world.admin();
    const { secret, code } = await newTotp(client, FIRST_PASSWORD, world.clock);
    await client.post('/admin/totp/confirm', { code });
    world.clock.shift(60_000);
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      const guess = world.client(`198.51.100.${n}`);
      statuses.push((await guess.signIn('admin', FIRST_PASSWORD, { totp: '000000' })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    const totp = codeOf(secret, world.clock);
    expect((await client.signIn('admin', FIRST_PASSWORD, { totp })).status).toBe(200);
  });

  it('takes each recovery code once in place of the app', async () => {
    const client = await world.admin();
    const { code } = await newTotp(client, FIRST_PASSWORD, world.clock);
    const { body } = await client.post('/admin/totp/confirm', { code });
    const [recovery] = body['recoveryCodes'] as string[];
    const totp = String(recovery).toUpperCase();
    expect((await world.client().signIn('admin', FIRST_PASSWORD, { totp })).status).toBe(200);
    expect((await world.client().signIn('admin', FIRST_PASSWORD, { totp })).status).toBe(401);
    expect((await client.get('/admin/totp')).body).toEqual({ enabled: true, recoveryCodesLeft: 9 });
  });

  it('lets one of two in who bring the same recovery code at once', async () => {
    const client = await world.admin();
    const { code } = await newTotp(client, FIRST_PASSWORD, world.clock);
    const { body } = await client.post('/admin/totp/confirm', { code });
    const [totp] = body['recoveryCodes'] as string[];
    const both = await Promise.all(
      ['198.51.100.1', '198.51.100.2'].map((address) =>
        world.client(address).signIn('admin', FIRST_PASSWORD, { totp }),
      ),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401]);
  });

  it('makes new recovery codes for the password and a code alone; the old ones are void', async () => {
    const client = await world.admin();
    const { secret, code } = await newTotp(client, FIRST_PASSWORD, world.clock);
    const confirmed = await client.post('/admin/totp/confirm', { code });
    const [old] = confirmed.body['recoveryCodes'] as string[];
    world.clock.shift(60_000);
    const renewed = await client.post('/admin/totp/recovery-codes', {
      ...{ currentPassword: FIRST_PASSWORD, code: codeOf(secret, world.clock) },
    });
    const [fresh] = renewed.body['recoveryCodes'] as string[];
    const signIn = (totp: string | undefined) =>
      world.client().signIn('admin', FIRST_PASSWORD, { totp });
    expect((await signIn(old)).status).toBe(401);
    expect((await signIn(fresh)).status).toBe(200);
  });

  it('limits guessing codes with a stolen session and the password', async () => {
    const client = await world.admin();
    const { code } = await newTotp(client, FIRST_PASSWORD, world.clock);
    await client.post('/admin/totp/confirm', { code });
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      const guess = { currentPassword: FIRST_PASSWORD, code: `00000${n}` };
      statuses.push((await client.post('/admin/totp/disable', guess)).status);
    }
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429]);
  });

  it('keeps the secret of the second factor unreadable in the store', async () => {
    const client = await world.admin();
    const { secret, code } = await newTotp(client, FIRST_PASSWORD, world.clock);
    await client.post('/admin/totp/confirm', { code });
    const rows: unknown = await world.db.query('SELECT * FROM admin_users');
    const stored = JSON.stringify(rows, (_, value: unknown) =>
      Buffer.isBuffer(value) ? value.toString('latin1') : value,
    );
    expect(stored).not.toContain(secret.toString('latin1'));
  });

  it('takes the second factor off for the password and a code alone', async () => {
    const client = await world.admin();
    const { secret, code } = await newTotp(client, FIRST_PASSWORD, world.clock);
    await client.post('/admin/totp/confirm', { code });
    const off = (currentPassword: string, typed: string) =>
      client.post('/admin/totp/disable', { currentPassword, code: typed });
    expect((await off(FIRST_PASSWORD, '000000')).status).toBe(400);
    world.clock.shift(60_000);
    expect((await off('wrong', codeOf(secret, world.clock))).status).toBe(401);
    expect((await off(FIRST_PASSWORD, codeOf(secret, world.clock))).status).toBe(204);
    expect((await world.client().signIn('admin', FIRST_PASSWORD)).status).toBe(200);
  });
});

describe('the default password', () => {
  let databases: Databases;

  beforeAll(async () => {
    databases = await Databases.start();
  }, 60_000);
  afterAll(() => databases.stop());

  it('closes every route but me, password, logout and the API description until it is changed', async () => {
    const world = await givenAdmin(databases, { firstPassword: DEFAULT_ADMIN_PASSWORD });
    const client = world.client();
    const signedIn = await client.signIn('admin', DEFAULT_ADMIN_PASSWORD);
    expect(signedIn.body['user']).toMatchObject({ mustChangePassword: true });
    const { body } = await client.get('/admin/openapi.json');
    const paths = Object.keys(body['paths'] as object).filter((path) => !path.includes('{'));
    const statuses: Record<string, number> = {};
    for (const path of paths) {
      if (!(path in (body['paths'] as object))) continue;
      const methods = Object.keys((body['paths'] as Record<string, object>)[path] ?? {});
      if (methods.includes('get')) statuses[path] = (await client.get(path)).status;
    }
    const open = Object.entries(statuses).flatMap(([path, status]) => (status === 200 ? path : []));
    expect(open.toSorted()).toEqual(['/admin/me', '/admin/openapi.json']);
    const closed = Object.values(statuses).filter((status) => status === 403);
    expect(closed).toHaveLength(Object.keys(statuses).length - 2);
    expect((await client.get('/admin/stats')).body['code']).toBe('PASSWORD_CHANGE_REQUIRED');

    const change = { currentPassword: DEFAULT_ADMIN_PASSWORD, newPassword: NEW_PASSWORD };
    const changed = await client.post('/admin/password', change);
    expect(changed.body['user']).toMatchObject({ mustChangePassword: false });
    expect((await client.get('/admin/stats')).status).toBe(200);
    expect(await world.get(FirstUser).ensure()).toEqual({ defaultPassword: false });
    await world.stop();
  });

  it('lets somebody out who does not want to change it now', async () => {
    const world = await givenAdmin(databases, { firstPassword: DEFAULT_ADMIN_PASSWORD });
    const client = world.client();
    await client.signIn('admin', DEFAULT_ADMIN_PASSWORD);
    expect((await client.post('/admin/logout')).status).toBe(204);
    expect(await world.get(FirstUser).ensure()).toEqual({ defaultPassword: true });
    await world.stop();
  });

  it('is lifted by another first password, which never replaces one that somebody chose', async () => {
    const world = await givenAdmin(databases, { firstPassword: FIRST_PASSWORD });
    await world.db.query('UPDATE admin_users SET default_password = true');
    expect(await world.get(FirstUser).ensure()).toEqual({ defaultPassword: false });
    const client = await world.admin();
    const change = { currentPassword: FIRST_PASSWORD, newPassword: NEW_PASSWORD };
    await client.post('/admin/password', change);
    await world.get(FirstUser).ensure();
    expect((await world.client().signIn('admin', FIRST_PASSWORD)).status).toBe(401);
    expect((await world.client().signIn('admin', NEW_PASSWORD)).status).toBe(200);
    await world.stop();
  });
});
