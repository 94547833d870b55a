import type { Principal } from '@3cx-relay/api-keys';
import {
  type DeliveryDto,
  type DeliveryListDto,
  deliveryListSchema,
  type DeliveryQuery,
  deliveryQuerySchema,
  deliverySchema,
  type ReplayedDto,
  replayedSchema,
  type ReplayWebhookRequest,
  replayWebhookSchema,
} from '@3cx-relay/contracts';
import { Deliveries, type Viewer } from '@3cx-relay/webhooks';
import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { KeyTrail } from '../audit/key-trail';
import {
  EXAMPLE_DELIVERY,
  EXAMPLE_DELIVERY_LIST,
  EXAMPLE_REPLAYED,
} from '../openapi/webhook-examples';
import { RelayRoute } from '../routes/relay-route';
import { By, type Caller, Input } from '../routes/relay-request';
import { type WebhookParams, webhookParamsSchema } from './webhooks.controller';

const deliveryParamsSchema = webhookParamsSchema.extend({
  deliveryId: z.string().min(1).max(64).describe('The id of the delivery.'),
});
type DeliveryParams = z.infer<typeof deliveryParamsSchema>;

const common = {
  who: 'webhooks:manage',
  tag: 'Webhooks',
  params: webhookParamsSchema,
  problems: ['NOT_FOUND'],
} as const;

/** What was sent to the endpoints of the key that asks. */
@Controller('relay/webhooks')
export class WebhookDeliveriesController {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly trail: KeyTrail,
  ) {}

  @RelayRoute('get', ':id/deliveries', {
    ...common,
    summary: 'Deliveries with every attempt, newest first',
    operationId: 'listDeliveries',
    query: deliveryQuerySchema,
    answer: deliveryListSchema,
    example: EXAMPLE_DELIVERY_LIST,
  })
  list(
    @By() { principal }: Caller,
    @Input('params') { id }: WebhookParams,
    @Input('query') query: DeliveryQuery,
  ): Promise<DeliveryListDto> {
    return this.deliveries.list(viewerOf(principal), id, query);
  }

  @RelayRoute('post', ':id/deliveries/:deliveryId/redeliver', {
    ...common,
    params: deliveryParamsSchema,
    summary: 'Sends one event again',
    description: 'One that waits for a retry is sent at once.',
    operationId: 'redeliver',
    status: 202,
    answer: deliverySchema,
    example: EXAMPLE_DELIVERY,
    problems: ['NOT_FOUND', 'CONFLICT'],
  })
  async redeliver(
    @By() by: Caller,
    @Input('params') { id, deliveryId }: DeliveryParams,
  ): Promise<DeliveryDto> {
    const delivery = await this.deliveries.redeliver(viewerOf(by.principal), id, deliveryId);
    await this.trail.note(by, 'webhook.redelivered', `webhooks/${id}`, { deliveryId });
    return delivery;
  }

  @RelayRoute('post', ':id/replay', {
    ...common,
    summary: 'Sends all events after a position again',
    description: 'Those that the webhook wants and its key may see; in order per call.',
    operationId: 'replayWebhook',
    status: 202,
    body: replayWebhookSchema,
    bodyExample: { since: '0000000000004711' },
    answer: replayedSchema,
    example: EXAMPLE_REPLAYED,
  })
  async replay(
    @By() by: Caller,
    @Input('params') { id }: WebhookParams,
    @Input('body') body: ReplayWebhookRequest,
  ): Promise<ReplayedDto> {
    const replayed = await this.deliveries.replay(viewerOf(by.principal), id, body);
    await this.trail.note(by, 'webhook.replayed', `webhooks/${id}`, { ...body });
    return replayed;
  }

  @RelayRoute('post', ':id/test', {
    ...common,
    summary: 'Sends a test event at once and tells what came of it',
    description: 'An event of type connection.changed with sequence 0 and an id "test-…".',
    operationId: 'testWebhook',
    answer: deliverySchema,
    example: EXAMPLE_DELIVERY,
  })
  async test(@By() by: Caller, @Input('params') { id }: WebhookParams): Promise<DeliveryDto> {
    const delivery = await this.deliveries.test(viewerOf(by.principal), id);
    await this.trail.note(by, 'webhook.tested', `webhooks/${id}`);
    return delivery;
  }
}

const viewerOf = ({ keyId, dns }: Principal): Viewer => ({ owner: keyId, dns });
