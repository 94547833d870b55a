import { Clock, errorMessage } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { Client } from 'pg';
import { EventLogOptions } from './event-log.options';
import { LogWriter } from './log-writer';

/** The first half of the advisory lock's key; the second half names the PBX. */
const LOCK_CLASS = 3_270_712;
const RETRY_MS = 1_000;
const CHECK_MS = 1_000;
const CHECK_LIMIT_MS = 3_000;

/** Where the lease connects; a session of its own, since its end is the end of the lease. */
export class WriterLeaseOptions {
  constructor(readonly databaseUrl: string) {}
}

/**
 * Of all relays on one store exactly one writes: the one whose session holds an advisory lock.
 * PostgreSQL frees the lock when that session dies, and another relay takes over within a second
 * or two. A writer that does not know yet that it has lost is fenced by its term.
 */
@Injectable()
export class WriterLease {
  private readonly logger = new Logger(WriterLease.name);
  private held = false;

  constructor(
    private readonly lease: WriterLeaseOptions,
    private readonly options: EventLogOptions,
    private readonly writer: LogWriter,
    private readonly clock: Clock,
  ) {}

  /** Whether this relay is the writer. */
  get isHeld(): boolean {
    return this.held;
  }

  /**
   * Waits for the lease, again and again, and runs `whileHeld` for as long as it is held; its
   * signal aborts when the lease is lost or `signal` aborts. Returns after `signal` aborted.
   */
  async run(signal: AbortSignal, whileHeld: (signal: AbortSignal) => Promise<void>): Promise<void> {
    let isWaiting = false;
    while (!signal.aborted) {
      const session = await this.acquire();
      if (!session) {
        if (!isWaiting) this.logger.log('another relay writes, or the store is away: standing by');
        isWaiting = true;
        await this.clock.sleep(RETRY_MS, signal);
        continue;
      }
      isWaiting = false;
      await this.hold(session, signal, whileHeld);
    }
  }

  private async hold(
    session: Client,
    signal: AbortSignal,
    whileHeld: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const lost = new AbortController();
    session.once('end', () => lost.abort(new Error('the session of the lease ended')));
    const both = AbortSignal.any([signal, lost.signal]);
    const watch = this.watch(session, lost, both);
    this.held = true;
    try {
      await whileHeld(both);
    } catch (error) {
      this.logger.error(`the writer stopped: ${errorMessage(error)}`);
    } finally {
      this.held = false;
      this.writer.close();
      lost.abort();
      await watch;
      await session.end().catch(() => undefined);
    }
  }

  /** A session whose server fell silent is as good as dead. */
  private async watch(session: Client, lost: AbortController, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.clock.sleep(CHECK_MS, signal);
      if (signal.aborted) return;
      try {
        await session.query('SELECT 1');
      } catch (error) {
        this.logger.warn(`the lease is lost: ${errorMessage(error)}`);
        lost.abort(error);
      }
    }
  }

  private async acquire(): Promise<Client | null> {
    const session = new Client({
      connectionString: this.lease.databaseUrl,
      application_name: '3cx-relay writer',
      connectionTimeoutMillis: CHECK_LIMIT_MS,
      query_timeout: CHECK_LIMIT_MS,
      keepAlive: true,
    });
    // Without a listener a broken connection would end the process.
    session.on('error', (error) => this.logger.debug(`lease: ${errorMessage(error)}`));
    try {
      await session.connect();
      const { rows } = await session.query<{ ours: boolean }>(
        'SELECT pg_try_advisory_lock($1, hashtext($2)) AS ours',
        [LOCK_CLASS, this.options.pbxId],
      );
      if (rows[0]?.ours) {
        const raised = await session.query<{ term: string }>(
          'UPDATE event_log_head SET term = term + 1 RETURNING term',
        );
        this.writer.open(Number(raised.rows[0]?.term));
        return session;
      }
    } catch (error) {
      this.logger.debug(`the lease cannot be had: ${errorMessage(error)}`);
    }
    await session.end().catch(() => undefined);
    return null;
  }
}
