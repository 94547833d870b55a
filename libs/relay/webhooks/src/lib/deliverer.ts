import { ErrorFeed } from '@3cx-relay/errors';
import { Clock, Random } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ClaimedDelivery } from './delivery';
import { DeliveryQueue, NO_WAIT_FOR_DISK, type Verdict } from './delivery-queue';
import type { Endpoint } from './endpoint';
import { EndpointsStore } from './endpoints.store';
import { EndpointSecrets } from './endpoint-secrets';
import { KeyRights, type Rights } from './key-rights';
import { endpointAfter, verdictOf } from './verdict';
import { type Outcome, WebhookSender } from './webhook-sender';

/** What sending stands on besides the rows. */
@Injectable()
export class SendingGround {
  constructor(
    readonly sender: WebhookSender,
    readonly secrets: EndpointSecrets,
    readonly rights: KeyRights,
    readonly clock: Clock,
    readonly random: Random,
  ) {}
}

/** Sends a claimed delivery and writes down what came of it, in one transaction with its endpoint. */
@Injectable()
export class Deliverer {
  constructor(
    private readonly db: DataSource,
    private readonly endpoints: EndpointsStore,
    private readonly queue: DeliveryQueue,
    private readonly ground: SendingGround,
    private readonly errors: ErrorFeed,
  ) {}

  /**
   * @returns how to write down the outcome, which may be tried again and tells what became of the
   *   delivery (`null`: it was another's by then); `null` when there is no outcome, since the
   *   endpoint is gone or waits
   */
  async send(
    delivery: ClaimedDelivery,
    lease: string,
    stop: AbortSignal,
  ): Promise<(() => Promise<Verdict['state'] | null>) | null> {
    const { clock, secrets, sender, rights } = this.ground;
    const endpoint = await this.endpoints.find(delivery.endpointId, null);
    if (!endpoint?.enabled) return null;
    const right = await rights.of(endpoint);
    if (right === 'nothing') return null;
    if (!maySee(right, delivery)) return () => this.drop(delivery, lease);
    const outcome = await sender.send(
      {
        ...{ url: endpoint.url, eventId: delivery.eventId, body: delivery.body },
        secrets: secrets.validOf(endpoint, clock.now()),
      },
      stop,
    );
    if (stop.aborted && !outcome.isDelivered) return null;
    const isProbe = endpoint.probeAt !== null;
    return () => this.settle(delivery, lease, outcome, isProbe);
  }

  private async settle(
    delivery: ClaimedDelivery,
    lease: string,
    outcome: Outcome,
    isProbe: boolean,
  ): Promise<Verdict['state'] | null> {
    const now = this.ground.clock.now();
    const verdict = verdictOf(delivery, outcome, {
      ...{ now, isProbe, random: this.ground.random.next() },
    });
    const changed = await this.db.transaction(async (transaction) => {
      await transaction.query(NO_WAIT_FOR_DISK);
      const before = await this.endpoints.lock(transaction, delivery.endpointId);
      if (!before) return undefined;
      const settled = await this.queue.settle(
        ...[transaction, delivery, lease, verdict, outcome.attempt],
      );
      if (!settled) return undefined;
      const after = endpointAfter(before, outcome, { now, isProbe });
      await this.endpoints.write(transaction, after);
      if (before.probeAt !== null && after.probeAt === null) {
        await this.queue.hurry(transaction, after.id, now);
      }
      return { before, after };
    });
    if (changed?.before.enabled && !changed.after.enabled) this.report(changed.after, outcome);
    return changed ? verdict.state : null;
  }

  private report({ id, url, disabledReason }: Endpoint, { attempt }: Outcome): void {
    this.errors.report({
      ...{ severity: 'error', component: 'webhooks', code: 'WEBHOOK_DISABLED' },
      message: `The webhook to ${url} was disabled: ${disabledReason ?? ''}`,
      detail: attempt.error ?? `Webhook ${id} answered ${attempt.status ?? 'nothing'}.`,
      remedy: 'Correct the endpoint, then enable it on the page of webhooks: what waits is sent.',
    });
  }

  /** The key may no longer see this call. */
  private async drop(delivery: ClaimedDelivery, lease: string): Promise<Verdict['state'] | null> {
    const attempt = {
      ...{ at: this.ground.clock.now(), status: null, durationMs: 0, answer: null },
      error: 'not sent: the key may not see this call any more',
    };
    const isOurs = await this.db.transaction((transaction) =>
      this.queue.settle(transaction, delivery, lease, { state: 'aborted' }, attempt),
    );
    return isOurs ? 'aborted' : null;
  }
}

function maySee({ dns }: Exclude<Rights, 'nothing'>, delivery: ClaimedDelivery): boolean {
  if (dns === null || delivery.dns === null) return true;
  return dns.some((dn) => delivery.dns?.includes(dn));
}
