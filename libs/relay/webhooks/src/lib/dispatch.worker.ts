import { EventLog } from '@3cx-relay/event-log';
import { backoffDelayMs, Clock, errorMessage, Random, type Worker } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { ulid } from 'ulid';
import { Deliverer } from './deliverer';
import type { ClaimedDelivery } from './delivery';
import { DeliveryPlanner } from './delivery-planner';
import { DeliveryQueue } from './delivery-queue';
import { Doorbell } from './doorbell';
import { WebhookMetrics } from './webhooks.metrics';

/** Longer than an attempt may take: what a killed relay had taken is sent by another after it. */
export const LEASE_MS = 20_000;
/** What other nodes and the passing of time make due is found after this at the latest. */
const POLL_MS = 1_000;
/** How long what is under way may go on when the relay stops. */
const GRACE_MS = 4_000;
const RETRY = { initialMs: 100, maxMs: 2_000 };

/** Where waiting deliveries come from. */
@Injectable()
export class DeliverySource {
  constructor(
    readonly log: EventLog,
    readonly planner: DeliveryPlanner,
    readonly queue: DeliveryQueue,
    readonly doorbell: Doorbell,
  ) {}
}

/** Plans, takes and sends deliveries until told to stop. Any number of nodes may run it. */
@Injectable()
export class DispatchWorker implements Worker {
  readonly name = 'webhooks';
  private readonly logger = new Logger(DispatchWorker.name);
  private readonly inFlight = new Set<Promise<void>>();

  constructor(
    private readonly source: DeliverySource,
    private readonly deliverer: Deliverer,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly metrics: WebhookMetrics,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    const lease = ulid();
    const ending = new AbortController();
    const { log, doorbell } = this.source;
    const stopListening = log.onAppended(() => doorbell.ring());
    try {
      for (let failures = 0; !signal.aborted;) {
        const rung = doorbell.wait(signal);
        const works = await this.turn(lease, ending.signal);
        failures = works ? 0 : failures + 1;
        const wait = works ? POLL_MS : backoffDelayMs(RETRY, failures, this.random.next());
        await this.clock.sleep(wait, works ? rung : signal);
      }
    } finally {
      stopListening();
      await this.end(lease, ending);
    }
  }

  /** @returns whether the store answered */
  private async turn(lease: string, stop: AbortSignal): Promise<boolean> {
    const { planner, queue, doorbell } = this.source;
    try {
      if (await planner.page()) doorbell.ring();
      const now = this.clock.now();
      const claimed = await queue.claim({ lease, now, until: now + LEASE_MS });
      for (const delivery of claimed) this.start(delivery, lease, stop);
      return true;
    } catch (error) {
      this.logger.warn(`deliveries could not be read: ${errorMessage(error)}`);
      return false;
    }
  }

  private start(delivery: ClaimedDelivery, lease: string, stop: AbortSignal): void {
    this.metrics.begin();
    const work = this.deliver(delivery, lease, stop)
      .catch((error: unknown) =>
        // Its lease runs out, and it is sent again.
        this.logger.warn(`delivery ${delivery.id} was not settled: ${errorMessage(error)}`),
      )
      .finally(() => {
        this.inFlight.delete(work);
        this.metrics.end();
        this.source.doorbell.ring();
      });
    this.inFlight.add(work);
  }

  private async deliver(
    delivery: ClaimedDelivery,
    lease: string,
    stop: AbortSignal,
  ): Promise<void> {
    const deadline = this.clock.monotonic() + LEASE_MS;
    const settle = await this.deliverer.send(delivery, lease, stop);
    for (let attempt = 0; settle; attempt += 1) {
      try {
        const result = await settle();
        if (result) this.metrics.count(result);
        return;
      } catch (error) {
        if (stop.aborted || this.clock.monotonic() > deadline) throw error;
        await this.clock.sleep(backoffDelayMs(RETRY, attempt, this.random.next()), stop);
      }
    }
  }

  /** What is under way may end by itself for a while; then it is given back. */
  private async end(lease: string, ending: AbortController): Promise<void> {
    const over = new AbortController();
    const all = Promise.allSettled(this.inFlight).then(() => over.abort());
    await this.clock.sleep(GRACE_MS, over.signal);
    ending.abort();
    await all;
    try {
      await this.source.queue.release(lease);
    } catch (error) {
      this.logger.warn(`leases run out by themselves: ${errorMessage(error)}`);
    }
  }
}
