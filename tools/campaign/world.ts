import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@3cx-relay/embedded-postgres';
import { Pbx, Relay, until } from '@3cx-relay/testing';
import { Client } from 'pg';
import { heldMiB } from './heap';
import type { CampaignOptions } from './options';

const STORE = 'relay';
const WEIGHED_EVERY_MS = 20_000;

/** The PostgreSQL that both relays keep their data in, as a server whose processes we can harm. */
class Store {
  private constructor(
    private readonly server: EmbeddedPostgres,
    private readonly pidFile: string,
  ) {}

  static async start(folder: string): Promise<Store> {
    const server = await startEmbeddedPostgres({ dataDir: folder });
    const client = new Client({ connectionString: server.url() });
    await client.connect();
    await client.query(`CREATE DATABASE ${STORE}`);
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    await client.end();
    return new Store(server, path.join(rows[0]?.data_directory ?? '', 'postmaster.pid'));
  }

  get url(): string {
    return this.server.url(STORE);
  }

  /** It is started again by itself, with all its sessions gone. */
  kill(signal: 'SIGKILL' | 'SIGINT'): void {
    process.kill(this.postmaster, signal);
  }

  /** Nothing answers until the function that is returned is called. */
  freeze(): () => void {
    const frozen = [this.postmaster, ...childrenOf(this.postmaster)];
    signalAll(frozen, 'SIGSTOP');
    return () => signalAll(frozen, 'SIGCONT');
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  private get postmaster(): number {
    return Number(readFileSync(this.pidFile, 'utf8').split('\n', 1)[0]);
  }
}

/** A relay that is started again whenever it ends, as systemd does. */
export class KeptRelay {
  private keeping = true;
  private readonly loop: Promise<void>;
  /** What it held after collections, in MiB. */
  readonly memory: number[] = [];
  starts = 1;
  private former = '';

  private constructor(
    readonly name: string,
    private readonly relay: Relay,
  ) {
    this.loop = this.keep();
  }

  static async start(name: string, pbx: Pbx, store: Store): Promise<KeptRelay> {
    const env = {
      DATABASE_URL: store.url,
      LOG_LEVEL: 'info',
      WEBHOOK_ALLOW_NETWORKS: '127.0.0.0/8',
      NODE_OPTIONS: '--inspect=127.0.0.1:0',
    };
    return new KeptRelay(name, await Relay.start({ pbx, env }));
  }

  get url(): string {
    return this.relay.url;
  }

  /** What it printed, in all its lives. */
  get output(): string {
    return this.former + this.relay.program.output;
  }

  apiKey(): Promise<string> {
    return this.relay.apiKey();
  }

  signal(signal: NodeJS.Signals): void {
    this.relay.program.signal(signal);
  }

  /** Whether it answers and is connected to everything. */
  async isWell(): Promise<boolean> {
    try {
      const answer = await fetch(`${this.url}/relay/health`, {
        signal: AbortSignal.timeout(1_000),
      });
      return ((await answer.json()) as { status: string }).status === 'ok';
    } catch {
      return false;
    }
  }

  async stop(): Promise<{ code: number | null; signal: string | null }> {
    this.keeping = false;
    await this.loop;
    const ended = await this.relay.program.stop();
    await this.relay.stop();
    return ended;
  }

  private async keep(): Promise<void> {
    let weighAt = performance.now();
    while (this.keeping) {
      await pause(100);
      if (performance.now() >= weighAt) {
        const held = await heldMiB(this.output);
        if (held !== null) this.memory.push(held);
        weighAt = performance.now() + WEIGHED_EVERY_MS;
      }
      if (!this.keeping || !this.relay.program.hasEnded) continue;
      this.starts += 1;
      this.former += this.relay.program.output;
      await pause(500);
      // A store that is away ends the start; the next try is made as after any other end.
      await this.relay.restart().catch(() => undefined);
    }
  }
}

/** Everything that a campaign needs, as processes of their own. */
export class World {
  private constructor(
    private readonly folder: string,
    readonly pbx: Pbx,
    readonly store: Store,
    readonly relays: readonly KeptRelay[],
  ) {}

  static async start({ seed, relays: count }: CampaignOptions): Promise<World> {
    const folder = mkdtempSync(path.join(tmpdir(), 'campaign-'));
    chmodSync(folder, 0o755);
    const pbx = await Pbx.start({ seed, args: ['--extensions', '400'] });
    const store = await Store.start(path.join(folder, 'store'));
    const relays: KeptRelay[] = [];
    for (const name of ['relay A', 'relay B'].slice(0, count)) {
      relays.push(await KeptRelay.start(name, pbx, store));
    }
    await until('everything is connected', async () => (await relays[0]?.isWell()) ?? false, {
      limitMs: 60_000,
      everyMs: 250,
    });
    return new World(folder, pbx, store, relays);
  }

  /** One that every relay knows. */
  async apiKey(): Promise<string> {
    return (await this.relays[0]?.apiKey()) ?? '';
  }

  async stop(): Promise<void> {
    await Promise.all(this.relays.map((relay) => relay.stop()));
    await this.store.stop();
    await this.pbx.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return text === '' ? [] : text.split(' ').map(Number);
  } catch {
    return [];
  }
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}
