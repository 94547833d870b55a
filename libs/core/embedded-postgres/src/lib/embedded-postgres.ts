import { type ChildProcess, execFile, spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { errorCode, errorMessage } from '@3cx-relay/util';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { KeptAlive } from './kept-alive';
import { nativeFolder } from './native';
import { type RuntimePlace, runtimePlace } from './runtime-place';

export interface EmbeddedPostgresOptions {
  /** Folder that holds the cluster; made when it is not there. */
  readonly dataDir: string;
  /** 0 or absent: a free port of 127.0.0.1. */
  readonly port?: number;
  /** Default `relay`. */
  readonly superuser?: string;
  /** With one: scram-sha-256. Without: everybody on the loopback address is trusted. */
  readonly password?: string;
  /** False for tests and simulators: faster, and a power cut may lose everything. Default true. */
  readonly durable?: boolean;
  readonly onLog?: (line: string) => void;
  /** Told when the data is elsewhere than asked, and when the server had to be started again. */
  readonly onNote?: (note: string) => void;
}

export interface EmbeddedPostgres {
  readonly host: string;
  readonly port: number;
  readonly superuser: string;
  /** Connection URL of a database, `postgres` by default. */
  url(database?: string): string;
  /** Ends all sessions and stops; resolves when the process is gone. */
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const READY_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;
const PORT_ATTEMPTS = 5;

/**
 * Holds PostgreSQL's life to ours: `cat` ends when our end of the pipe closes, even if we are
 * killed, and then PostgreSQL is asked for a fast shutdown.
 */
const GUARD =
  'exec 3<&0; "$@" 3<&- & pid=$!; { cat <&3 >/dev/null; kill -INT $pid; } 2>/dev/null & wait $pid';

/**
 * Starts a PostgreSQL of our own on the loopback address. Works as root, too. One that ends by
 * itself is started again on the same port.
 * @throws EmbeddedPostgresError one line that says what to do
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const superuser = options.superuser ?? 'relay';
  const place = preparePlace(options.dataDir);
  if (place.note) options.onNote?.(place.note);
  await waitForFormerServer(place.cluster);
  if (!existsSync(path.join(place.cluster, 'PG_VERSION')))
    await initialise(place, superuser, options);
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ? options.port : await freePort();
    try {
      const launchAgain = async () => {
        await waitForFormerServer(place.cluster);
        return launch(place, port, options);
      };
      const child = await launch(place, port, options);
      const server = new KeptAlive(child, launchAgain, (note) => options.onNote?.(note));
      return toEmbedded(server, port, superuser, options.password);
    } catch (error) {
      const mayRetry = !options.port && attempt < PORT_ATTEMPTS;
      if (!mayRetry || !/in use/.test(errorMessage(error))) throw error;
    }
  }
}

function preparePlace(dataDir: string): RuntimePlace {
  try {
    return runtimePlace(nativeFolder(), dataDir);
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    throw explain(error, dataDir);
  }
}

function explain(error: unknown, folder: string): EmbeddedPostgresError {
  const message = errorMessage(error);
  const isFull = errorCode(error) === 'ENOSPC' || /No space left/i.test(message);
  const isReadOnly = errorCode(error) === 'EROFS' || /Read-only file system/i.test(message);
  const why = isFull ? 'the disk is full' : isReadOnly ? 'the disk is read-only' : message;
  return new EmbeddedPostgresError(
    `The embedded PostgreSQL cannot use ${folder} (${why}): mend it, set DATA_DIR to another folder, or set DATABASE_URL.`,
    { cause: error },
  );
}

async function initialise(
  place: RuntimePlace,
  superuser: string,
  { password, durable = true }: EmbeddedPostgresOptions,
): Promise<void> {
  const passwordFile = password ? writePasswordFile(password, place) : null;
  // Made beside its place and moved there when it is whole: a kill in the middle leaves no wreck.
  const fresh = `${place.cluster}.new`;
  try {
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { mode: 0o700 });
    if (place.identity) chownSync(fresh, place.identity.uid, place.identity.gid);
    await promisify(execFile)(
      path.join(place.native, 'bin/initdb'),
      [
        ...['-D', fresh, '-U', superuser, '--encoding=UTF8', '--locale=C.UTF-8'],
        ...(passwordFile ? ['-A', 'scram-sha-256', `--pwfile=${passwordFile}`] : ['-A', 'trust']),
        ...(durable ? [] : ['--no-sync']),
      ],
      { cwd: '/', env: {}, ...place.identity },
    );
    renameSync(fresh, place.cluster);
  } catch (error) {
    const stderr = (error as { stderr?: string }).stderr ?? '';
    const line = stderr.split('\n').find((text) => /error|fatal|could not/i.test(text));
    throw explain(line ? new Error(line) : error, place.cluster);
  } finally {
    if (passwordFile) rmSync(path.dirname(passwordFile), { recursive: true, force: true });
  }
}

/** In a folder of its own: a name that can be guessed may have been taken by somebody else. */
function writePasswordFile(password: string, { identity }: RuntimePlace): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'relay-pw-'));
  const file = path.join(folder, 'password');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  if (identity) for (const made of [folder, file]) chownSync(made, identity.uid, identity.gid);
  return file;
}

