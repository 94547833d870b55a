import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@3cx-relay/embedded-postgres';
import type { DataSource } from 'typeorm';
import { connectStore } from './lib/connect';
import { StoreOptions } from './lib/store.options';

/** Folder of the SQL migrations. */
export const SCHEMA = path.resolve(__dirname, '../../../../schema');

/** One PostgreSQL for a spec file; each test has a database of its own in it. */
export class Databases {
  private made = 0;

  private constructor(
    private server: EmbeddedPostgres,
    /** Of the file, for whatever else it keeps on disk; PostgreSQL's user may enter it. */
    readonly folder: string,
  ) {}

  static async start(): Promise<Databases> {
    const folder = mkdtempSync(path.join(tmpdir(), 'databases-'));
    chmodSync(folder, 0o755);
    return new Databases(await startIn(folder), folder);
  }

  /** A database without tables; its URL. */
  async empty(): Promise<string> {
    this.made += 1;
    const root = await connectStore(new StoreOptions(this.server.url(), this.folder, 'pbx', 1));
    await root.query(`CREATE DATABASE made_${this.made}`);
    await root.destroy();
    return this.server.url(`made_${this.made}`);
  }

  /** A store in a database of its own, connected; whoever asked for it ends it. */
  async connect(poolSize = 5): Promise<{ options: StoreOptions; db: DataSource }> {
    const options = new StoreOptions(await this.empty(), SCHEMA, 'pbx', poolSize);
    return { options, db: await connectStore(options) };
  }

  /** The server goes away, with all sessions; `startServer` brings it back at the same port. */
  async stopServer(): Promise<void> {
    await this.server.stop();
  }

  async startServer(): Promise<void> {
    this.server = await startIn(this.folder, this.server.port);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function startIn(folder: string, port?: number): Promise<EmbeddedPostgres> {
  const dataDir = path.join(folder, 'pg');
  return startEmbeddedPostgres({ dataDir, durable: false, ...(port ? { port } : {}) });
}
