import { Clock, errorMessage, type Worker } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { DeliveriesStore } from './deliveries.store';
import { DAY_MS } from './retry-plan';

const KEEP_MS = 30 * DAY_MS;
const INTERVAL_MS = 60 * 60_000;

/** Forgets deliveries and attempts after 30 days. Any number of nodes may run it. */
@Injectable()
export class WebhookRetention implements Worker {
  readonly name = 'webhook retention';
  private readonly logger = new Logger(WebhookRetention.name);

  constructor(
    private readonly deliveries: DeliveriesStore,
    private readonly clock: Clock,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.forget(signal);
      } catch (error) {
        this.logger.warn(`old deliveries were not removed: ${errorMessage(error)}`);
      }
      await this.clock.sleep(INTERVAL_MS, signal);
    }
  }

  async forget(signal: AbortSignal): Promise<void> {
    const before = this.clock.now() - KEEP_MS;
    while (!signal.aborted && (await this.deliveries.forget(before)) > 0);
  }
}
