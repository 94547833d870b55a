import { errorCode, errorMessage } from '@3cx-relay/util';
import { Client, type ClientConfig } from 'pg';
import { DataSource } from 'typeorm';
import { migrationsOf } from './migrations';
import type { StoreOptions } from './store.options';

/** Any number; it only has to be the same for all relays: one of them migrates at a time. */
const MIGRATION_LOCK = 3_270_711;
const STATEMENT_TIMEOUT_MS = 30_000;

/** The store cannot be used; the message is one line and says what to do. */
export class StoreError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
  }
}

/**
 * Between pool and user nobody listens to a session. One that is ended there must not end the
 * process: its next statement says so.
 */
class StoreClient extends Client {
  constructor(config?: ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/**
 * Connects to the store and brings its schema up to date.
 * @throws StoreError one line that says what to do
 */
export async function connectStore(options: StoreOptions): Promise<DataSource> {
  const db = new DataSource({
    type: 'postgres',
    url: options.databaseUrl,
    applicationName: '3cx-relay',
    poolSize: options.poolSize,
    connectTimeoutMS: 10_000,
    migrations: migrationsOf(options.schemaDir),
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    // Requests wait for a connection no longer than a statement may take.
    extra: {
      Client: StoreClient,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      // A silent network is told by nobody but this clock.
      query_timeout: STATEMENT_TIMEOUT_MS + 5_000,
      // A relay that stands still in the middle of a transaction must not keep its locks.
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
      keepAlive: true,
    },
    // A dropped idle connection is replaced by the pool; it must not end the process.
    poolErrorHandler: () => undefined,
    entities: [],
    logging: false,
  });
  try {
    await db.initialize();
    await migrate(db, options.databaseUrl);
    return db;
  } catch (error) {
    if (db.isInitialized) await db.destroy();
    throw explain(error);
  }
}

/**
 * Several relays may start at once: the first migrates, the others wait and find it done. The lock
 * has a session of its own, so that a pool of one is enough to migrate.
 */
async function migrate(db: DataSource, url: string): Promise<void> {
  const holder = new StoreClient({
    connectionString: url,
    application_name: '3cx-relay migration',
  });
  await holder.connect();
  try {
    await holder.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await db.runMigrations();
  } finally {
    await holder.end();
  }
}

function explain(error: unknown): StoreError {
  const advice = ADVICE[errorCode(error) ?? ''] ?? 'see the message, and check DATABASE_URL.';
  return new StoreError(`DATABASE_URL: ${errorMessage(error)}: ${advice}`, { cause: error });
}

const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; start PostgreSQL or correct host and port.',
  ENOTFOUND: 'the host is not known; correct its name.',
  ETIMEDOUT: 'the host does not answer; check address and firewall.',
  '28P01': 'correct user and password.',
  '28000': 'the server refuses this user; see its pg_hba.conf.',
  '3D000': 'create the database, or correct its name.',
  '42501': 'the user needs the right to create tables in this database.',
  '53100': "the server's disk is full; make room.",
};
