import path from 'node:path';
import type { Settings } from '@3cx-relay/config';
import {
  type EmbeddedPostgres,
  EmbeddedPostgresError,
  startEmbeddedPostgres,
} from '@3cx-relay/embedded-postgres';
import { connectStore, StoreError, StoreOptions } from '@3cx-relay/store';
import { errorMessage } from '@3cx-relay/util';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { StartupError } from './startup-error';

const DATABASE = 'relay';

/** Where PostgreSQL's own lines go, and what the administrator has to know. */
export interface StoreTelling {
  readonly onLog: (line: string) => void;
  readonly onNote: (note: string) => void;
}

export interface OpenStore {
  readonly options: StoreOptions;
  readonly db: DataSource;
  close(): Promise<void>;
}

/**
 * The relay's own PostgreSQL: the one that `DATABASE_URL` names, else an embedded one.
 * @throws StartupError
 */
export async function openStore(
  settings: Settings,
  schemaDir: string,
  pbxId: string,
  tell: StoreTelling,
): Promise<OpenStore> {
  const { databaseUrl, dir } = settings.data;
  let embedded: EmbeddedPostgres | null = null;
  try {
    if (databaseUrl === null) embedded = await startOwn(dir, tell);
    const url = databaseUrl?.reveal() ?? embedded?.url(DATABASE) ?? '';
    const options = new StoreOptions(url, schemaDir, pbxId);
    const db = await connectStore(options);
    return {
      options,
      db,
      close: async () => {
        await db.destroy();
        await embedded?.stop();
      },
    };
  } catch (error) {
    await embedded?.stop();
    const isKnown = error instanceof StoreError || error instanceof EmbeddedPostgresError;
    throw new StartupError([isKnown ? error.message : `The store: ${errorMessage(error)}`]);
  }
}

async function startOwn(dataDir: string, tell: StoreTelling): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir: path.resolve(dataDir), ...tell });
  const client = new Client({ connectionString: server.url() });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [
      DATABASE,
    ]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
  return server;
}
