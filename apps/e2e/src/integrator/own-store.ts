import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@3cx-relay/embedded-postgres';
import { Client } from 'pg';

/** A PostgreSQL that the test owns: for relays that share one, or whose store is to be prepared. */
export class OwnStore {
  private constructor(
    private readonly folder: string,
    private readonly postgres: EmbeddedPostgres,
  ) {}

  static async start(): Promise<OwnStore> {
    const folder = mkdtempSync(path.join(tmpdir(), 'own-store-'));
    // As root PostgreSQL runs as nobody, who has to reach it; mkdtemp makes it private.
    chmodSync(folder, 0o755);
    return new OwnStore(folder, await startEmbeddedPostgres({ dataDir: path.join(folder, 'pg') }));
  }

  get url(): string {
    return this.postgres.url();
  }

  /** Statements of one transaction. */
  async run(...statements: readonly string[]): Promise<void> {
    const client = new Client({ connectionString: this.url });
    await client.connect();
    await client.query(['BEGIN', ...statements, 'COMMIT'].join(';\n'));
    await client.end();
  }

  async stop(): Promise<void> {
    await this.postgres.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
