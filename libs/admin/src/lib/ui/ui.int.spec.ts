import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Databases } from '@3cx-relay/store/testing';
import { givenAdmin, type World } from '../testing/world';

const PAGE = '<!doctype html><app-root></app-root><script src="main-B_f6AEtA.js"></script>';
const SCRIPT = 'console.log("a dashboard");'.repeat(50);

function builtPage(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ui-'));
  mkdirSync(path.join(folder, 'media'));
  writeFileSync(path.join(folder, 'index.html'), PAGE);
  writeFileSync(path.join(folder, 'main-B_f6AEtA.js'), SCRIPT);
  writeFileSync(path.join(folder, 'main-B_f6AEtA.js.br'), brotliCompressSync(SCRIPT));
  writeFileSync(path.join(folder, 'main-B_f6AEtA.js.gz'), gzipSync(SCRIPT));
  writeFileSync(path.join(folder, 'media', 'logo-favicons.svg'), '<svg/>');
  writeFileSync(path.join(path.dirname(folder), 'secret.txt'), 'secret');
  return folder;
}

describe('the files of the dashboard', () => {
  let databases: Databases;
  let world: World;
  let folder: string;
  const get = (where: string, headers: Record<string, string> = {}) =>
    world.client().get(where, { 'accept-encoding': 'identity', ...headers });

  beforeAll(async () => {
    databases = await Databases.start();
    folder = builtPage();
    world = await givenAdmin(databases, { uiFolder: folder });
  }, 60_000);
  afterAll(async () => {
    await world.stop();
    await databases.stop();
    rmSync(folder, { recursive: true });
  });

  it('are where /, /admin and /admin/ lead', async () => {
    for (const where of ['/', '/admin', '/admin/', '/admin/ui']) {
      const answer = await get(where);
      expect([answer.status, answer.headers.get('location')]).toEqual([302, '/admin/ui/']);
    }
    expect((await get('/admin/ui/')).text).toContain('<app-root>');
  });

  it('load for deep links too, with a policy that allows no inline script', async () => {
    for (const where of ['/admin/ui/calls', '/admin/ui/journeys/01K?tab=x']) {
      const answer = await get(where);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('are kept for ever when the name has the hash of the content', async () => {
    const hashed = await get('/admin/ui/main-B_f6AEtA.js');
    expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(hashed.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect((await get('/admin/ui/media/logo-favicons.svg')).headers.get('cache-control')).toBe(
      'no-cache',
    );
  });

  it('come packed as the browser understands, brotli first', async () => {
    const encodings = { 'gzip, deflate, br': 'br', gzip: 'gzip', identity: null };
    for (const [accepts, sent] of Object.entries(encodings)) {
      const answer = await get('/admin/ui/main-B_f6AEtA.js', { 'accept-encoding': accepts });
      expect(answer.headers.get('content-encoding')).toBe(sent);
      expect(answer.headers.get('vary')).toBe('Accept-Encoding');
      expect(answer.text).toBe(SCRIPT);
    }
  });

  it('are not sent again when the browser has them', async () => {
    const first = await get('/admin/ui/');
    const etag = first.headers.get('etag') ?? '';
    const again = await get('/admin/ui/', {
      'if-none-match': etag,
      'cache-control': 'max-age=0',
    });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('never lead out of their folder, and a missing one is 404', async () => {
    for (const where of ['missing.js', '../secret.txt', '..%2fsecret.txt', '%2e%2e/secret.txt']) {
      const answer = await get(`/admin/ui/${where}`);
      expect(answer.status).toBe(404);
      expect(answer.text).not.toBe('secret');
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('stay of one build while another one takes their place', async () => {
    for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true });
    writeFileSync(path.join(folder, 'index.html'), PAGE.replace('B_f6AEtA', 'C_g7BFuB'));
    const page = await get('/admin/ui/');
    expect(page.text).toBe(PAGE);
    expect((await get('/admin/ui/main-B_f6AEtA.js')).text).toBe(SCRIPT);
  });

  it('are served once the build is whole, not while scripts of it are missing', async () => {
    const half = mkdtempSync(path.join(tmpdir(), 'ui-'));
    const lazy = 'import("./chunk-A1b2C3d4.js")';
    writeFileSync(path.join(half, 'index.html'), PAGE);
    const early = await givenAdmin(databases, { uiFolder: half });
    const status = async () => {
      early.clock.shift(1_000);
      return (await early.client().get('/admin/ui/')).status;
    };
    expect(await status()).toBe(404);
    writeFileSync(path.join(half, 'main-B_f6AEtA.js'), lazy);
    expect(await status()).toBe(404);
    writeFileSync(path.join(half, 'chunk-A1b2C3d4.js'), '');
    expect(await status()).toBe(200);
    expect((await early.client().get('/admin/ui/main-B_f6AEtA.js')).text).toBe(lazy);
    await early.stop();
    rmSync(half, { recursive: true });
  });

  it('say what to do when they were not built', async () => {
    const bare = await givenAdmin(databases);
    const answer = await bare.client().get('/admin/ui/');
    expect([answer.status, answer.body['detail']]).toEqual([
      404,
      'The dashboard is not built. Run "npm run build".',
    ]);
    await bare.stop();
  });
});
