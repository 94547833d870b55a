import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { execFile, execFileSync } from 'node:child_process';

const ROOT = path.resolve(__dirname, '../../..');
const NAME = '3cx-relay-client';
const run = promisify(execFile);

/** What a bundler tells of what it made. */
interface Made {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, { readonly imports: readonly unknown[] }>>;
}

/** What a consumer writes; it compiles only if the types say what is true. */
const CONSUMER = `
import { RelayClient, RelayProblem, type Call, type RelayEvent } from '${NAME}';

export async function follow(relay: RelayClient, since: string): Promise<string[]> {
  const seen: string[] = [];
  try {
    for await (const event of relay.events({ since, onGap: ({ oldest }) => seen.push(oldest) })) {
      seen.push(event.sequence);
      if (event.type === 'call.record') seen.push(String(event.data.record.revision));
      if (event.type === 'connection.changed') seen.push(event.data.component);
    }
  } catch (error) {
    if (error instanceof RelayProblem && error.code === 'INVALID_KEY') seen.push('key');
  }
  return seen;
}

export const answered = (call: Call): string | null => call.answeredAt;
export const make = (relay: RelayClient): Promise<Call> => relay.makeCall({ from: '101', to: '102' });
// @ts-expect-error a call has no such field
export const wrong = (call: Call) => call.answeredOn;
// @ts-expect-error there is no such event
export const none = (event: RelayEvent) => event.type === 'call.vanished';
`;

const PROGRAM = `
const relay = new RelayClient({ url: process.argv[2], apiKey: 'cxr_key', transport: 'sse' });
const { status } = await relay.health();
for await (const event of relay.events({ since: 0 })) {
  console.log(status, event.type);
  break;
}
`;

describe('the package', () => {
  let folder: string;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'client-package-'));
    execFileSync(process.execPath, [path.join(ROOT, 'tools/build/client.mjs')], { stdio: 'pipe' });
    const built = path.join(ROOT, 'dist/libs/client');
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: built });
    const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? 'none';
    writeFileSync(path.join(folder, 'package.json'), '{ "name": "consumer", "private": true }');
    const install = ['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`];
    execFileSync('npm', install, { cwd: folder, stdio: 'pipe' });
    server = createServer((request, response) => {
      if (request.url === '/relay/health') {
        response.setHeader('content-type', 'application/json');
        return response.end('{"status":"ok"}');
      }
      response.setHeader('content-type', 'text/event-stream');
      return response.write('event: call.ended\ndata: {"type":"call.ended","sequence":"1"}\n\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }, 120_000);

  afterAll(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const installed = (file: string) => path.join(folder, 'node_modules', NAME, file);

  it('asks for no other package, and brings README and licence', () => {
    const about = JSON.parse(readFileSync(installed('package.json'), 'utf8')) as object;
    expect(Object.keys(about).filter((key) => /dependencies/i.test(key))).toEqual([]);
    expect(
      readdirSync(path.join(folder, 'node_modules')).filter((name) => !name.startsWith('.')),
    ).toEqual([NAME]);
    expect(readdirSync(installed('.')).sort()).toEqual([
      'LICENSE',
      'README.md',
      'cjs',
      'esm',
      'package.json',
    ]);
  });

  it.each([
    ['ESM', 'program.mjs', `import { RelayClient } from '${NAME}';${PROGRAM}`],
    [
      'CommonJS',
      'program.cjs',
      `const { RelayClient } = require('${NAME}');(async () => {${PROGRAM}})();`,
    ],
  ])(
    'streams events in a program that is %s',
    async (_kind, file, text) => {
      writeFileSync(path.join(folder, file), text);
      const { stdout } = await run(process.execPath, [file, url], { cwd: folder, timeout: 20_000 });
      expect(stdout).toBe('ok call.ended\n');
    },
    30_000,
  );

  it('goes into a bundle for browsers whole, with nothing of Node', async () => {
    writeFileSync(path.join(folder, 'page.mjs'), `export { RelayClient } from '${NAME}';`);
    // A script, or the program itself, where its installation has put that in the script's place.
    const esbuild = path.join(ROOT, 'node_modules/.bin/esbuild');
    const options = ['--bundle', '--platform=browser', '--format=esm', '--metafile=made.json'];
    const args = ['page.mjs', ...options, '--outfile=page.js', '--log-level=warning'];
    const { stderr } = await run(esbuild, args, { cwd: folder });
    expect(stderr).toBe('');
    const made = JSON.parse(readFileSync(path.join(folder, 'made.json'), 'utf8')) as Made;
    expect(Object.keys(made.inputs).sort()).toEqual([
      `node_modules/${NAME}/esm/index.js`,
      'page.mjs',
    ]);
    expect(Object.values(made.outputs).flatMap(({ imports }) => imports)).toEqual([]);
    expect(readFileSync(path.join(folder, 'page.js'), 'utf8')).not.toMatch(
      /\bnode:|\brequire\(|\bBuffer\b|\bprocess\./,
    );
  });

  it.each([
    ['an ES module of Node', 'consumer.mts', 'node16'],
    ['CommonJS of Node', 'consumer.cts', 'node16'],
    ['for a bundler', 'consumer.ts', 'bundler'],
  ])(
    'type-checks a strict consumer that is %s, libraries included',
    async (_kind, file, resolution) => {
      writeFileSync(path.join(folder, file), CONSUMER);
      const tsc = path.join(ROOT, 'node_modules/typescript/lib/tsc.js');
      const options = '--noEmit --strict --skipLibCheck false --exactOptionalPropertyTypes';
      const module = resolution === 'bundler' ? 'esnext' : resolution;
      const modules = `--module ${module} --moduleResolution ${resolution}`;
      const target = '--target es2022 --lib es2022,dom';
      const args = [tsc, ...`${options} ${modules} ${target}`.split(' '), file];
      const checked = await run(process.execPath, args, { cwd: folder }).catch(
        (error: unknown) => error,
      );
      expect((checked as { stdout: string }).stdout).toBe('');
    },
    120_000,
  );
});
