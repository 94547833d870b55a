import { ConnectionReporter, PbxError } from '@3cx-relay/pbx-connection';
import { errorCode, errorMessage } from '@3cx-relay/util';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Pool, type QueryResultRow } from 'pg';
import { type DatabaseSettings, findDatabase } from './database-settings';
import { PbxDatabaseOptions } from './pbx-database.options';

/** The statement ran past its limit. */
const QUERY_CANCELED = '57014';
/** SQLSTATE classes that say nothing about the connection: the statement itself was at fault. */
const STATEMENT_CLASSES = /^(0A|22|23|25006|42)/;

/**
 * The PBX's database, read and nothing else: every session is `default_transaction_read_only`, in
 * UTC, with a limit on each statement. Settings are read again after every failure to connect.
 */
@Injectable()
export class PbxDatabase implements OnApplicationShutdown {
  private pool: Promise<Pool> | undefined;
  private settings: DatabaseSettings | null = null;

  constructor(
    private readonly options: PbxDatabaseOptions,
    private readonly reporter: ConnectionReporter,
  ) {}

  /**
   * Whether there is a database to read; without one history comes from XAPI.
   * @throws PbxError `refused` when the settings are at fault
   */
  async isThere(): Promise<boolean> {
    return (await findDatabase(this.options)) !== null;
  }

  /** Where the settings in use came from, for the administrator; `null` before connecting. */
  get foundIn(): string | null {
    return this.settings?.foundIn ?? null;
  }

  /**
   * Runs one statement.
   * @throws PbxError `unavailable` (not reached, refused to sign in), `timeout`, `refused` (settings)
   */
  async query<R extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<R[]> {
    const pool = await this.connectedPool();
    try {
      const startedAt = performance.now();
      const { rows } = await pool.query<R>(sql, values);
      this.reporter.report('database', {
        state: 'connected',
        error: null,
        latencyMs: Math.round(performance.now() - startedAt),
        ...(this.foundIn === null ? {} : { detail: this.foundIn }),
      });
      return rows;
    } catch (error) {
      throw this.failure(error);
    }
  }

  /** Forgets connections and settings: the next statement reads the ini and connects anew. */
  reconnect(): void {
    const before = this.pool;
    this.pool = undefined;
    void before?.then((pool) => pool.end()).catch(() => undefined);
  }

  async onApplicationShutdown(): Promise<void> {
    const before = this.pool;
    this.pool = undefined;
    if (before) await before.then((pool) => pool.end()).catch(() => undefined);
  }

  private connectedPool(): Promise<Pool> {
    this.pool ??= this.makePool().catch((error: unknown) => {
      this.pool = undefined;
      throw error;
    });
    return this.pool;
  }

  private async makePool(): Promise<Pool> {
    this.settings = await findDatabase(this.options);
    if (!this.settings) {
      throw new PbxError('unavailable', { detail: 'The PBX has no database to be found.' });
    }
    const { host, port, name: database, user, password } = this.settings;
    const { statementTimeoutMs, connectTimeoutMs, maxConnections } = this.options;
    const pool = new Pool({
      host,
      port,
      database,
      user,
      password,
      max: maxConnections,
      connectionTimeoutMillis: connectTimeoutMs,
      idleTimeoutMillis: 60_000,
      // The server ends a statement first; this ends waiting for a server that does not answer.
      query_timeout: statementTimeoutMs + 2_000,
      keepAlive: true,
      application_name: '3cx-relay',
      options: [
        '-c default_transaction_read_only=on',
        `-c statement_timeout=${statementTimeoutMs}`,
        '-c idle_in_transaction_session_timeout=60000',
        '-c timezone=UTC',
      ].join(' '),
    });
    // An idle connection was lost; the next statement opens another or says why it cannot.
    pool.on('error', () => this.reconnect());
    // Between the pool and a statement nobody else listens; the statement says what happened.
    pool.on('connect', (client) => client.on('error', () => undefined));
    return pool;
  }

  private failure(error: unknown): PbxError {
    const code = errorCode(error) ?? '';
    const said = errorMessage(error);
    if (code === QUERY_CANCELED || /Query read timeout/i.test(said)) {
      return new PbxError('timeout', {
        detail: `The PBX database did not answer in time: ${said}.`,
        cause: error,
      });
    }
    if (STATEMENT_CLASSES.test(code)) {
      return new PbxError('unavailable', {
        detail: `The PBX database refused a statement: ${said}.`,
        cause: error,
      });
    }
    this.reconnect();
    const detail = `The PBX database cannot be reached (${this.foundIn ?? 'no settings'}): ${said}.`;
    this.reporter.report('database', { state: 'disconnected', error: detail });
    return new PbxError('unavailable', { detail, cause: error });
  }
}
