import { Clock, Random } from '@3cx-relay/util';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Connections } from './connections';
import { RawSessions } from './raw/raw-sessions';

/** Clients come back spread over this time, so that the next relay is not overrun. */
const SPREAD_MS = { from: 500, to: 5_000 } as const;
/** Lets the goodbyes reach the network before connections are closed. */
const FLUSH_MS = 200;
/** How long a client may take to leave before it is cut off. */
const LEAVE_LIMIT_MS = 2_000;
const POLL_MS = 25;

/** Tells everybody that the relay goes away, and when to come back; then closes. */
@Injectable()
export class StreamingShutdown implements BeforeApplicationShutdown {
  constructor(
    private readonly connections: Connections,
    private readonly pending: RawSessions,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    const { from, to } = SPREAD_MS;
    this.connections.sayGoodbye(() => Math.round(from + this.random.next() * (to - from)));
    await this.clock.sleep(FLUSH_MS);
    this.connections.interruptAll();
    this.pending.interruptAll();
    await this.untilGone();
    this.connections.abandonAll();
    this.pending.abandonAll();
  }

  /** Who reads nothing any more does not hold up the end. */
  private async untilGone(): Promise<void> {
    const deadline = this.clock.monotonic() + LEAVE_LIMIT_MS;
    const isAnybodyHere = () => this.connections.list().length > 0 || this.pending.size > 0;
    while (isAnybodyHere() && this.clock.monotonic() < deadline) await this.clock.sleep(POLL_MS);
  }
}
