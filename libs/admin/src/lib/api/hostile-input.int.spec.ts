import { Databases } from '@3cx-relay/store/testing';
import { adminApiDescription } from '../api-description';
import type { AdminClient } from '../testing/admin-client';
import { givenAdmin, type World } from '../testing/world';

const HOSTILE = [
  '',
  '0',
  '-1',
  '1e309',
  '99999999999999999999',
  "' OR 1=1 --",
  '%00',
  '..%2F..%2Fetc%2Fpasswd',
  '%F0%9F%92%A5',
  'null',
  'x'.repeat(3_000),
  '[object Object]',
  Buffer.from('["\\u0000"]').toString('base64url'),
  Buffer.from('["x","y"]').toString('base64url'),
  Buffer.from('[1e400,{}]').toString('base64url'),
];
const BODIES: unknown[] = [
  null,
  [],
  'text',
  7,
  { __proto__: null, constructor: { prototype: { role: 'admin' } } },
  { username: 'a\0b', password: '\0'.repeat(12), role: 'admin' },
  { ids: ['x', '\0', '9'.repeat(60)], note: '\ud800' },
  { clientName: '\ud800', scopes: ['read'], expiresAt: '9999-12-31T23:59:59Z' },
  { overlapHours: 1e308 },
  { url: 'https://user:pass@[::1]:99999/' },
  { since: '9007199254740993', epoch: '\0' },
];

describe('hostile input', () => {
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

  it('never makes any route fail', async () => {
    const paths = adminApiDescription('0')['paths'] as Record<
      string,
      Record<string, { parameters: { name: string; in: string }[] }>
    >;
    const failures: string[] = [];
    let sent = 0;
    const send = async (path: string, method: string, body?: unknown) => {
      const request = { method: method.toUpperCase(), ...(body === undefined ? {} : { body }) };
      const { status } = await admin.send(path, request);
      sent += 1;
      if (status >= 500) failures.push(`${method} ${path} ${JSON.stringify(body)}: ${status}`);
    };
    for (const [path, methods] of Object.entries(paths)) {
      if (path === '/admin/logout' || path === '/admin/sessions/end-others') continue;
      for (const [method, { parameters }] of Object.entries(methods)) {
        const plain = path.replaceAll(/\{\w+\}/g, 'x');
        const queries = parameters.filter((one) => one.in === 'query');
        for (const value of HOSTILE) {
          if (path.includes('{')) await send(path.replaceAll(/\{\w+\}/g, value || '%20'), method);
          for (const { name } of queries) await send(`${plain}?${name}=${value}`, method);
        }
        if (method === 'get') continue;
        for (const body of BODIES) await send(plain, method, body);
      }
    }
    expect(failures).toEqual([]);
    expect(sent).toBeGreaterThan(1_000);
    expect((await admin.get('/admin/features')).status).toBe(200);
  }, 120_000);
});
