import path from 'node:path';
import { RelayError } from '@3cx-relay/contracts';
import { backoffDelayMs, Clock, errorMessage, Random } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ulid } from 'ulid';
import { AppendQueue, type Batch } from './append-queue';
import { BatchWriter } from './batch-writer';
import type { Alongside, AlongsideWriter, EventDraft, LogBacklog, StoredEvent } from './event-log';
import { EventLogOptions } from './event-log.options';
import { FencedError, isStoreAway } from './log.errors';
import { type Entry, Spool } from './spool';
import { Tenure } from './tenure';

const RETRY = { initialMs: 50, maxMs: 2_000 };

/** What the head of the log said when this relay became its writer. */
export interface HeadClaim {
  readonly term: number;
  readonly epoch: string;
  /** Number of the last of our entries that the store has. */
  readonly lastEntry: number;
}

/**
 * The writing half of the log: one transaction at a time, everything that came in meanwhile in the
 * next one. While the store is away the batch at the front is tried again, what comes waits on
 * disk, and nothing overtakes.
 */
@Injectable()
export class LogWriter {
  /** Names us in the head of the log; the spool of a killed process goes on under its name. */
  readonly identity: string;
  private readonly logger = new Logger(LogWriter.name);
  private readonly spool: Spool;
  private readonly queue: AppendQueue;
  private readonly batches: BatchWriter;
  private tenure: Tenure | null = null;
  private pumping: Promise<void> | null = null;
  private publish: (events: readonly StoredEvent[]) => void = () => undefined;

  constructor(
    db: DataSource,
    options: EventLogOptions,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    const file = path.join(options.spoolDir, `${encodeURIComponent(options.pbxId)}.spool`);
    this.spool = new Spool(file, options.maxSpoolBytes);
    this.identity = this.spool.owner?.writer ?? ulid();
    this.queue = new AppendQueue(this.spool);
    this.batches = new BatchWriter(db, options, clock);
  }

  /** Called with the events of each commit, in order. */
  set onCommitted(publish: (events: readonly StoredEvent[]) => void) {
    this.publish = publish;
  }

  get backlog(): LogBacklog {
    return this.queue.backlog;
  }

  writesAlongside(kind: string, writer: AlongsideWriter): void {
    this.batches.writesAlongside(kind, writer);
  }

  /** Another relay has written since: what waits here is of no use any more. */
  giveUp(): void {
    if (!this.spool.isEmpty) {
      this.logger.error(
        `${this.spool.bytes} bytes that waited for the store are given up, since another relay has written: snapshots and call records tell what happened`,
      );
    }
    this.spool.clear();
  }

  /**
   * From now on this relay writes, under a term that nobody else has.
   * @returns resolves when what had waited on disk from before is written
   * @throws FencedError when the lease was lost before that
   */
  async open({ term, epoch, lastEntry }: HeadClaim): Promise<void> {
    if (this.spool.owner?.epoch !== epoch) this.giveUp();
    const tenure = new Tenure(term);
    this.tenure = tenure;
    this.queue.open({ writer: this.identity, epoch }, lastEntry);
    if (!this.queue.isEmpty) {
      this.logger.warn(`${this.spool.bytes} bytes that waited for the store are being written`);
      await this.pump();
    }
    if (this.tenure !== tenure) throw new FencedError();
  }

  /** It is not sure whether this relay still is the writer: nothing is written until it is. */
  pause(): void {
    this.tenure?.pause();
    this.spill();
  }

  /** This relay is the writer still, under a later term. */
  resume(term: number): void {
    this.tenure?.resume(term);
  }

  /** This relay writes no more. What the store did not take waits on disk for the next term. */
  close(): void {
    this.spill();
    this.tenure?.end();
    this.tenure = null;
    this.queue.close(new FencedError());
  }

