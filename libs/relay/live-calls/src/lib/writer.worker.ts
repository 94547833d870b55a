import { needsActiveCalls } from '@3cx-relay/call-model';
import { WriterLease } from '@3cx-relay/event-log';
import { CallControlWorker } from '@3cx-relay/pbx-callcontrol';
import { ActiveCallsWorker, XapiClient } from '@3cx-relay/pbx-xapi';
import { PbxDatabaseWorker } from '@3cx-relay/pbx-database';
import { Clock, errorMessage, type Worker } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { LiveCalls } from './live-calls.service';
import { MissingRecordsWorker } from './missing-records.worker';
import { RecordWorker } from './record.worker';

const TICK_MS = 1_000;
const PAUSE_AFTER_FAILURE_MS = 1_000;
const SETTLE_LIMIT_MS = 3_000;

/** The parts that talk to the PBX: they run on the writer alone. */
@Injectable()
export class PbxWorkers {
  readonly all: readonly Worker[];

  constructor(
    readonly callControl: CallControlWorker,
    readonly activeCalls: ActiveCallsWorker,
    readonly database: PbxDatabaseWorker,
    readonly records: RecordWorker,
    missingRecords: MissingRecordsWorker,
  ) {
    this.all = [callControl, activeCalls, database, records, missingRecords];
  }
}

/**
 * The life of the writer: wait for the lease, begin from the store, run the adapters until the
 * lease is lost or something could not be written; then begin again.
 */
@Injectable()
export class WriterWorker implements Worker {
  readonly name = 'writer';
  private readonly logger = new Logger(WriterWorker.name);

  constructor(
    private readonly lease: WriterLease,
    private readonly calls: LiveCalls,
    private readonly pbx: PbxWorkers,
    private readonly xapi: XapiClient,
    private readonly clock: Clock,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    await this.lease.run(signal, async (held) => {
      try {
        await this.live(held);
      } finally {
        // Not at once again: what failed has to be given the time to mend.
        await this.clock.sleep(signal.aborted ? 0 : PAUSE_AFTER_FAILURE_MS, signal);
      }
    });
  }

  private async live(held: AbortSignal): Promise<void> {
    await this.calls.restore();
    const stopping = new AbortController();
    const signal = AbortSignal.any([held, this.calls.failed, stopping.signal]);
    const running = [...this.pbx.all.map((worker) => worker.run(signal)), this.tick(signal)];
    try {
      // The first to end ends all: they belong together.
      await Promise.race(running);
    } catch (error) {
      this.logger.error(`a part of the writer failed: ${errorMessage(error)}`);
    } finally {
      stopping.abort();
      await Promise.allSettled(running);
    }
    if (!held.aborted && this.calls.failed.aborted) {
      this.logger.warn(
        `what was seen could not be stored: ${errorMessage(this.calls.failed.reason)}`,
      );
    }
    // What was observed last is stored before the lease is given back; if the store is away, it
    // waits on disk for the next start.
    await Promise.race([
      this.calls.settled().catch(() => undefined),
      this.clock.sleep(SETTLE_LIMIT_MS),
    ]);
  }

  /** Time is an observation, too: the model closes what waits too long. */
  private async tick(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.clock.sleep(TICK_MS, signal);
      if (signal.aborted) return;
      this.calls.clockSkewMs = this.xapi.facts.clockSkewMs ?? 0;
      void this.calls.apply({ kind: 'tick' }).catch(() => undefined);
      if (needsActiveCalls(this.calls.current)) this.pbx.activeCalls.askSoon();
    }
  }
}
