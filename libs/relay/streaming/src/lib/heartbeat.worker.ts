import { formatSequence, SOCKET_LIMITS } from '@3cx-relay/contracts';
import { EventLog } from '@3cx-relay/event-log';
import { Clock, type Worker } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { Connections } from './connections';

const RECHECK_MS = 1_000;

/** Tells every connection that it lives, and ends those whose key has expired. */
@Injectable()
export class HeartbeatWorker implements Worker {
  readonly name = 'stream-heartbeat';

  constructor(
    private readonly connections: Connections,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    let beatAt = this.clock.monotonic() + SOCKET_LIMITS.heartbeatMs;
    while (!signal.aborted) {
      await this.clock.sleep(RECHECK_MS, signal);
      if (signal.aborted) return;
      this.connections.recheckAll();
      if (this.clock.monotonic() < beatAt) continue;
      beatAt += SOCKET_LIMITS.heartbeatMs;
      this.beat();
    }
  }

  private beat(): void {
    const sequence = formatSequence(this.log.position().newest);
    for (const { wire } of this.connections.list()) wire.sendHeartbeat(sequence);
  }
}
