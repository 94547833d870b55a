import { formatSequence, type Sequence, SOCKET_LIMITS, toSequence } from '@3cx-relay/contracts';
import {
  type EventFilter,
  type EventLog,
  matchesFilter,
  type StoredEvent,
} from '@3cx-relay/event-log';
import { Clock, errorMessage, Lru } from '@3cx-relay/util';
import { Logger } from '@nestjs/common';
import type { AppendSignal } from './append-signal';
import { gapEvent } from './log-gap';
import type { OutgoingEvent, Wire } from './wire';

const PAGE = 200;
const DRAIN_POLL_MS = 25;
const RETRY_MS = 500;
/** How long a consumer may take to make room again before it is closed as too slow. */
const DRAIN_LIMIT_MS = 10_000;

type Found = 'something' | 'nothing' | 'full';

/** What subscriptions share. */
export interface SubscriptionRooms {
  readonly log: EventLog;
  readonly signal: AppendSignal;
  readonly clock: Clock;
}

/**
 * A position in the log plus a filter, and a loop that reads on from there for as long as there is
 * room on the wire. Live delivery is the same loop: the newest events come out of the log's memory
 * instead of its table. So a consumer never has more waiting than what fits on its wire, and
 * whoever is slow holds up nobody else.
 *
 * Events reach the wire in the order of their sequence, each once. After `end` nothing does.
 */
export class Subscription {
  private static readonly logger = new Logger(Subscription.name);
  private ended = false;
  private catchingUp = true;
  /** Whether something was appended since the last look. */
  private appended = false;
  private wake: (() => void) | undefined;
  private stopListening: (() => void) | undefined;

  constructor(
    private readonly rooms: SubscriptionRooms,
    private readonly wire: Wire,
    private filter: EventFilter,
    /** The last event that was sent or passed over. */
    private position: Sequence,
    private readonly onTooSlow: () => void,
  ) {}

  get lookedAt(): Sequence {
    return this.position;
  }

  get hasEnded(): boolean {
    return this.ended;
  }

  /** Whether it is served from the log's table because it is behind. */
  get isCatchingUp(): boolean {
    return this.catchingUp;
  }

  start(): void {
    this.stopListening = this.rooms.signal.listen(() => {
      this.appended = true;
      this.wake?.();
    });
    this.run().catch((error: unknown) => {
      Subscription.logger.error(`a subscription broke off: ${errorMessage(error)}`);
      if (!this.ended) this.wire.interrupt('restart');
    });
  }

  end(): void {
    this.ended = true;
    this.stopListening?.();
    this.wake?.();
  }

  /** For a key whose rights changed: holds from the next event on. */
  changeFilter(filter: EventFilter): void {
    this.filter = filter;
  }

  private async run(): Promise<void> {
    while (!this.ended) {
      if (!(await this.hasRoom())) return this.giveUp();
      if (this.ended) return;
      this.tellOfGap();
      this.appended = false;
      const recent = this.rooms.log.tail(this.position);
      this.catchingUp = recent === undefined;
      const found = recent ? this.deliver(recent) : await this.deliverPage();
      if (found === 'nothing') await this.untilAppended();
    }
  }

  private async untilAppended(): Promise<void> {
    if (this.appended || this.ended) return;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    this.wake = undefined;
  }

  private giveUp(): void {
    if (this.ended) return;
    this.end();
    this.onTooSlow();
  }

  /** Waits while too much is waiting on the wire. @returns false when it took too long */
  private async hasRoom(): Promise<boolean> {
    if (this.wire.waitingBytes <= SOCKET_LIMITS.bufferedBytes) return true;
    const { clock } = this.rooms;
    const deadline = clock.monotonic() + DRAIN_LIMIT_MS;
    while (!this.ended && this.wire.waitingBytes > SOCKET_LIMITS.bufferedBytes / 2) {
      if (clock.monotonic() >= deadline) return false;
      await clock.sleep(DRAIN_POLL_MS);
    }
    return true;
  }

  /** Retention may overtake a position: that is told, never jumped over. */
  private tellOfGap(): void {
    const { oldest, epoch } = this.rooms.log.position();
    if (this.ended || this.position + 1 >= oldest) return;
    const from = toSequence(this.position + 1);
    this.wire.sendEvent(gapEvent({ from, oldest, epoch, now: this.rooms.clock.now() }));
    this.position = toSequence(oldest - 1);
  }

  private async deliverPage(): Promise<Found> {
    const page = await this.readPage();
    if (!page || this.ended) return 'something';
    const found = this.deliver(page.events);
    if (found === 'full' || page.lookedAt <= this.position) return found;
    this.position = page.lookedAt;
    return 'something';
  }

  private async readPage() {
    try {
      return await this.rooms.log.read({ since: this.position, limit: PAGE, ...this.filter });
    } catch (error) {
      // The store is away: the position stays, and reading goes on when it is back.
      Subscription.logger.debug(`the log could not be read: ${errorMessage(error)}`);
      await this.rooms.clock.sleep(RETRY_MS);
      return undefined;
    }
  }

  /** What does not fit on the wire is read again later. */
  private deliver(events: readonly StoredEvent[]): Found {
    for (const event of events) {
      if (this.wire.waitingBytes > SOCKET_LIMITS.bufferedBytes) return 'full';
      if (event.sequence <= this.position) continue;
      // Checked here too: the rights may have changed while a page was read.
      if (matchesFilter(event, this.filter)) this.wire.sendEvent(outgoing(event));
      this.position = event.sequence;
    }
    return events.length > 0 ? 'something' : 'nothing';
  }
}

/** So many of the latest events keep what encoders made of them, and no more: it is larger than they. */
const MAX_OUTGOING = 500;
/** One object per event for all consumers, so that each encoding is made once. */
const OUTGOING = new Lru<StoredEvent, OutgoingEvent>(MAX_OUTGOING);

function outgoing(event: StoredEvent): OutgoingEvent {
  const known = OUTGOING.get(event);
  if (known) return known;
  const made = { type: event.type, sequence: formatSequence(event.sequence), json: event.json };
  OUTGOING.set(event, made);
  return made;
}
