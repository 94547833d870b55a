import { type AnyRelayEvent, formatSequence, toSequence } from '@3cx-relay/contracts';
import { EventLog } from '@3cx-relay/event-log';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { ulid } from 'ulid';
import { DeliveriesStore } from './deliveries.store';
import type { Endpoint } from './endpoint';
import { EndpointSecrets } from './endpoint-secrets';
import { WebhookSender } from './webhook-sender';
import { WebhooksOptions } from './webhooks.options';

/** What a test event is made of. */
@Injectable()
export class TestGround {
  constructor(
    readonly options: WebhooksOptions,
    readonly log: EventLog,
  ) {}
}

/** Sends events that never happened. */
@Injectable()
export class TestSender {
  constructor(
    private readonly sender: WebhookSender,
    private readonly secrets: EndpointSecrets,
    private readonly deliveries: DeliveriesStore,
    private readonly clock: Clock,
    private readonly ground: TestGround,
  ) {}

  /** @returns the id of its delivery */
  async send(endpoint: Endpoint): Promise<string> {
    const now = this.clock.now();
    const event = this.event(this.clock.nowIso());
    const { attempt, isDelivered } = await this.sender.send(
      {
        ...{ url: endpoint.url, eventId: event.id, body: JSON.stringify(event) },
        secrets: this.secrets.validOf(endpoint, now),
      },
      new AbortController().signal,
    );
    const id = ulid(now);
    await this.deliveries.keepTest(
      { id, webhookId: endpoint.id, eventId: event.id, type: event.type },
      isDelivered,
      attempt,
    );
    return id;
  }

  /** It touches no call, and the log knows no event 0. */
  private event(now: string): AnyRelayEvent {
    return {
      specversion: '1.0',
      id: `test-${ulid()}`,
      source: this.ground.options.source,
      type: 'connection.changed',
      subject: 'connections/xapi',
      time: now,
      datacontenttype: 'application/json',
      sequence: formatSequence(toSequence(0)),
      epoch: this.ground.log.position().epoch,
      data: {
        ...{ component: 'xapi', state: 'connected', previous: 'connected' },
        reason: 'This is a test of the webhook; nothing has changed.',
        ...{ recovered: false, loggedAt: now },
      },
    };
  }
}