  append(
    drafts: readonly EventDraft[],
    alongside: Alongside | undefined,
  ): Promise<readonly StoredEvent[]> {
    if (this.tenure === null) return Promise.reject(new FencedError());
    try {
      const written = this.queue.add(drafts, alongside, this.clock.now());
      if (this.tenure.isInDoubt) this.spill();
      void this.pump();
      return written;
    } catch (error) {
      const detail = `the store is away and no more events can wait: ${errorMessage(error)}`;
      return Promise.reject(new RelayError('STORE_UNAVAILABLE', { detail }));
    }
  }

  private pump(): Promise<void> {
    this.pumping ??= this.drain();
    return this.pumping;
  }

  private async drain(): Promise<void> {
    // What is appended in the same turn of the loop goes into the same transaction.
    await Promise.resolve();
    try {
      while (!this.queue.isEmpty && this.tenure) {
        await this.writeBatch(this.queue.front(), this.tenure);
      }
    } catch (error) {
      this.logger.error(`what waits on disk cannot be read: ${errorMessage(error)}`);
      this.giveUp();
      if (this.tenure) this.lose(this.tenure, new FencedError());
    } finally {
      // In the same turn as the look at the queue, so that what is appended next starts anew.
      this.pumping = null;
    }
  }

  /** Writes a batch; if one entry spoils it, each is written alone, so only that one fails. */
  private async writeBatch(batch: Batch, tenure: Tenure): Promise<void> {
    if (batch.unreadable > 0) {
      this.logger.error(`${batch.unreadable} entries that waited on disk cannot be read back`);
    }
    const failure = await this.tryEntries(batch.entries, tenure);
    if (tenure.hasEnded) return;
    if (failure !== null && batch.entries.length > 1) {
      for (const entry of batch.entries) {
        const own = await this.tryEntries([entry], tenure);
        if (tenure.hasEnded) return;
        if (own !== null) this.refuse(entry, own);
      }
    } else if (failure !== null) {
      for (const entry of batch.entries) this.refuse(entry, failure);
    }
    this.queue.drop(batch);
  }

  private refuse(entry: Entry, reason: unknown): void {
    this.logger.error(`an entry of the log cannot be written: ${errorMessage(reason)}`);
    this.queue.fail(entry, reason);
  }

  /**
   * Entries belong to the tenure in which they were taken: when it has ended, the next one begins
   * from the store and makes its own of what is missing.
   * @returns `null` when they are written; the reason when trying again is of no use
   */
  private async tryEntries(entries: readonly Entry[], tenure: Tenure): Promise<unknown> {
    for (let attempt = 0; ; attempt += 1) {
      await tenure.untilSure();
      if (tenure.hasEnded) return new FencedError();
      const { term } = tenure;
      try {
        const written = await this.batches.write(entries, term);
        if (attempt > 0) this.logger.log('the store is back: what waited is being written');
        this.settle(entries, written);
        return null;
      } catch (error) {
        const isFenced = error instanceof FencedError;
        if (isFenced && tenure.isSureOf(term)) return this.lose(tenure, error);
        if (!isFenced && !isStoreAway(error)) return error;
        if (attempt === 0) this.logger.warn(`the store is away: ${errorMessage(error)}`);
        this.spill();
        await this.clock.sleep(backoffDelayMs(RETRY, attempt, this.random.next()));
      }
    }
  }

  /** Another relay writes: what waits is of no use any more. */
  private lose(tenure: Tenure, error: FencedError): FencedError {
    tenure.end();
    if (this.tenure === tenure) {
      this.tenure = null;
      this.queue.close(error);
    }
    return error;
  }

  private settle(entries: readonly Entry[], written: StoredEvent[][]): void {
    const events = written.flat();
    if (events.length > 0) this.publish(events);
    for (const [index, entry] of entries.entries()) this.queue.settle(entry, written[index] ?? []);
  }

  /** When the disk is full, too, what is in memory stays there until the next attempt. */
  private spill(): void {
    try {
      this.queue.spill();
    } catch (error) {
      this.logger.warn(`what waits stays in memory: ${errorMessage(error)}`);
    }
  }
}
