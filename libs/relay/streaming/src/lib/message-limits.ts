import { SOCKET_LIMITS } from '@3cx-relay/contracts';
import type { Clock } from '@3cx-relay/util';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** How much one client may send, and how often it may be wrong. */
export class MessageLimits {
  private second = { startedAt: -Infinity, count: 0 };
  private faults: number[] = [];

  constructor(private readonly clock: Clock) {}

  /** Counts a message. @returns false past 50 in a second */
  allowsMessage(): boolean {
    const now = this.clock.monotonic();
    if (now - this.second.startedAt >= SECOND_MS) this.second = { startedAt: now, count: 0 };
    this.second.count += 1;
    return this.second.count <= SOCKET_LIMITS.messagesPerSecond;
  }

  /** Counts a faulty message. @returns false with the fifth in a minute */
  allowsFault(): boolean {
    const now = this.clock.monotonic();
    this.faults = this.faults.filter((at) => now - at < MINUTE_MS);
    this.faults.push(now);
    return this.faults.length < SOCKET_LIMITS.faultyMessagesPerMinute;
  }
}
