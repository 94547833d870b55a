import type { ChildProcess } from 'node:child_process';
import { backoffDelayMs, errorMessage } from '@3cx-relay/util';

const RETRY = { initialMs: 200, maxMs: 10_000 };
const STOP_LIMIT_MS = 10_000;

/** A server that is started again, on the same port, when it ends without having been asked to. */
export class KeptAlive {
  private stopping = false;
  private reviving: Promise<void> = Promise.resolve();

  constructor(
    private child: ChildProcess,
    private readonly launch: () => Promise<ChildProcess>,
    private readonly onNote: (note: string) => void,
  ) {
    this.watch();
  }

  /** Ends all sessions and stops; resolves when the process is gone. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.reviving;
    const { child } = this;
    if (hasEnded(child)) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.stdin?.end();
    // The whole group, guard and server: only if a fast shutdown does not come to an end.
    const limit = setTimeout(() => {
      if (child.pid) process.kill(-child.pid, 'SIGQUIT');
    }, STOP_LIMIT_MS);
    await gone;
    clearTimeout(limit);
  }

  private watch(): void {
    const ended = () => {
      if (!this.stopping) this.reviving = this.revive();
    };
    if (hasEnded(this.child)) ended();
    else this.child.once('exit', ended);
  }

  private async revive(): Promise<void> {
    this.onNote('PostgreSQL ended by itself: it is being started again');
    for (let attempt = 0; !this.stopping; attempt += 1) {
      try {
        this.child = await this.launch();
        return this.watch();
      } catch (error) {
        this.onNote(`PostgreSQL cannot be started again: ${errorMessage(error)}`);
        const pause = backoffDelayMs(RETRY, attempt, 1);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
