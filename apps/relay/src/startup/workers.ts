import { setMaxListeners } from 'node:events';
import { errorMessage, type Worker } from '@3cx-relay/util';

/** The parts that run for as long as the relay does. */
export class Workers {
  private readonly stopping = new AbortController();
  private running: Promise<void>[] = [];

  constructor(private readonly onFatal: (reason: string) => void) {}

  /** Starts them in this order; one that ends with an error ends the relay. */
  start(workers: readonly Worker[]): void {
    // Every worker listens to the one signal, some of them several times.
    setMaxListeners(0, this.stopping.signal);
    this.running = workers.map((worker) => this.run(worker));
  }

  /** Asks all of them to end and waits until they have. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  private async run(worker: Worker): Promise<void> {
    try {
      await worker.run(this.stopping.signal);
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      this.onFatal(`${worker.name} failed: ${errorMessage(error)}`);
    }
  }
}
