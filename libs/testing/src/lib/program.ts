import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { until } from './until';

export const WORKSPACE = path.resolve(__dirname, '../../../..');

export interface ProgramOptions {
  /** The app's name: dist/apps/NAME/main.js is run. */
  readonly app: string;
  readonly args?: readonly string[];
  /** The whole environment besides PATH and HOME, so that no setting leaks in from outside. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A built program that runs as a process of its own. */
export class Program {
  private text = '';
  private ended: { code: number | null; signal: NodeJS.Signals | null } | null = null;
  private readonly child: ChildProcess;

  constructor(readonly options: ProgramOptions) {
    const main = path.join(WORKSPACE, 'dist/apps', options.app, 'main.js');
    this.child = spawn(process.execPath, [main, ...(options.args ?? [])], {
      cwd: options.cwd ?? WORKSPACE,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer) => (this.text += chunk.toString());
    this.child.stdout?.on('data', keep);
    this.child.stderr?.on('data', keep);
    this.child.on('exit', (code, signal) => (this.ended = { code, signal }));
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  /** Everything it printed so far. */
  get output(): string {
    return this.text;
  }

  get hasEnded(): boolean {
    return this.ended !== null;
  }

  /** Waits for a line of its output. @throws Error with the output when it ends before */
  async untilPrinted(pattern: RegExp, limitMs = 60_000): Promise<RegExpExecArray> {
    const found = await until(
      `${this.options.app} prints ${pattern}`,
      () => pattern.exec(this.text) ?? (this.ended ? 'ended' : undefined),
      { limitMs, otherwise: () => this.text.slice(-2_000) },
    );
    if (found === 'ended') {
      throw new Error(`${this.options.app} ended before it printed ${pattern}:\n${this.text}`);
    }
    return found;
  }

  async untilEnded(limitMs = 20_000): Promise<{ code: number | null; signal: string | null }> {
    return until(`${this.options.app} ends`, () => this.ended ?? undefined, {
      limitMs,
      otherwise: () => this.text.slice(-2_000),
    });
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Asks it to stop, and tells how it ended. */
  async stop(limitMs = 20_000): Promise<{ code: number | null; signal: string | null }> {
    if (this.ended) return this.ended;
    this.child.kill('SIGTERM');
    try {
      return await this.untilEnded(limitMs);
    } finally {
      if (!this.ended) this.child.kill('SIGKILL');
    }
  }

  async kill(): Promise<void> {
    if (this.ended) return;
    this.child.kill('SIGKILL');
    await this.untilEnded();
  }
}
