import { RelayError } from '@3cx-relay/contracts';
import { backoffDelayMs, Clock, errorMessage, Random } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppendQueue, type PendingAppend } from './append-queue';
import { BatchWriter } from './batch-writer';
import type { Alongside, EventDraft, StoredEvent } from './event-log';
import { EventLogOptions } from './event-log.options';
import { FencedError, isStoreAway } from './log.errors';

const RETRY = { initialMs: 50, maxMs: 2_000 };

/**
 * The writing half of the log: one transaction at a time, everything that came in meanwhile in the
 * next one. While the store is away the batch at the front is tried again, and nothing overtakes.
 */
@Injectable()
export class LogWriter {
  private readonly logger = new Logger(LogWriter.name);
  private readonly queue = new AppendQueue();
  private readonly batches: BatchWriter;
  private term: number | null = null;
  private running = false;
  private publish: (events: readonly StoredEvent[]) => void = () => undefined;

  constructor(
    db: DataSource,
    private readonly options: EventLogOptions,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    this.batches = new BatchWriter(db, options, clock);
  }

  /** Called with the events of each commit, in order. */
  set onCommitted(publish: (events: readonly StoredEvent[]) => void) {
    this.publish = publish;
  }

  /** How many events wait for the store. */
  get pendingEvents(): number {
    return this.queue.pendingEvents;
  }

  /** From now on this relay writes, under a term that nobody else has. */
  open(term: number): void {
    this.term = term;
  }

  /** This relay writes no more; what waits is refused. */
  close(): void {
    this.term = null;
    this.queue.rejectAll(new FencedError());
  }

  append(
    drafts: readonly EventDraft[],
    alongside: Alongside | undefined,
  ): Promise<readonly StoredEvent[]> {
    if (this.term === null) return Promise.reject(new FencedError());
    if (this.queue.pendingEvents + drafts.length > this.options.maxPending) {
      return Promise.reject(
        new RelayError('STORE_UNAVAILABLE', {
          detail: `the store is away and ${this.options.maxPending} events wait already`,
        }),
      );
    }
    const written = this.queue.add(drafts, alongside, this.clock.now());
    void this.pump();
    return written;
  }

  private async pump(): Promise<void> {
    if (this.running) return;
    this.running = true;
    // What is appended in the same turn of the loop goes into the same transaction.
    await Promise.resolve();
    while (!this.queue.isEmpty) await this.writeBatch(this.queue.take(), this.term);
    this.running = false;
  }

  /** Writes a batch; if one entry spoils it, each is written alone, so only that one fails. */
  private async writeBatch(batch: readonly PendingAppend[], term: number | null): Promise<void> {
    const failure = await this.tryBatch(batch, term);
    if (failure === null) return;
    if (failure instanceof FencedError || batch.length === 1) {
      for (const entry of batch) entry.reject(failure);
      return;
    }
    for (const entry of batch) await this.writeBatch([entry], term);
  }

  /**
   * A batch belongs to the term in which it was taken: when the lease was lost and regained
   * meanwhile, the new term begins from the store and makes its own of what was missing.
   * @returns `null` when it is written; the reason when trying again is of no use
   */
  private async tryBatch(batch: readonly PendingAppend[], term: number | null): Promise<unknown> {
    let isInDoubt = false;
    for (let attempt = 0; ; attempt += 1) {
      if (term === null || this.term !== term) return new FencedError();
      try {
        const written = await this.batches.write(batch, term, isInDoubt);
        if (attempt > 0) this.logger.log('the store is back: what waited is being written');
        this.settle(batch, written);
        return null;
      } catch (error) {
        if (!isStoreAway(error)) return error;
        isInDoubt = true;
        if (attempt === 0) this.logger.warn(`the store is away: ${errorMessage(error)}`);
        await this.clock.sleep(backoffDelayMs(RETRY, attempt, this.random.next()));
      }
    }
  }

  private settle(batch: readonly PendingAppend[], written: StoredEvent[][]): void {
    const events = written.flat();
    if (events.length > 0) this.publish(events);
    for (const [index, entry] of batch.entries()) entry.resolve(written[index] ?? []);
  }
}
