import { EventLog } from '@3cx-relay/event-log';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';

/** Tells everybody who reads the log when there is more: one listener at the log for all. */
@Injectable()
export class AppendSignal implements OnModuleDestroy {
  private readonly listeners = new Set<() => void>();
  private readonly stop: () => void;

  constructor(log: EventLog) {
    this.stop = log.onAppended(() => {
      for (const listener of this.listeners) listener();
    });
  }

  /** @returns a function that ends it */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  onModuleDestroy(): void {
    this.stop();
  }
}
