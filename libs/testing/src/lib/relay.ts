import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HealthDto } from '@3cx-relay/contracts';
import { Consumer, type ConsumerOptions } from './consumer';
import { freePort } from './free-port';
import type { Pbx } from './pbx';
import { Program } from './program';
import { until } from './until';

export const ADMIN = { username: 'admin', password: 'correct horse battery' } as const;

export interface RelayOptions {
  /** Without a PBX the relay runs in demo mode, with a simulator of its own. */
  readonly pbx?: Pbx;
  readonly env?: Readonly<Record<string, string>>;
  /** Kept by the caller when it is given; else made here and removed with the relay. */
  readonly dataDir?: string;
  readonly port?: number;
}

/** The built relay as a process, with what a test needs to talk to it. */
export class Relay {
  private key: string | undefined;

  private constructor(
    public program: Program,
    readonly url: string,
    private readonly launch: () => Program,
    private readonly cleanUp: () => void,
  ) {}

  static async start(options: RelayOptions = {}): Promise<Relay> {
    const port = options.port ?? (await freePort());
    const dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'relay-e2e-'));
    // As root PostgreSQL runs as nobody, who has to reach it; mkdtemp makes it private.
    chmodSync(dataDir, 0o755);
    const launch = () =>
      new Program({
        app: 'relay',
        // An empty folder: no .env of the developer is read.
        cwd: dataDir,
        env: {
          PORT: String(port),
          DATA_DIR: dataDir,
          LOG_DIR: path.join(dataDir, 'logs'),
          ADMIN_PASSWORD: ADMIN.password,
          ...(options.pbx
            ? { ...options.pbx.relaySettings, ADMIN_SECRET: 'for tests alone, 32 characters long' }
            : {}),
          ...options.env,
        },
      });
    const cleanUp = () => {
      if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
    };
    const relay = new Relay(launch(), `http://127.0.0.1:${port}`, launch, cleanUp);
    await relay.untilReady();
    return relay;
  }

  async untilReady(): Promise<void> {
    await this.program.untilPrinted(/is ready/);
  }

  async health(): Promise<HealthDto> {
    return (await (await fetch(`${this.url}/relay/health`)).json()) as HealthDto;
  }

  /** Ready, and connected to everything. */
  async untilOk(limitMs = 30_000): Promise<void> {
    let seen = '';
    await until(
      'the relay is connected to everything',
      async () => {
        const health = await this.health();
        seen = JSON.stringify(health);
        return health.status === 'ok';
      },
      { limitMs, otherwise: () => seen },
    );
  }

  /** A key with every scope, made through the admin API as an administrator would. */
  async apiKey(): Promise<string> {
    if (this.key) return this.key;
    const signedIn = await fetch(`${this.url}/admin/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ADMIN),
    });
    const cookie = signedIn.headers.getSetCookie().map((text) => text.split(';', 1)[0]);
    const { csrfToken } = (await signedIn.json()) as { csrfToken: string };
    const made = await fetch(`${this.url}/admin/api-keys`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-csrf-token': csrfToken,
        cookie: cookie.join('; '),
      },
      body: JSON.stringify({
        clientName: 'tests',
        scopes: ['read', 'calls:control', 'webhooks:manage', 'metrics:read'],
        rateLimitPerMinute: 0,
      }),
    });
    if (!made.ok) throw new Error(`no API key: ${made.status} ${await made.text()}`);
    this.key = ((await made.json()) as { key: string }).key;
    return this.key;
  }

  async consumer(options: Partial<ConsumerOptions> = {}): Promise<Consumer> {
    const apiKey = options.apiKey ?? (await this.apiKey());
    return new Consumer({ url: this.url, ...options, apiKey }).untilConnected();
  }

  async get(route: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}${route}`, {
      headers: { authorization: `Bearer ${await this.apiKey()}`, ...headers },
    });
  }

  /** Starts the same relay again, on the same data, after it was stopped or killed. */
  async restart(): Promise<void> {
    this.program = this.launch();
    await this.untilReady();
  }

  async stop(): Promise<void> {
    await this.program.stop();
    this.cleanUp();
  }
}
