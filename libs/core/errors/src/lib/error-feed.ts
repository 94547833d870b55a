import type { ErrorCountsDto, ErrorItemDto, ErrorListDto, ErrorQuery } from '@3cx-relay/contracts';
import { BoundedQueue, Clock, errorMessage, type Worker } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { ErrorFeedStore } from './error-feed.store';
import { cleaned, type ErrorReport, fingerprintOf } from './error-report';

/** Reports that may wait for the store; past it the newest are counted as dropped. */
const MAX_WAITING = 1_000;
const FLUSH_MS = 200;

export interface Acknowledgement {
  /** User name. */
  readonly by: string;
  readonly note: string | null;
}

interface Waiting {
  readonly report: Required<ErrorReport>;
  readonly fingerprint: string;
  readonly at: string;
}

/**
 * What went wrong, for people. Reporting never throws and never waits; equal errors are counted
 * in one row until somebody acknowledges them.
 */
@Injectable()
export class ErrorFeed implements Worker {
  readonly name = 'error feed';
  private readonly logger = new Logger(ErrorFeed.name);
  private readonly waiting = new BoundedQueue<Waiting>(MAX_WAITING);
  private readonly listeners = new Set<(error: ErrorItemDto) => void>();
  private dropped = 0;

  constructor(
    private readonly store: ErrorFeedStore,
    private readonly clock: Clock,
  ) {}

  /** Reports that are not stored yet; for metrics. */
  get waitingCount(): number {
    return this.waiting.size;
  }

  report(report: ErrorReport): void {
    const clean = cleaned(report);
    const entry = { report: clean, fingerprint: fingerprintOf(report), at: this.clock.nowIso() };
    if (this.waiting.offer(entry) === 'full') this.dropped += 1;
  }

  /** Told of each error once it is stored, for the first time or again. */
  onReported(listener: (error: ErrorItemDto) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  list(query: ErrorQuery): Promise<ErrorListDto> {
    return this.store.list(query);
  }

  counts(): Promise<ErrorCountsDto> {
    return this.store.counts();
  }

  /** @throws RelayError NOT_FOUND */
  acknowledge(id: string, how: Acknowledgement): Promise<ErrorItemDto> {
    return this.store.acknowledge(id, how, this.clock.nowIso());
  }

  /** Those, or all that are not yet. @returns how many were */
  acknowledgeMany(ids: readonly string[] | null, how: Acknowledgement): Promise<number> {
    return this.store.acknowledgeMany(ids, how, this.clock.nowIso());
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.clock.sleep(FLUSH_MS, signal);
      await this.flush();
    }
  }

  /** Stores what waits; what cannot be stored now waits on. */
  async flush(): Promise<void> {
    for (let next = this.waiting.take(); next; next = this.waiting.take()) {
      try {
        const stored = await this.store.count(next.fingerprint, next.report, next.at);
        for (const listener of this.listeners) listener(stored);
      } catch (error) {
        this.waiting.offer(next);
        this.logger.debug(`the error feed cannot be written: ${errorMessage(error)}`);
        return;
      }
    }
    this.reportDropped();
  }

  private reportDropped(): void {
    if (this.dropped === 0) return;
    const { dropped } = this;
    this.dropped = 0;
    this.report({
      severity: 'warning',
      component: 'errors',
      code: 'ERRORS_DROPPED',
      message: `${dropped} errors came faster than they could be stored`,
      remedy: 'See the errors around this one; the first of each kind is there.',
    });
  }
}
