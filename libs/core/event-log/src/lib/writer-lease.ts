import { Clock, errorMessage } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { Client } from 'pg';
import { EventLogOptions } from './event-log.options';
import { FencedError } from './log.errors';
import { type HeadClaim, LogWriter } from './log-writer';
import { LOCK_CLASS, SilentHolder } from './silent-holder';

const RETRY_MS = 500;
const CHECK_MS = 1_000;
const CHECK_LIMIT_MS = 3_000;

/** Where the lease connects; a session of its own, since its end is the end of the lease. */
export class WriterLeaseOptions {
  constructor(readonly databaseUrl: string) {}
}

interface HeadRow {
  readonly term: string;
  readonly epoch: string;
  readonly last_entry: string;
  /** Who wrote last. */
  readonly writer: string;
}

/** A session that holds the lock, and what the head said when it was taken. */
interface Claim extends HeadClaim {
  readonly session: Client;
}

/**
 * Of all relays on one store exactly one writes: the one whose session holds an advisory lock.
 * PostgreSQL frees the lock when that session dies, and another relay takes over within a second
 * or two; one that stands still is ended. A writer that does not know yet that it has lost is
 * fenced by its term.
 *
 * When the store goes away, every session goes with it. Then the writer goes on observing, writes
 * nothing, and takes the lock again when the store is back: if nobody else wrote meanwhile it is
 * the writer still, and what waited is written.
 */
@Injectable()
export class WriterLease {
  private readonly logger = new Logger(WriterLease.name);
  private readonly silentHolder: SilentHolder;
  private held = false;

  constructor(
    private readonly lease: WriterLeaseOptions,
    private readonly options: EventLogOptions,
    private readonly writer: LogWriter,
    private readonly clock: Clock,
  ) {
    this.silentHolder = new SilentHolder(options.pbxId);
  }

  /** Whether this relay is the writer, as far as it knows. */
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
      const claim = await this.acquire();
      if (!claim) {
        if (!isWaiting) this.logger.log('another relay writes, or the store is away: standing by');
        isWaiting = true;
        await this.clock.sleep(RETRY_MS, signal);
        continue;
      }
      isWaiting = false;
      await this.hold(claim, signal, whileHeld);
    }
  }

  private async hold(
    claim: Claim,
    signal: AbortSignal,
    whileHeld: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const over = new AbortController();
    const both = AbortSignal.any([signal, over.signal]);
    const keeping = this.keep(claim.session, both).finally(() => over.abort());
    try {
      await this.begin(claim, both);
      this.held = true;
      await whileHeld(both);
    } catch (error) {
      this.logger.error(`the writer stopped: ${errorMessage(error)}`);
    } finally {
      this.held = false;
      this.writer.close();
      over.abort();
      await keeping;
    }
  }

  /** What waited on disk is written first; that ends, too, when the lease does. */
  private async begin(claim: Claim, signal: AbortSignal): Promise<void> {
    const giveUp = () => this.writer.close();
    signal.addEventListener('abort', giveUp, { once: true });
    const opening = this.writer.open(claim);
    if (signal.aborted) giveUp();
    await opening;
    signal.removeEventListener('abort', giveUp);
  }

  /** Returns when the lease is lost to another relay, or `signal` aborts. */
  private async keep(first: Client, signal: AbortSignal): Promise<void> {
    let session: Client | null = first;
    while (session) {
      await this.watch(session, signal);
      await session.end().catch(() => undefined);
      if (signal.aborted) return;
      this.writer.pause();
      session = await this.regain(signal);
    }
    // Who waits for an append would wait for the lease, which is not given back before they end.
    this.writer.close();
  }

  /** Returns when the session is dead, or its server silent, or `signal` aborts. */
  private async watch(session: Client, signal: AbortSignal): Promise<void> {
    const ended = new AbortController();
    session.once('end', () => ended.abort());
    session.once('error', () => ended.abort());
    const either = AbortSignal.any([signal, ended.signal]);
    while (!either.aborted) {
      await this.clock.sleep(CHECK_MS, either);
      if (either.aborted) return;
      try {
        await session.query('SELECT 1');
      } catch (error) {
        this.logger.warn(`the session of the lease is dead: ${errorMessage(error)}`);
        return;
      }
    }
  }

  /** @returns the new session; `null` when another relay has written, or `signal` aborts */
  private async regain(signal: AbortSignal): Promise<Client | null> {
    while (!signal.aborted) {
      const session = await this.connect();
      try {
        const claim = session && (await this.claim(session, { onlyIfOurs: true }));
        if (session && claim) {
          this.writer.resume(claim.term);
          return session;
        }
      } catch (error) {
        if (error instanceof FencedError) {
          this.logger.warn('another relay has taken over');
          await session?.end().catch(() => undefined);
          return null;
        }
        this.logger.debug(`the lease cannot be had again: ${errorMessage(error)}`);
      }
      await session?.end().catch(() => undefined);
      await this.clock.sleep(RETRY_MS, signal);
    }
    return null;
  }

  private async acquire(): Promise<Claim | null> {
    const session = await this.connect();
    try {
      const claim = session && (await this.claim(session, { onlyIfOurs: false }));
      if (session && claim) return { ...claim, session };
      if (!session) this.silentHolder.forget();
      else if (await this.silentHolder.look(session)) {
        this.logger.warn('the relay that writes stands still: its session was ended');
      }
    } catch (error) {
      this.silentHolder.forget();
      this.logger.debug(`the lease cannot be had: ${errorMessage(error)}`);
    }
    await session?.end().catch(() => undefined);
    return null;
  }

  /**
   * @returns `null` when another session has the lock
   * @throws FencedError when another relay wrote last, and only our own place is wanted
   */
  private async claim(
    session: Client,
    { onlyIfOurs }: { readonly onlyIfOurs: boolean },
  ): Promise<HeadClaim | null> {
    const lock = await session.query<{ ours: boolean }>(
      'SELECT pg_try_advisory_lock($1, hashtext($2)) AS ours',
      [LOCK_CLASS, this.options.pbxId],
    );
    const isLocked = lock.rows[0]?.ours === true;
    await session.query('BEGIN');
    const { rows } = await session.query<HeadRow>(
      `SELECT term, epoch, last_entry, writer FROM event_log_head ${isLocked ? 'FOR UPDATE' : ''}`,
    );
    const head = rows[0];
    if (!head) throw new Error('the event log has no head: was the store emptied?');
    const isOurs = head.writer === this.writer.identity;
    if (!isOurs && onlyIfOurs) throw new FencedError();
    if (!isLocked) return null;
    // Before our name is written there: should the answer be lost, the head would be taken for ours.
    if (!isOurs) this.writer.giveUp();
    const term = Number(head.term) + 1;
    const lastEntry = isOurs ? Number(head.last_entry) : 0;
    await session.query('UPDATE event_log_head SET term = $1, writer = $2, last_entry = $3', [
      ...[term, this.writer.identity, lastEntry],
    ]);
    await session.query('COMMIT');
    return { term, epoch: head.epoch, lastEntry };
  }

  private async connect(): Promise<Client | null> {
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
      return session;
    } catch (error) {
      this.logger.debug(`the store is away: ${errorMessage(error)}`);
      await session.end().catch(() => undefined);
      return null;
    }
  }
}
