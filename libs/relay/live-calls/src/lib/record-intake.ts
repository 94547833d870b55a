import { type Call, matchRecord } from '@3cx-relay/call-model';
import type { CallRecord } from '@3cx-relay/pbx-connection';
import { Injectable } from '@nestjs/common';
import { CallStore } from './call-store.port';
import { LiveCalls } from './live-calls.service';

/**
 * Records that are applied in one turn of the loop: while they are, no call that one of them has got
 * is forgotten, so that the candidates of the next stay true.
 */
const CHUNK = 50;
/** Clocks differ; a call that was over so long before the relay first ran is none of its calls. */
const BEFORE_BEGINNING_MS = 5 * 60_000;

/** Hands records to the model, in their order. */
@Injectable()
export class RecordIntake {
  private began: number | null = null;

  constructor(
    private readonly calls: LiveCalls,
    private readonly store: CallStore,
  ) {}

  /** When the relay first ran, by our clock: milliseconds since 1970. */
  async beganAt(): Promise<number> {
    this.began ??= Date.parse(await this.store.recordsBegan());
    return this.began;
  }

  /** How far the PBX's clock is ahead of ours. */
  get clockSkewMs(): number {
    return this.calls.clockSkewMs;
  }

  /** Calls that go on, or of which something happened after a moment: milliseconds since 1970. */
  callsSince(ms: number): readonly Call[] {
    const { open, ended } = this.calls.current;
    const isFresh = ({ lastEventAt, endedAt }: Call) =>
      Math.max(Date.parse(lastEventAt), Date.parse(endedAt ?? lastEventAt)) >= ms;
    return [...open.values(), ...[...ended.values()].filter(isFresh)];
  }

  /** Whether the record is of one of these calls. */
  isOfOne(calls: readonly Call[], record: CallRecord): boolean {
    if (calls.some(({ callHistoryId }) => callHistoryId === record.callHistoryId)) return true;
    const { counterTrust } = this.calls.current;
    return matchRecord(record, calls, { clockSkewMs: this.clockSkewMs, counterTrust }) !== null;
  }

  /**
   * Takes records; those of calls that were over before the relay first ran are left to history.
   * @param cursor where their reader stands then: stored with the last of them
   * @returns resolves when all is stored; rejects when it could not be
   */
  async take(records: readonly CallRecord[], cursor?: string): Promise<void> {
    const earliest = (await this.beganAt()) + this.clockSkewMs - BEFORE_BEGINNING_MS;
    const ours = records.filter(({ endedAt }) => Date.parse(endedAt) >= earliest);
    for (let from = 0; from < ours.length; from += CHUNK) {
      const chunk = ours.slice(from, from + CHUNK);
      const candidates = await this.store.candidatesFor(chunk, 'ended');
      for (const [nth, record] of chunk.entries()) {
        // Not awaited one by one: the log groups what is written close together, and the last
        // write below ends after all of them, or fails with them.
        void this.calls
          .apply({ kind: 'record', record }, { candidates: candidates[nth] ?? [] })
          .catch(() => undefined);
      }
    }
    const recordCursor = cursor === undefined ? {} : { recordCursor: cursor };
    await this.calls.apply({ kind: 'tick' }, recordCursor);
  }
}
