import { backoffDelayMs, Clock, errorMessage, Random, type Worker } from '@3cx-relay/util';
import { type CallRecord, CallRecordSource } from '@3cx-relay/pbx-connection';
import { Injectable, Logger } from '@nestjs/common';
import { CallStore } from './call-store.port';
import { LiveCalls } from './live-calls.service';

const POLL_MS = 1_000;
const RETRY = { initialMs: 1_000, maxMs: 30_000 };
/** A catch-up that takes longer than this many pages tells how far it is. */
const TELL_EVERY_PAGES = 20;

/**
 * Closes the book: hands every call record of the PBX to the model, again and again until it no
 * longer changes. The cursor moves in the transaction of what its page produced, so a kill in
 * between repeats a page, and the model makes nothing of a record that it has seen.
 */
@Injectable()
export class RecordWorker implements Worker {
  readonly name = 'call records';
  private readonly logger = new Logger(RecordWorker.name);

  constructor(
    private readonly source: CallRecordSource,
    private readonly calls: LiveCalls,
    private readonly store: CallStore,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

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
   * first ran: what was before is history.
   */
  private async catchUp(signal: AbortSignal): Promise<void> {
    let cursor = await this.store.recordCursor();
    for (let pages = 1; !signal.aborted; pages += 1) {
      const changes = await this.source.changes(cursor, { signal });
      if (changes.records.length > 0 || changes.nextCursor !== cursor) {
        await this.take(changes.records, changes.nextCursor);
      }
      cursor = changes.nextCursor;
      if (!changes.hasMore) return;
      if (pages % TELL_EVERY_PAGES === 0) {
        this.logger.log(`catching up with call records: ${pages} pages so far`);
      }
    }
  }

  /** The records of a page are applied in order; its cursor is stored with the last. */
  private async take(records: readonly CallRecord[], cursor: string): Promise<void> {
    for (const record of records) {
      const candidates = await this.store.candidatesFor(record);
      // Not awaited one by one: the log groups what is written close together, and the last
      // write below ends after all of them, or fails with them.
      void this.calls.apply({ kind: 'record', record }, { candidates }).catch(() => undefined);
    }
    await this.calls.apply({ kind: 'tick' }, { recordCursor: cursor });
  }
}
