import { Databases } from '@3cx-relay/store/testing';
import { givenAdmin, type World } from '../testing/world';

describe('the API description for people', () => {
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

  it('is there for whoever is signed in, with everything it loads', async () => {
    const admin = await world.admin();
    const page = await admin.get('/admin/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const files = [...page.text.matchAll(/(?:src|href)="(\/admin\/docs\/[^"]+)"/g)];
    expect(files.length).toBeGreaterThan(2);
    for (const [, file] of files) expect((await admin.get(String(file))).status).toBe(200);
    expect((await admin.get('/admin/docs/package.json')).status).toBe(404);
    expect((await admin.get('/admin/openapi.json')).body['openapi']).toBe('3.1.0');
  });

  it('is not there for others', async () => {
    for (const where of ['/admin/docs', '/admin/docs/start.js', '/admin/openapi.json']) {
      expect((await world.client().get(where)).status).toBe(401);
    }
  });
});
