import { type ChildProcess, fork } from 'node:child_process';
import { StartupError } from './startup-error';

/** Where the simulator is to be reached, read from its `simulator ready` line. */
export interface DemoSimulator {
  readonly httpsUrl: string;
  readonly httpUrl: string;
  readonly databaseUrl: string;
  readonly iniPath: string;
  readonly clientId: string;
  /** Secret of client 900, fixed by the contract. */
  readonly clientSecret: string;
  stop(): Promise<void>;
}

export interface DemoSimulatorOptions {
  /** The built program, dist/apps/pbx-simulator/main.js. */
  readonly program: string;
  readonly callsPerMinute: number;
  readonly onExit: (reason: string) => void;
}

const READY = /^simulator ready https=(\S+) http=(\S+) db=(\S+) ini=(.+) client=(\S+)$/m;
const READY_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 4_000;

/**
 * Starts the PBX simulator on free ports. It is forked with an IPC channel and ends with it, so
 * that even a killed relay leaves no simulator behind.
 * @throws StartupError when it does not become ready
 */
export async function startDemoSimulator(options: DemoSimulatorOptions): Promise<DemoSimulator> {
  const child = fork(
    options.program,
    [
      ...['--port', '0', '--http-port', '0', '--db-port', '0'],
      ...['--calls-per-minute', String(options.callsPerMinute)],
    ],
    { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] },
  );
  const ready = await waitUntilReady(child);
  let stopping = false;
  child.on('exit', (code, signal) => {
    if (!stopping) options.onExit(signal ?? `exit status ${code ?? 'unknown'}`);
  });
  return {
    ...ready,
    stop: async () => {
      stopping = true;
      await stopChild(child);
    },
  };
}

type Ready = Omit<DemoSimulator, 'stop'>;

function waitUntilReady(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => {
      child.kill('SIGKILL');
      const last = output.trim().split('\n').at(-1) ?? '';
      reject(new StartupError([`The PBX simulator did not start: ${why}${last && `: ${last}`}`]));
    };
    const limit = setTimeout(
      () => fail(`not ready after ${READY_LIMIT_MS / 1_000} s`),
      READY_LIMIT_MS,
    );
    const read = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-16_384);
      const match = READY.exec(output);
      if (!match) return;
      clearTimeout(limit);
      const [, httpsUrl = '', httpUrl = '', databaseUrl = '', iniPath = '', clientId = ''] = match;
      resolve({
        ...{ httpsUrl, httpUrl, databaseUrl, iniPath, clientId },
        clientSecret: 'simulator-secret',
      });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(limit);
      fail(`it ended with status ${code ?? 'unknown'}`);
    });
    child.once('error', (error) => {
      clearTimeout(limit);
      fail(error.message);
    });
  });
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await gone;
  clearTimeout(limit);
}
