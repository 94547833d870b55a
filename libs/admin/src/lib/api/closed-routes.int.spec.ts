import { Databases } from '@3cx-relay/store/testing';
import { DEFAULT_ADMIN_PASSWORD } from '../admin-options';
import { adminApiDescription } from '../api-description';
import type { AdminClient } from '../testing/admin-client';
import { givenAdmin, type World } from '../testing/world';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly role: string;
}

/** Every route that the API description names, with its parameters filled in. */
function routes(): Route[] {
  const paths = adminApiDescription('0')['paths'] as Record<
    string,
    Record<string, { 'x-role': string }>
  >;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { 'x-role': role }]) => ({
      method: method.toUpperCase(),
      path: path.replace('{component}', 'xapi').replaceAll(/\{\w+\}/g, 'x'),
      role,
    })),
  );
}

describe('every route', () => {
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

  /** What each route answers: status and code of the problem. */
  async function answers(client: AdminClient, those: readonly Route[]): Promise<Set<string>> {
    expect(those.length).toBeGreaterThan(15);
    const seen = new Set<string>();
    for (const { method, path } of those) {
      const { status, body } = await client.send(path, {
        method,
        ...(method === 'GET' ? {} : { body: {} }),
      });
      seen.add(`${status} ${String(body['code'])}`);
    }
    return seen;
  }

  const notPublic = () => routes().filter(({ role }) => role !== 'public');

  it('but the public ones is closed to whoever is not signed in', async () => {
    expect(await answers(world.client(), notPublic())).toEqual(new Set(['401 UNAUTHENTICATED']));
  });

  it('that changes something is closed to a cookie without its CSRF token', async () => {
    const client = await world.admin();
    client.csrfToken = undefined;
    const changing = notPublic().filter(({ method }) => method !== 'GET');
    expect(await answers(client, changing)).toEqual(new Set(['403 CSRF_FAILED']));
    expect((await client.get('/admin/features')).status).toBe(200);
  });

  it('but four is closed to the default password, whatever it does', async () => {
    const fresh = await givenAdmin(databases, { firstPassword: DEFAULT_ADMIN_PASSWORD });
    const client = fresh.client();
    await client.signIn('admin', DEFAULT_ADMIN_PASSWORD);
    const open = ['/admin/password', '/admin/logout', '/admin/openapi.json'];
    const closed = notPublic().filter(({ path }) => !open.includes(path));
    expect(await answers(client, closed)).toEqual(new Set(['403 PASSWORD_CHANGE_REQUIRED']));
    await fresh.stop();
  });
});
