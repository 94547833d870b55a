import { toSequence } from '@3cx-relay/contracts';
import { Clock, errorMessage, type Worker } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EventLogOptions } from './event-log.options';
import { PostgresEventLog } from './postgres-event-log';
import { WriterLease } from './writer-lease';

const INTERVAL_MS = 60 * 60_000;
/** While another relay writes, or this one is not the writer yet. */
const LOOK_AGAIN_MS = 5_000;
const BATCH = 5_000;
const DAY_MS = 86_400_000;

/** Forgets events that are older than the installation wants to keep. The writer does it. */
@Injectable()
export class RetentionWorker implements Worker {
  readonly name = 'retention';
  private readonly logger = new Logger(RetentionWorker.name);

  constructor(
    private readonly db: DataSource,
    private readonly log: PostgresEventLog,
    private readonly options: EventLogOptions,
    private readonly lease: WriterLease,
    private readonly clock: Clock,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { isHeld } = this.lease;
      try {
        if (isHeld) await this.forget(signal);
      } catch (error) {
        this.logger.warn(`old events were not removed: ${errorMessage(error)}`);
      }
      await this.clock.sleep(isHeld ? INTERVAL_MS : LOOK_AGAIN_MS, signal);
    }
  }

  /** Removes what is past retention, from the beginning on, so that what is left has no hole. */
  async forget(signal: AbortSignal): Promise<void> {
    const before = new Date(this.clock.now() - this.options.retentionDays * DAY_MS);
    while (!signal.aborted) {
      const oldest = await this.forgetBatch(before);
      if (oldest === null) return;
      this.log.startsAt(toSequence(oldest));
    }
  }

  /** @returns the new first sequence, or `null` when nothing was past retention */
  private forgetBatch(before: Date): Promise<number | null> {
    return this.db.transaction(async (transaction) => {
      const [kept]: { sequence: string | null }[] = await transaction.query(
        `SELECT max(sequence) AS sequence FROM (
           SELECT sequence FROM events
            WHERE logged_at < $1 AND sequence < (SELECT oldest_sequence + ${BATCH} FROM event_log_head)
            ORDER BY sequence) AS old`,
        [before],
      );
      if (!kept?.sequence) return null;
      const oldest = Number(kept.sequence) + 1;
      await transaction.query('DELETE FROM events WHERE sequence < $1', [oldest]);
      await transaction.query('UPDATE event_log_head SET oldest_sequence = $1', [oldest]);
      return oldest;
    });
  }
}
