import { Injectable, Logger } from '@nestjs/common';
import { type AnyRelayEvent, toSequence } from '@3cx-relay/contracts';
import { EventLog, type StoredEvent } from '@3cx-relay/event-log';
import { Clock, errorMessage, type Worker } from '@3cx-relay/util';
import { AdminOptions } from '../admin-options';
import { countEvents } from './call-counts';
import { RequestCounter } from './request-counter';
import { StatsStore } from './stats.store';

const PAGE = 1_000;
/** New events gather this long before they are counted: one transaction for many. */
const GATHER_MS = 1_000;
const FORGET_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** The longest chart, and a day. */
const MINUTES_KEPT_DAYS = 31;

/**
 * Counts the event log into minutes and calls, and writes down what the request counter saw. The
 * position moves in the transaction of the counts, so nothing is counted twice or left out,
 * whenever the relay dies and however many relays count.
 */
@Injectable()
export class StatisticsWorker implements Worker {
  readonly name = 'statistics';
  private readonly logger = new Logger(StatisticsWorker.name);
  private failing = false;

  constructor(
    private readonly log: EventLog,
    private readonly store: StatsStore,
    private readonly requests: RequestCounter,
    private readonly options: AdminOptions,
    private readonly clock: Clock,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    let forgetAt = 0;
    while (!signal.aborted) {
      try {
        await this.writeRequests();
        while (!signal.aborted && (await this.countPage()));
        if (this.clock.monotonic() >= forgetAt) {
          await this.forgetOld();
          forgetAt = this.clock.monotonic() + FORGET_MS;
        }
        this.failing = false;
      } catch (error) {
        this.told(error);
      }
      await this.clock.sleep(GATHER_MS, signal);
    }
    await this.writeRequests().catch((error: unknown) => this.told(error));
  }

  /** Counts one page. @returns whether there may be more */
  async countPage(): Promise<boolean> {
    const { epoch } = this.log.position();
    const position = await this.store.position();
    if (position?.epoch !== epoch) {
      await this.store.startAt({ epoch, position: toSequence(0) });
      return true;
    }
    const page = await this.log.read({ since: position.position, limit: PAGE });
    if (page.lookedAt <= position.position) return false;
    await this.store.transaction(async (tx) => {
      const locked = await this.store.lockPosition(tx);
      // Another relay counted this page meanwhile.
      if (locked?.epoch !== epoch || locked.position !== position.position) return;
      const known = await this.store.knownCalls(tx, callIds(page.events));
      await this.store.write(tx, countEvents(page.events.map(parse), known));
      await this.store.movePosition(tx, page.lookedAt);
    });
    return true;
  }

  async writeRequests(): Promise<void> {
    const taken = this.requests.take();
    try {
      await this.store.addRequests(taken);
    } catch (error) {
      this.requests.giveBack(taken);
      throw error;
    }
  }

  private async forgetOld(): Promise<void> {
    const before = (days: number) => new Date(this.clock.now() - days * DAY_MS);
    await this.store.forgetBefore(
      before(MINUTES_KEPT_DAYS),
      before(this.options.eventRetentionDays),
    );
  }

  /** One line when it begins to fail, not one a second. */
  private told(error: unknown): void {
    if (!this.failing) this.logger.warn(`Statistics wait: ${errorMessage(error)}`);
    this.failing = true;
  }
}

function callIds(events: readonly StoredEvent[]): string[] {
  return [...new Set(events.flatMap(({ callId }) => (callId === null ? [] : [callId])))];
}

function parse({ sequence, json }: StoredEvent) {
  return { sequence, event: JSON.parse(json) as AnyRelayEvent };
}
