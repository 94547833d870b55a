import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from '@3cx-relay/testing';
import { buildSync } from 'esbuild';

const ROOT = path.resolve(__dirname, '../../../..');

/** The simulator as a process of its own, whose death and whose memory can be seen. */
export class SimulatorProcess {
  output = '';
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {
    const keep = (data: Buffer) => (this.output += data.toString());
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
  }

  /** On free ports and without traffic; `more` as on the command line. */
  static async start(more: readonly string[] = [], heapMiB = 192): Promise<SimulatorProcess> {
    const folder = mkdtempSync(path.join(tmpdir(), 'simulator-fuzz-'));
    const outfile = path.join(folder, 'main.cjs');
    buildSync({
      ...{ entryPoints: [path.join(__dirname, '../main.ts')], outfile, bundle: true },
      ...{ platform: 'node', format: 'cjs', target: 'node24', packages: 'external' },
      ...{ tsconfig: path.join(ROOT, 'tsconfig.base.json'), logLevel: 'error' },
    });
    const flags = ['--port=0', '--http-port=0', '--db-port=0', '--calls-per-minute=0', ...more];
    const child = spawn(process.execPath, [`--max-old-space-size=${heapMiB}`, outfile, ...flags], {
      env: { ...process.env, NODE_OPTIONS: '', NODE_PATH: path.join(ROOT, 'node_modules') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started = new SimulatorProcess(child, folder);
    await until('the simulator is ready', () => started.url !== undefined || !started.isAlive, {
      otherwise: () => started.output,
    });
    return started;
  }

  get url(): string | undefined {
    return / http=(\S+)/.exec(this.output)?.[1];
  }

  get secureUrl(): string | undefined {
    return / https=(\S+)/.exec(this.output)?.[1];
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Memory that it holds, in MiB; `null` where the system does not tell. */
  get residentMiB(): number | null {
    if (process.platform !== 'linux') return null;
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await until('the simulator has ended', () => !this.isAlive);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