/** What our server is told on its command line; the cluster's own files stay as initdb made them. */
function serverSettings(durable: boolean): string[] {
  return [
    `listen_addresses=${HOST}`,
    'unix_socket_directories=',
    'max_connections=100',
    'log_min_messages=warning',
    'log_checkpoints=off',
    'timezone=UTC',
    'log_timezone=UTC',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ].flatMap((setting) => ['-c', setting]);
}

function launch(
  place: RuntimePlace,
  port: number,
  { durable = true, onLog }: EmbeddedPostgresOptions,
): Promise<ChildProcess> {
  const settings = serverSettings(durable);
  const postgres = path.join(place.native, 'bin/postgres');
  const child = spawn(
    '/bin/sh',
    ['-c', GUARD, 'sh', postgres, '-D', place.cluster, '-p', String(port), ...settings],
    { cwd: '/', env: {}, stdio: ['pipe', 'ignore', 'pipe'], detached: true, ...place.identity },
  );
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => {
      clearTimeout(limit);
      child.stdin?.end();
      reject(explain(new Error(why), place.cluster));
    };
    const limit = setTimeout(() => fail('it did not become ready'), READY_LIMIT_MS);
    child.stderr?.on('data', (chunk: Buffer) => {
      const text = chunk.toString();
      output = (output + text).slice(-8_192);
      for (const line of text.split('\n')) if (line) onLog?.(line);
      if (!output.includes('ready to accept connections')) return;
      clearTimeout(limit);
      resolve(child);
    });
    child.once('error', (error) => fail(error.message));
    child.once('exit', () => fail(lastFault(output)));
  });
}

/** The line of PostgreSQL's own words that says what is wrong. */
function lastFault(output: string): string {
  const lines = output.split('\n').filter((line) => /FATAL|PANIC|ERROR|could not/.test(line));
  return (lines[0] ?? output.trim().split('\n').at(-1) ?? 'it ended').replace(
    /^.*?(FATAL|PANIC): +/,
    '',
  );
}

function toEmbedded(
  server: KeptAlive,
  port: number,
  superuser: string,
  password: string | undefined,
): EmbeddedPostgres {
  const secret = password ? `:${encodeURIComponent(password)}` : '';
  return {
    host: HOST,
    port,
    superuser,
    url: (database = 'postgres') =>
      `postgresql://${encodeURIComponent(superuser)}${secret}@${HOST}:${port}/${encodeURIComponent(database)}`,
    stop: () => server.stop(),
  };
}

/** A server of a killed relay is shutting down by itself; one of a living relay is in the way. */
async function waitForFormerServer(cluster: string): Promise<void> {
  const file = path.join(cluster, 'postmaster.pid');
  const deadline = performance.now() + STOP_LIMIT_MS;
  for (;;) {
    const pid = existsSync(file)
      ? Number(readFileSync(file, 'utf8').split('\n', 1)[0])
      : Number.NaN;
    if (!Number.isInteger(pid) || !isPostgres(pid)) break;
    if (performance.now() > deadline) {
      throw new EmbeddedPostgresError(
        `The data in ${cluster} is in use by another PostgreSQL (process ${pid}): stop it, or set DATA_DIR to another folder.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // Left by a server that was killed; its number may belong to another program by now.
  rmSync(file, { force: true });
}

function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) !== 'EPERM') return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    // No /proc (macOS): a living process counts as the server.
    return process.platform !== 'linux';
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, HOST, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
