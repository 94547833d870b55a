import {
  type Call,
  emptyState,
  type LiveState,
  type ModelEvent,
  type Observation,
  observe,
  restoreState,
} from '@3cx-relay/call-model';
import type { CallId } from '@3cx-relay/contracts';
import { type EventDraft, EventLog } from '@3cx-relay/event-log';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { ulid } from 'ulid';
import { CallStore } from './call-store.port';
import { toDraft } from './event-draft';

/** Ended calls are remembered this long for frames and records that come late. */
const REMEMBER_ENDED_MS = 10 * 60_000;

export interface ApplyOptions {
  /** Whether this makes up for something that was missed. */
  readonly recovered?: boolean;
  /** Forgotten calls that a record may belong to. */
  readonly candidates?: readonly Call[];
  /** Where the record poller stands then: written with the events, even when there are none. */
  readonly recordCursor?: string;
}

/** What is written in the transaction of the events; it may have waited on disk. */
interface Change {
  readonly calls: readonly Call[];
  readonly recordCursor: string | null;
}

const CHANGE = 'calls';

/**
 * The one place where observations become events. It belongs to the writer alone.
 *
 * Observations are applied at once and in the order of the calls to `apply`; the log keeps that
 * order. The state in memory may be ahead of the store by what is being written. When a write
 * fails for good, the state is worthless: `failed` aborts, and the writer begins again from the
 * store, where the next snapshot finds what is missing.
 */
@Injectable()
export class LiveCalls {
  /** How far the PBX's clock is ahead of ours, for matching records by time. */
  clockSkewMs = 0;
  private state: LiveState = emptyState();
  private lastWrite: Promise<void> = Promise.resolve();
  private failure = new AbortController();

  constructor(
    private readonly log: EventLog,
    private readonly store: CallStore,
    private readonly clock: Clock,
  ) {
    log.writesAlongside(CHANGE, async (transaction, data) => {
      const { calls, recordCursor } = data as Change;
      await store.save(transaction, calls);
      if (recordCursor !== null) await store.saveRecordCursor(transaction, recordCursor);
    });
  }

  /** Aborted when what was observed could not be written. */
  get failed(): AbortSignal {
    return this.failure.signal;
  }

  get current(): LiveState {
    return this.state;
  }

  /** Begins from what the store knows. Must have ended before anything is observed. */
  async restore(): Promise<void> {
    this.failure = new AbortController();
    this.lastWrite = Promise.resolve();
    const since = new Date(this.clock.now() - REMEMBER_ENDED_MS).toISOString();
    this.state = restoreState(await this.store.loadLive(since));
  }

  /**
   * Applies one observation.
   * @returns resolves when its events are stored; rejects when they could not be
   */
  apply(observation: Observation, options: ApplyOptions = {}): Promise<void> {
    if (this.failure.signal.aborted) return Promise.reject(this.failureReason());
    const { state, events, changed } = observe(this.state, observation, {
      at: this.clock.nowIso(),
      mintCallId: () => ulid(this.clock.now()) as CallId,
      recovered: options.recovered ?? false,
      ...(options.candidates ? { candidates: options.candidates } : {}),
      clockSkewMs: this.clockSkewMs,
    });
    this.state = state;
    const recordCursor = options.recordCursor ?? null;
    if (events.length === 0 && changed.length === 0 && recordCursor === null) {
      return this.lastWrite;
    }
    return this.write(events, { calls: callsOf(state, changed), recordCursor });
  }

  /** Resolves when everything observed so far is stored. */
  settled(): Promise<void> {
    return this.lastWrite;
  }

  private write(events: readonly ModelEvent[], change: Change): Promise<void> {
    const drafts: EventDraft[] = events.map(toDraft);
    const written = this.log.append(drafts, { kind: CHANGE, data: change });
    this.lastWrite = written.then(
      () => undefined,
      (error: unknown) => {
        this.failure.abort(error);
        throw error;
      },
    );
    // Who does not wait for it learns of a failure through `failed`.
    this.lastWrite.catch(() => undefined);
    return this.lastWrite;
  }

  private failureReason(): Error {
    return new Error('what was observed before could not be stored', {
      cause: this.failure.signal.reason,
    });
  }
}

function callsOf(state: LiveState, callIds: readonly CallId[]): Call[] {
  return callIds.flatMap((callId) => state.open.get(callId) ?? state.ended.get(callId) ?? []);
}
