import { ChannelSession } from '@3cx-relay/store';
import { backoffDelayMs, Clock, errorMessage, Random, type Worker } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { PostgresEventLog } from './postgres-event-log';
import { WriterLeaseOptions } from './writer-lease';

const POLL_MS = 1_000;
const RETRY = { initialMs: 200, maxMs: 5_000 };

/**
 * Tells this node of what other nodes write: a notification wakes it, and a slow poll makes up for
 * one that got lost. On the writer itself there is nothing left to read.
 */
@Injectable()
export class LogFollower implements Worker {
  readonly name = 'log follower';
  private readonly logger = new Logger(LogFollower.name);

  constructor(
    private readonly options: WriterLeaseOptions,
    private readonly log: PostgresEventLog,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        await this.listen(signal, () => {
          failures = 0;
        });
      } catch (error) {
        if (signal.aborted) return;
        this.logger.debug(`following the log: ${errorMessage(error)}`);
        await this.clock.sleep(backoffDelayMs(RETRY, failures, this.random.next()), signal);
      }
    }
  }

  private async listen(signal: AbortSignal, onRead: () => void): Promise<void> {
    let wake = new AbortController();
    const session = await ChannelSession.open(
      {
        databaseUrl: this.options.databaseUrl,
        channel: 'event_log',
        applicationName: '3cx-relay follower',
      },
      () => wake.abort(),
    );
    try {
      const both = AbortSignal.any([signal, session.ended]);
      while (!both.aborted) {
        wake = new AbortController();
        await this.log.catchUp();
        onRead();
        await this.clock.sleep(POLL_MS, AbortSignal.any([both, wake.signal]));
      }
      if (!signal.aborted) throw new Error('the session ended');
    } finally {
      await session.close();
    }
  }
}
