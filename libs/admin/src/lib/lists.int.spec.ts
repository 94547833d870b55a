import { ADMIN_USER_SORTS, API_KEY_SORTS, AUDIT_SORTS, ERROR_SORTS } from '@3cx-relay/contracts';
import { ErrorFeed } from '@3cx-relay/errors';
import { Databases } from '@3cx-relay/store/testing';
import type { AdminClient } from './testing/admin-client';
import { givenAdmin, type World } from './testing/world';

type Item = Readonly<Record<string, unknown>>;

const CASES = [
  ['/admin/users', ADMIN_USER_SORTS, 'username'],
  ['/admin/api-keys', API_KEY_SORTS, 'id'],
  ['/admin/errors', ERROR_SORTS, 'id'],
  ['/admin/audit', AUDIT_SORTS, 'id'],
] as const;

const ORDERS = CASES.flatMap(([path, sorts, id]) =>
  sorts.flatMap((sort) => [
    { path, sort, order: sort, id },
    { path, sort, order: `-${sort}`, id },
  ]),
);

/** What the words of a field mean when they are compared. */
const SEVERITIES = ['debug', 'info', 'warning', 'error', 'critical'];

describe('sorted lists', () => {
  let databases: Databases;
  let world: World;
  let admin: AdminClient;

  beforeAll(async () => {
    databases = await Databases.start();
    world = await givenAdmin(databases);
    admin = await world.admin();
    for (const username of ['Zoe', 'bob', 'Ann']) {
      const role = username === 'bob' ? 'admin' : 'viewer';
      await admin.post('/admin/users', { username, role, password: 'a long enough one' });
    }
    await world.client().signIn('mallory', 'a guess');
    for (const clientName of ['zeta', 'Alpha', 'beta', 'alpha']) {
      const expiresAt = clientName === 'beta' ? '2999-01-01T00:00:00Z' : null;
      await admin.post('/admin/api-keys', { clientName, scopes: ['read'], expiresAt });
    }
    await world.db.query(`UPDATE api_keys SET last_used_at = now() WHERE client_name = 'Alpha'`);
    await world.db.query(`UPDATE admin_users SET enabled = false WHERE username = 'Zoe'`);
    const { items } = (await admin.get('/admin/api-keys')).body as { items: Item[] };
    await admin.delete(`/admin/api-keys/${String(items[1]?.['id'])}`);
    const feed = world.get(ErrorFeed);
    const report = { message: 'm', code: 'C', component: 'store' } as const;
    for (const error of [
      { ...report, severity: 'warning', message: 'b', code: 'W' },
      { ...report, severity: 'critical', message: 'a' },
      { ...report, severity: 'critical', message: 'a' },
      { ...report, severity: 'info', component: 'xapi' },
    ] as const) {
      feed.report(error);
      world.clock.shift(1_000);
    }
    await feed.flush();
  }, 60_000);
  afterAll(async () => {
    await world.stop();
    await databases.stop();
  });

  /** All items, read in pages of two. */
  async function walk(path: string, order: string): Promise<Item[]> {
    const seen: Item[] = [];
    for (let cursor = ''; ;) {
      const query = `sort=${order}&limit=2${cursor && `&cursor=${cursor}`}`;
      const { status, body, text } = await admin.get(`${path}?${query}`);
      if (status !== 200) throw new Error(text);
      seen.push(...(body['items'] as Item[]));
      const { nextCursor } = body as { nextCursor: string | null };
      if (nextCursor === null) return seen;
      cursor = nextCursor;
    }
  }

  it.each(ORDERS)('reads $path by $order over pages, each row once', async (given) => {
    const { path, sort, order, id } = given;
    const seen = await walk(path, order);
    const all = (await admin.get(`${path}?limit=1000`)).body['items'] as Item[];
    expect(seen.map((item) => item[id]).toSorted()).toEqual(all.map((item) => item[id]).toSorted());
    const values = seen.map((item) => comparable(sort, item[sort]));
    const ascending = order === sort ? values : values.toReversed();
    expect(ascending).toEqual(ascending.toSorted(compare));
    expect(new Set(values).size).toBeGreaterThan(sort === 'totpEnabled' ? 0 : 1);
  });

  it.each(CASES)('refuses to sort %s by a field that it does not have', async (path) => {
    const { status, body } = await admin.get(`${path}?sort=passwordHash`);
    expect([status, body['code']]).toEqual([400, 'INVALID_REQUEST']);
    expect(body['errors']).toEqual([
      { field: 'sort', message: expect.stringContaining('must be one of ') },
    ]);
  });

  it('refuses to go on in another order than the page before', async () => {
    const { body } = await admin.get('/admin/users?sort=role&limit=1');
    const on = await admin.get(`/admin/users?sort=-role&cursor=${String(body['nextCursor'])}`);
    expect([on.status, on.body['code']]).toEqual([400, 'INVALID_REQUEST']);
  });

  it('neither repeats nor skips a row when others come between two pages', async () => {
    const first = await admin.get('/admin/users?sort=username&limit=2');
    expect(namesIn(first.body)).toEqual(['admin', 'Ann']);
    const added = { username: 'Aaron', role: 'viewer', password: 'a long enough one' };
    await admin.post('/admin/users', added);
    const cursor = String(first.body['nextCursor']);
    const second = await admin.get(`/admin/users?sort=username&limit=2&cursor=${cursor}`);
    expect(namesIn(second.body)).toEqual(['bob', 'Zoe']);
  });
});

/** What never happened is long ago; what never expires is last. */
function comparable(sort: string, value: unknown): string | number {
  if (value === null) return sort === 'expiresAt' ? '9999' : '0';
  if (typeof value !== 'string') return Number(value);
  const text = value.toLowerCase();
  return SEVERITIES.includes(text) ? SEVERITIES.indexOf(text) : text;
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function namesIn(body: Item): unknown[] {
  return (body['items'] as Item[]).map((item) => item['username']);
}
