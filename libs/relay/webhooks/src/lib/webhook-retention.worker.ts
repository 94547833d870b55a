import { ErrorFeed } from '@3cx-relay/errors';
import { Clock, errorMessage, type Worker } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { DeliveriesStore } from './deliveries.store';
import { DAY_MS } from './retry-plan';

const KEEP_MS = 30 * DAY_MS;
const INTERVAL_MS = 60 * 60_000;

/**
 * Forgets deliveries and attempts after 30 days, and reports those that still waited.
 * Any number of nodes may run it.
 */
@Injectable()
export class WebhookRetention implements Worker {
  readonly name = 'webhook retention';
  private readonly logger = new Logger(WebhookRetention.name);

  constructor(
    private readonly deliveries: DeliveriesStore,
    private readonly clock: Clock,
    private readonly errors: ErrorFeed,
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
    let undelivered = 0;
    try {
      for (let rows = 1; rows > 0 && !signal.aborted;) {
        const forgotten = await this.deliveries.forget(before);
        rows = forgotten.rows;
        undelivered += forgotten.undelivered;
      }
    } finally {
      if (undelivered > 0) this.report(undelivered);
    }
  }

  private report(undelivered: number): void {
    this.errors.report({
      ...{ severity: 'error', component: 'webhooks', code: 'WEBHOOK_DELIVERIES_FORGOTTEN' },
      message: `${undelivered} webhook deliveries were forgotten after 30 days of waiting.`,
      detail: 'Their webhooks are disabled, or their keys are revoked or may not read events.',
      remedy: 'Enable the webhooks, or delete those that nobody needs.',
    });
  }
}
