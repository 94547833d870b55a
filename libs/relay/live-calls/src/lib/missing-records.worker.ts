import { ErrorFeed } from '@3cx-relay/errors';
import { type CallRecord, isPbxError } from '@3cx-relay/pbx-connection';
import { Clock, errorMessage, type Worker } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { CallStore } from './call-store.port';
import { RecordIntake } from './record-intake';
import { ReportedCalls } from './record-source';

const LOOK_EVERY_MS = 30_000;
/** The report is a heavy thing to ask for: without a hint it is asked for now and then. */
const SWEEP_EVERY_MS = 2 * 60_000;
/** The role System Owner is missing, and will be for a while. */
const PAUSE_WHEN_FORBIDDEN_MS = 10 * 60_000;
/** The database has this long to bring the record itself. */
const GRACE_MS = 30_000;
/** A call that ended without a record is looked for as long as this. */
const AWAITED_MS = 15 * 60_000;
/** The report is by start: a sweep goes back so far, to find calls that lasted. */
const SWEEP_BACK_MS = 10 * 60_000;
/** What was away for longer is left to whoever reads the history. */
const SWEEP_LIMIT_MS = 4 * 3_600_000;
/** Clocks differ, and a call may have been seen late. */
const MARGIN_MS = 60_000;

/**
 * A second look: calls of which the database of the PBX never had a record, though XAPI's report
 * knows them. They are rare, and nobody would learn how they ended, or of them at all when Call
 * Control was away as well. A record that the database brings later has the last word.
 */
@Injectable()
export class MissingRecordsWorker implements Worker {
  readonly name = 'missing call records';
  private readonly logger = new Logger(MissingRecordsWorker.name);
  /** By the monotonic clock. */
  private sweptAt = Number.NEGATIVE_INFINITY;
  /** By ours: milliseconds since 1970. */
  private sweptTo: number | null = null;

  constructor(
    private readonly reported: ReportedCalls,
    private readonly intake: RecordIntake,
    private readonly store: CallStore,
    private readonly errors: ErrorFeed,
    private readonly clock: Clock,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    for (let pauseMs = LOOK_EVERY_MS; ;) {
      await this.clock.sleep(pauseMs, signal);
      if (signal.aborted) return;
      pauseMs = LOOK_EVERY_MS;
      try {
        await this.look(signal);
      } catch (error) {
        this.logger.debug(`the report of calls cannot be read: ${errorMessage(error)}`);
        if (isPbxError(error, 'forbidden')) pauseMs = PAUSE_WHEN_FORBIDDEN_MS;
      }
    }
  }

  /** Takes what the report has and the database had not, if there is reason to ask for it. */
  async look(signal?: AbortSignal): Promise<void> {
    if (!this.reported.isDatabaseRead) return;
    const now = this.clock.now();
    const isSweep = this.clock.monotonic() - this.sweptAt >= SWEEP_EVERY_MS;
    const period = isSweep ? this.sweepOf(now) : await this.awaitedAt(now);
    if (!period) return;
    const missing = await this.missingOf(await this.read(period, signal));
    if (isSweep) {
      this.sweptAt = this.clock.monotonic();
      this.sweptTo = now;
    }
    if (missing.length === 0 || signal?.aborted) return;
    this.tell(missing);
    await this.intake.take(missing);
  }

  private sweepOf(now: number): Period {
    const from = Math.max(now - SWEEP_LIMIT_MS, (this.sweptTo ?? now) - SWEEP_BACK_MS);
    return { from, to: now };
  }

  /** When those began that ended without a record; `null` when there are none. */
  private async awaitedAt(now: number): Promise<Period | null> {
    const ended = { from: iso(now - AWAITED_MS), to: iso(now - GRACE_MS) };
    const began = await this.store.unrecordedStarts(ended.from, ended.to);
    if (!began) return null;
    return { from: Date.parse(began.first) - MARGIN_MS, to: Date.parse(began.last) + MARGIN_MS };
  }

  /** What was over for a while, oldest first. */
  private async read({ from, to }: Period, signal?: AbortSignal): Promise<CallRecord[]> {
    const { clockSkewMs } = this.intake;
    const latest = this.clock.now() + clockSkewMs - GRACE_MS;
    const query = { start: iso(from + clockSkewMs), end: iso(to + clockSkewMs) };
    // Of a call that goes on now, or went on a moment ago, the report has the first rows, and the
    // database may bring all of them before the report is read.
    const fresh = this.intake.callsSince(this.clock.now() - GRACE_MS);
    const records: CallRecord[] = [];
    for await (const record of this.reported.report(query, signal)) {
      if (Date.parse(record.endedAt) > latest || this.intake.isOfOne(fresh, record)) continue;
      records.push(record);
    }
    return records.reverse();
  }

  private async missingOf(reported: readonly CallRecord[]): Promise<CallRecord[]> {
    const taken = await this.store.historyTaken(reported.map(({ callHistoryId }) => callHistoryId));
    const missing = reported.filter(({ callHistoryId }) => !taken.has(callHistoryId));
    const [first] = missing;
    if (!first || taken.size > 0) return missing;
    const last = missing.at(-1) ?? first;
    if (!(await this.store.hasRecordedBetween(first.startedAt, last.startedAt))) return missing;
    // A call told twice is worse than a call whose record is not there.
    this.logger.warn('the report of calls names them otherwise than the database: not used');
    return [];
  }

  private tell(missing: readonly CallRecord[]): void {
    this.errors.report({
      severity: 'warning',
      component: 'database',
      code: 'CALL_RECORDS_MISSING',
      // The same words each time, so that the feed counts instead of repeating.
      message: 'The database of the PBX has no record of calls that XAPI reports',
      detail: `${missing.length} calls, the last ended at ${missing.at(-1)?.endedAt ?? 'unknown'}`,
      remedy:
        'They were taken from the report. Check the PBX for errors of its database, such as a full disk.',
    });
  }
}

/** Milliseconds since 1970, by our clock. */
interface Period {
  readonly from: number;
  readonly to: number;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
