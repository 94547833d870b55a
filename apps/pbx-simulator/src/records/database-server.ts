import { type ChildProcess, spawn } from 'node:child_process';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '@3cx-relay/embedded-postgres';
import { Client } from 'pg';

/**
 * Stops processes for as long as its input is open: also when the simulator is killed, nothing
 * stays stopped for ever.
 */
const BRAKE = 'kill -STOP "$@"; echo stopped; cat >/dev/null; kill -CONT "$@"';

interface Stalled {
  readonly brake: ChildProcess;
  readonly admin: Client;
}

/** The PostgreSQL of the PBX, which can be stopped, started again and stalled; one after another. */
export class DatabaseServer {
  private stalled: Stalled | null = null;
  private work: Promise<void> = Promise.resolve();
  private isClosed = false;

  private constructor(
    private readonly options: EmbeddedPostgresOptions,
    private server: EmbeddedPostgres | null,
    readonly host: string,
    readonly port: number,
  ) {}

  static async start(options: EmbeddedPostgresOptions): Promise<DatabaseServer> {
    const server = await startEmbeddedPostgres(options);
    const again = { ...options, port: server.port };
    return new DatabaseServer(again, server, server.host, server.port);
  }

  /** Address for the superuser. @throws Error while it is stopped */
  adminUrl(): string {
    if (!this.server) throw new Error('the database is stopped');
    return this.server.url();
  }

  stop(): Promise<void> {
    return this.next(async () => {
      await this.free();
      await this.server?.stop();
      this.server = null;
    });
  }

  /** On the port that it had. */
  start(): Promise<void> {
    return this.next(async () => {
      if (!this.isClosed) this.server ??= await startEmbeddedPostgres(this.options);
    });
  }

  /** Stops it for good: a fault that ends later does not bring it back. */
  close(): Promise<void> {
    this.isClosed = true;
    return this.stop();
  }

  /** Connections are taken, and nothing is answered any more. */
  stall(): Promise<void> {
    return this.next(async () => {
      if (!this.stalled && this.server) this.stalled = await stopped(this.server.url());
    });
  }

  /** What was asked meanwhile is answered now. */
  resume(): Promise<void> {
    return this.next(() => this.free());
  }

  private async free(): Promise<void> {
    const { stalled } = this;
    this.stalled = null;
    if (!stalled) return;
    const gone = new Promise((resolve) => stalled.brake.once('exit', resolve));
    stalled.brake.stdin?.end();
    await gone;
    await stalled.admin.end();
  }

  private next(step: () => Promise<void>): Promise<void> {
    const done = this.work.then(step);
    this.work = done.catch(() => undefined);
    return done;
  }
}

/** The server first, so that it starts no session that would be left out. */
async function stopped(url: string): Promise<Stalled> {
  const admin = new Client({ connectionString: url });
  admin.on('error', () => undefined);
  await admin.connect();
  const file = await admin.query<{ text: string }>(`SELECT pg_read_file('postmaster.pid') AS text`);
  const server = Number(file.rows[0]?.text.split('\n')[0]);
  process.kill(server, 'SIGSTOP');
  try {
    const { rows } = await admin.query<{ pid: number }>('SELECT pid FROM pg_stat_activity');
    const pids = [server, ...rows.map(({ pid }) => pid)].map(String);
    const brake = spawn('/bin/sh', ['-c', BRAKE, 'sh', ...pids], {
      ...{ stdio: ['pipe', 'pipe', 'ignore'], detached: true },
    });
    await new Promise<void>((resolve, reject) => {
      brake.stdout?.once('data', () => resolve());
      brake.once('error', reject);
    });
    return { brake, admin };
  } catch (error) {
    process.kill(server, 'SIGCONT');
    await admin.end();
    throw error;
  }
}
