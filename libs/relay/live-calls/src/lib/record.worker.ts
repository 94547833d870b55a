import { backoffDelayMs, Clock, errorMessage, Random, type Worker } from '@3cx-relay/util';
import { type CallRecord, CallRecordSource } from '@3cx-relay/pbx-connection';
import { Injectable, Logger } from '@nestjs/common';
import { CallStore } from './call-store.port';
import { RecordIntake } from './record-intake';

const POLL_MS = 1_000;
const RETRY = { initialMs: 1_000, maxMs: 5_000 };
/** A catch-up that takes longer than this many pages tells how far it is. */
const TELL_EVERY_PAGES = 20;

/** A catch-up with many records, as it goes on. */
export interface RecordCatchUp {
  /** So many were taken. */
  readonly records: number;
  /** End of the last one's call: ISO 8601. */
  readonly reachedAt: string;
}

/**
 * Closes the book: hands every call record of the PBX to the model, again and again until it no
 * longer changes. The cursor moves in the transaction of what its page produced, so a kill in
 * between repeats a page, and the model makes nothing of a record that it has seen.
 */
@Injectable()
export class RecordWorker implements Worker {
  readonly name = 'call records';
  private behind: RecordCatchUp | null = null;
  private readonly logger = new Logger(RecordWorker.name);

  constructor(
    private readonly source: CallRecordSource,
    private readonly intake: RecordIntake,
    private readonly store: CallStore,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** `null` while the records are up to date, give or take a page. */
  get catchUpNow(): RecordCatchUp | null {
    return this.behind;
  }

  /** Where records come from, for the administrator; `null` while it is not known. */
  get sourceName(): string | null {
    return this.source.name;
  }

  async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await this.catchUp(signal);
        failures = 0;
        await this.clock.sleep(POLL_MS, signal);
      } catch (error) {
        if (signal.aborted) return;
        this.logger.debug(`records cannot be read: ${errorMessage(error)}`);
        await this.clock.sleep(backoffDelayMs(RETRY, failures, this.random.next()), signal);
        failures += 1;
      }
    }
  }

  /**
   * Reads until nothing more is waiting. Without a cursor it begins at the time when the relay
   * first ran, though the PBX may have been away since: what was before is history.
   */
  private async catchUp(signal: AbortSignal): Promise<void> {
    const backMs = Math.max(0, this.clock.now() - (await this.intake.beganAt()));
    let cursor = await this.store.recordCursor();
    let taken = 0;
    for (let pages = 1; !signal.aborted; pages += 1) {
      const changes = await this.source.changes(cursor, { backMs, signal });
      if (changes.records.length > 0 || changes.nextCursor !== cursor) {
        await this.intake.take(changes.records, changes.nextCursor);
      }
      cursor = changes.nextCursor;
      taken += changes.records.length;
      if (!changes.hasMore) {
        if (pages > TELL_EVERY_PAGES) this.logger.log(`caught up with ${taken} call records`);
        this.behind = null;
        return;
      }
      this.tell(pages, taken, changes.records.at(-1));
    }
  }

  private tell(pages: number, taken: number, last: CallRecord | undefined): void {
    if (last) this.behind = { records: taken, reachedAt: last.endedAt };
    if (pages % TELL_EVERY_PAGES === 0) {
      const reached = this.behind ? `, up to ${this.behind.reachedAt}` : '';
      this.logger.log(`catching up with call records: ${taken} so far${reached}`);
    }
  }
}
