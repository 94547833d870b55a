import {
  type DeliveryDto,
  type DeliveryListDto,
  type DeliveryQuery,
  type Dn,
  RelayError,
  type ReplayedDto,
  type ReplayWebhookRequest,
  parseSequence,
  toSequence,
} from '@3cx-relay/contracts';
import { EventLog, type StoredEvent } from '@3cx-relay/event-log';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { matchesOf } from './delivery-planner';
import { Doorbell } from './doorbell';
import type { Owner } from './endpoints.store';
import { KeyRights } from './key-rights';
import { TestSender } from './test-sender';
import { EndpointRows, Webhooks } from './webhooks.service';

const PAGE = 500;

/** Who looks: a key with its restriction, or an administrator, who sees all. */
export interface Viewer {
  readonly owner: Owner;
  readonly dns: readonly Dn[] | null;
}

/** What sending something outside of its turn needs. */
@Injectable()
export class SendingAgain {
  constructor(
    readonly db: DataSource,
    readonly log: EventLog,
    readonly rights: KeyRights,
    readonly doorbell: Doorbell,
    readonly clock: Clock,
  ) {}
}

/** Looking at deliveries, and sending again. Whatever belongs to another key is NOT_FOUND. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly rows: EndpointRows,
    private readonly again: SendingAgain,
    private readonly tests: TestSender,
  ) {}

  async list({ owner, dns }: Viewer, id: string, query: DeliveryQuery): Promise<DeliveryListDto> {
    await this.webhooks.existing(owner, id);
    return this.rows.deliveries.list({ ...query, endpointId: id, visibleDns: dns });
  }

  /**
   * Sends one event again; one that still waits is tried at once.
   * @throws RelayError CONFLICT when the event is not in the log any more
   */
  async redeliver(viewer: Viewer, id: string, deliveryId: string): Promise<DeliveryDto> {
    await this.webhooks.existing(viewer.owner, id);
    const delivery = await this.delivery(viewer, id, deliveryId);
    const now = this.again.clock.now();
    if (delivery.state === 'pending') {
      await this.rows.deliveries.hurry(deliveryId, now);
    } else {
      const event = await this.eventOf(delivery);
      await this.again.db.transaction((transaction) =>
        this.rows.queue.add(transaction, [{ event, endpointIds: [id] }], now, true),
      );
    }
    this.again.doorbell.ring();
    return this.delivery(viewer, id, deliveryId);
  }

  /** Sends all events after a position again, as far as they were sent or planned before. */
  async replay(
    { owner }: Viewer,
    id: string,
    { since, epoch }: ReplayWebhookRequest,
  ): Promise<ReplayedDto> {
    const endpoint = await this.webhooks.existing(owner, id);
    const { log, db, clock, rights } = this.again;
    const { from, recovered, epoch: current } = log.resolve(since, epoch);
    const planned = await this.rows.planner.plannedUpTo();
    // What is not planned yet comes by itself.
    const upTo = toSequence(planned?.epoch === current ? planned.sequence : 0);
    const right = new Map([[id, await rights.of(endpoint)]]);
    let queued = 0;
    for (let position = from; position < upTo;) {
      const page = await log.read({ since: position, limit: PAGE, upTo });
      if (page.lookedAt === position) break;
      const matches = matchesOf(page.events, [endpoint], right);
      await db.transaction((transaction) =>
        this.rows.queue.add(transaction, matches, clock.now(), true),
      );
      queued += matches.filter(({ endpointIds }) => endpointIds.length > 0).length;
      position = page.lookedAt;
    }
    this.again.doorbell.ring();
    return { queued, recovered };
  }

  /** Sends a test event at once; the queue and the breaker know nothing of it. */
  async test(viewer: Viewer, id: string): Promise<DeliveryDto> {
    const endpoint = await this.webhooks.existing(viewer.owner, id);
    const deliveryId = await this.tests.send(endpoint);
    return this.delivery(viewer, id, deliveryId);
  }

  private async delivery(viewer: Viewer, id: string, deliveryId: string): Promise<DeliveryDto> {
    const delivery = await this.rows.deliveries.find(id, deliveryId, viewer.dns);
    if (!delivery) throw new RelayError('NOT_FOUND', { detail: 'There is no such delivery.' });
    return delivery;
  }

  private async eventOf({ sequence, eventId }: DeliveryDto): Promise<StoredEvent> {
    const number = parseSequence(sequence) ?? toSequence(0);
    const { events } =
      number === 0
        ? { events: [] }
        : await this.again.log.read({ since: toSequence(number - 1), limit: 1 });
    const [event] = events;
    if (event?.id === eventId) return event;
    throw new RelayError('CONFLICT', {
      detail: 'The event is not in the log any more, so it cannot be sent again.',
    });
  }
}
