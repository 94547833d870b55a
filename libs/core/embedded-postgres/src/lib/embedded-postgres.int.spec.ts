import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { until } from '@3cx-relay/testing';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres';

async function ask(server: EmbeddedPostgres, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: server.url() });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('the embedded PostgreSQL', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'embedded-'));
    chmodSync(folder, 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps its data over a restart', async () => {
    const first = await startEmbeddedPostgres({ dataDir: folder, durable: false });
    await ask(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await startEmbeddedPostgres({ dataDir: folder, durable: false });
    expect(await ask(second, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  it('lets nobody in without the password when there is one', async () => {
    const server = await startEmbeddedPostgres({
      dataDir: folder,
      durable: false,
      password: 'p@ss/word',
    });
    expect(await ask(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const stranger = new Client({ connectionString: server.url().replace(/:[^:@/]*@/, ':no@') });
    await expect(stranger.connect()).rejects.toThrow(/password/);
    await server.stop();
  });

  it('ends when the process that started it is killed', async () => {
    const pidFile = path.join(folder, 'postgres/postmaster.pid');
    const server = await startEmbeddedPostgres({ dataDir: folder, durable: false });
    await server.stop();
    // The guard as it is used, with a parent that does not live to say goodbye.
    const child = spawn(process.execPath, ['-e', holderProgram(folder)], { stdio: 'ignore' });
    const pid = await until('its pid is written', () => postmaster(pidFile));
    await until('it runs', () => alive(pid));
    child.kill('SIGKILL');
    await until('it has ended', () => !alive(pid));
  });

  it('is started again on its port, with its data, when it is killed', async () => {
    const notes: string[] = [];
    const server = await startEmbeddedPostgres({
      dataDir: folder,
      onNote: (note) => notes.push(note),
    });
    await ask(server, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const [row] = (await ask(
      server,
      "SELECT setting || '/postmaster.pid' AS file FROM pg_settings WHERE name = 'data_directory'",
    )) as { file: string }[];
    const postmaster = Number(readFileSync(row?.file ?? '', 'utf8').split('\n', 1)[0]);
    process.kill(postmaster, 'SIGKILL');
    const answers = await until('it answers again', () => ask(server, 'SELECT answer FROM kept'));
    expect(answers).toEqual([{ answer: 42 }]);
    expect(notes).toContain('PostgreSQL ended by itself: it is being started again');
    await server.stop();
  }, 30_000);

  it('takes over after a crash that left a stale pid file', async () => {
    const first = await startEmbeddedPostgres({ dataDir: folder, durable: false });
    await first.stop();
    writeFileSync(path.join(folder, 'postgres/postmaster.pid'), '999999\n');
    const second = await startEmbeddedPostgres({ dataDir: folder, durable: false });
    expect(await ask(second, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await second.stop();
  });
});

function postmaster(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

/** A program that starts the cluster through the library and then does nothing for ever. */
function holderProgram(dataDir: string): string {
  const entry = path.resolve(__dirname, '../index.ts');
  return `
    const { buildSync } = require('esbuild');
    const { outputFiles } = buildSync({ entryPoints: [${JSON.stringify(entry)}], bundle: true,
      platform: 'node', format: 'cjs', packages: 'external', write: false,
      tsconfig: ${JSON.stringify(path.resolve(__dirname, '../../../../../tsconfig.base.json'))} });
    const holder = new module.constructor();
    holder.paths = module.paths;
    holder._compile(outputFiles[0].text, 'holder.js');
    holder.exports.startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false });
    setInterval(() => undefined, 1000);
  `;
}
