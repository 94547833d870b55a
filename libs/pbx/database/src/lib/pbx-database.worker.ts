import { ConnectionReporter, DEFAULT_RECONNECT, ReconnectLoop } from '@3cx-relay/pbx-connection';
import { aborted, Clock, errorMessage, Random, type Worker } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { PbxDatabase } from './pbx-database';

const CHECK_EVERY_MS = 5_000;

/** Keeps the state of the database connection true while nobody reads. */
@Injectable()
export class PbxDatabaseWorker implements Worker {
  readonly name = 'pbx-database';
  private readonly loop: ReconnectLoop;

  constructor(
    private readonly db: PbxDatabase,
    private readonly reporter: ConnectionReporter,
    private readonly clock: Clock,
    random: Random,
  ) {
    this.loop = new ReconnectLoop(clock, random, DEFAULT_RECONNECT);
  }

  /** Reads the ini again and connects anew, at once. */
  reconnectNow(): void {
    this.db.reconnect();
    this.loop.reconnectNow();
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.loop.run(signal, {
      attempt: async (attempt) => {
        if (await this.isAbsent()) {
          this.reporter.report('database', {
            state: 'disabled',
            error: null,
            detail: 'No PBX database was found; history comes from XAPI.',
          });
          // An ini may still appear: looked for at the next 'reconnect now' or start.
          await aborted(attempt.signal);
          return;
        }
        this.reporter.report('database', { state: 'connecting' });
        await this.checkUntilItFails(attempt.signal, attempt.established);
      },
      onLost: (error) => {
        if (signal.aborted) return;
        this.reporter.report('database', { state: 'disconnected', error: errorMessage(error) });
      },
      // The next attempt says that it connects.
      onAsked: () => undefined,
    });
  }

  private async isAbsent(): Promise<boolean> {
    return !(await this.db.isThere());
  }

  private async checkUntilItFails(signal: AbortSignal, established: () => void): Promise<void> {
    for (;;) {
      await this.db.query('SELECT 1');
      established();
      await this.clock.sleep(CHECK_EVERY_MS, signal);
      signal.throwIfAborted();
    }
  }
}
