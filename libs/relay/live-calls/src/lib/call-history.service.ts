import { type Call, callIdOfHistory, matchRecord, recordedParts } from '@3cx-relay/call-model';
import type { HistoryItemDto } from '@3cx-relay/contracts';
import {
  type CallRecord,
  CallRecordSource,
  type HistoryPageQuery,
  type HistoryQuery,
} from '@3cx-relay/pbx-connection';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { CallStore, type StoredCallIdentity } from './call-store.port';
import { LiveCalls } from './live-calls.service';

/** Rows of a running call are no record of it yet; older ones miss a row that will not come. */
const STILL_RUNNING_MS = 12 * 3_600_000;
/** A call that ended so lately may have been seen live and not have got its record yet. */
const MAY_WAIT_MS = 3_600_000;
/** Running calls may fill pages; after so many reads a page has what was found. */
const MAX_READS = 10;
/** Records that are given our ids in one query while a history is streamed. */
const STREAM_BATCH = 200;

/**
 * The calls of the past, as the PBX recorded them, under the ids that events and active calls
 * use: a call that was seen live keeps its id, one that only history knows gets a derived one.
 */
@Injectable()
export class CallHistory {
  constructor(
    private readonly records: CallRecordSource,
    private readonly store: CallStore,
    private readonly calls: LiveCalls,
    private readonly clock: Clock,
  ) {}

  /** One page, newest first; calls that are still going on are left out. @throws PbxError when the PBX is away */
  async page(
    query: HistoryPageQuery,
  ): Promise<{ items: HistoryItemDto[]; nextCursor: string | null }> {
    const items: HistoryItemDto[] = [];
    let next = query;
    for (let reads = 0; reads < MAX_READS; reads += 1) {
      const page = await this.records.history(next);
      items.push(...(await this.withIds(page.records)));
      const missing = query.limit - items.length;
      if (missing === 0 || page.nextCursor === null) return { items, nextCursor: page.nextCursor };
      next = { ...query, limit: missing, cursor: page.nextCursor };
    }
    return { items, nextCursor: next.cursor ?? null };
  }

  /** All that match, newest first, in constant memory. */
  async *stream(query: HistoryQuery, signal?: AbortSignal): AsyncGenerator<HistoryItemDto> {
    let batch: CallRecord[] = [];
    for await (const record of this.records.stream(query, signal)) {
      batch.push(record);
      if (batch.length < STREAM_BATCH) continue;
      yield* await this.withIds(batch);
      batch = [];
    }
    yield* await this.withIds(batch);
  }

  private async withIds(records: readonly CallRecord[]): Promise<HistoryItemDto[]> {
    const over = records.filter((record) => this.isOver(record));
    const known = await this.store.idsOfHistory(over.map((record) => record.callHistoryId));
    const fresh = over.filter((record) => !known.has(record.callHistoryId) && this.isFresh(record));
    for (const [id, call] of await this.waitingFor(fresh)) known.set(id, identityOf(call));
    return over.map((record) => toHistoryItem(record, known.get(record.callHistoryId)));
  }

  /**
   * Calls that were seen live and are about to get these records, by the rule by which they will:
   * so that a call has the same id in history a moment before as after.
   */
  private async waitingFor(records: readonly CallRecord[]): Promise<Map<string, Call>> {
    const found = new Map<string, Call>();
    if (records.length === 0) return found;
    const candidates = await this.store.candidatesFor(records, 'all');
    const facts = {
      clockSkewMs: this.calls.clockSkewMs,
      counterTrust: this.calls.current.counterTrust,
    };
    const given = new Set<string>();
    for (const [nth, record] of records.entries()) {
      const free = (candidates[nth] ?? []).filter(({ callId }) => !given.has(callId));
      const match = matchRecord(record, free, facts);
      if (!match) continue;
      given.add(match.call.callId);
      found.set(record.callHistoryId, match.call);
    }
    return found;
  }

  private isFresh({ endedAt }: CallRecord): boolean {
    return this.clock.now() - Date.parse(endedAt) < MAY_WAIT_MS;
  }

  private isOver({ complete, startedAt }: CallRecord): boolean {
    return complete || this.clock.now() - Date.parse(startedAt) > STILL_RUNNING_MS;
  }
}

function identityOf({ callId, conversationId, recovered, pbxCallIds }: Call): StoredCallIdentity {
  return { callId, conversationId, recovered, pbxCallId: pbxCallIds.at(-1) ?? null };
}

export function toHistoryItem(
  record: CallRecord,
  known: StoredCallIdentity | undefined,
): HistoryItemDto {
  const callId = known?.callId ?? callIdOfHistory(record.callHistoryId);
  const main = record.mainCallHistoryId ?? record.callHistoryId;
  const { startedAt, answeredAt, endedAt, participants, segments } = recordedParts(record);
  return {
    callId,
    conversationId: known?.conversationId ?? callIdOfHistory(main),
    direction: record.direction,
    state: 'ended',
    caller: record.caller,
    callee: record.callee,
    did: record.did,
    trunk: record.trunk,
    queue: record.queue,
    participants,
    startedAt,
    answeredAt,
    endedAt,
    ringSeconds: secondsBetween(startedAt, answeredAt ?? endedAt),
    talkSeconds: answeredAt === null ? 0 : secondsBetween(answeredAt, endedAt),
    answeredBy: record.answeredBy,
    outcome: record.outcome,
    cause: record.cause,
    recovered: known?.recovered ?? false,
    pbx: {
      callId: known?.pbxCallId ?? record.counter,
      callHistoryId: record.callHistoryId,
      mainCallHistoryId: record.mainCallHistoryId,
    },
    segments,
    cost: record.cost,
  };
}

/** Whole milliseconds, never below zero. */
function secondsBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1_000);
}
