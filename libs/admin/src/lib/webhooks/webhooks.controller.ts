import { Controller } from '@nestjs/common';
import {
  type CreateWebhookRequest,
  createWebhookSchema,
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
  type UpdateWebhookRequest,
  updateWebhookSchema,
  type WebhookDto,
  type WebhookListDto,
  webhookListSchema,
  type WebhookQuery,
  webhookQuerySchema,
  webhookSchema,
  type WebhookWithSecretDto,
  webhookWithSecretSchema,
} from '@3cx-relay/contracts';
import { AuditTrail } from '../audit/audit-trail';
import { By, Input } from '../api/admin-request';
import { AdminRoute } from '../api/admin-route';
import {
  type DeliveryParams,
  deliveryParamsSchema,
  type IdParams,
  idParamsSchema,
} from '../api/params';
import type { SignedInRequest } from '../auth/account.service';
import { WebhookAdmin } from './webhook-admin.port';

@Controller('admin/webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: WebhookAdmin,
    private readonly trail: AuditTrail,
  ) {}

  @AdminRoute('get', '', {
    who: 'admin',
    summary: 'Endpoints of all keys',
    operationId: 'listWebhooks',
    query: webhookQuerySchema,
    answer: webhookListSchema,
  })
  list(@Input('query') query: WebhookQuery): Promise<WebhookListDto> {
    return this.webhooks.list(query);
  }

  @AdminRoute('post', '', {
    who: 'admin',
    summary: 'Makes an endpoint; its secret is in this answer alone',
    operationId: 'createWebhook',
    status: 201,
    body: createWebhookSchema,
    answer: webhookWithSecretSchema,
  })
  async create(
    @By() by: SignedInRequest,
    @Input('body') body: CreateWebhookRequest,
  ): Promise<WebhookWithSecretDto> {
    const webhook = await this.webhooks.create(body);
    await this.trail.note(by, 'webhook.created', `webhooks/${webhook.id}`, { ...body });
    return webhook;
  }

  @AdminRoute('get', ':id', {
    who: 'admin',
    summary: 'One endpoint',
    operationId: 'getWebhook',
    params: idParamsSchema,
    answer: webhookSchema,
    problems: ['NOT_FOUND'],
  })
  get(@Input('params') { id }: IdParams): Promise<WebhookDto> {
    return this.webhooks.get(id);
  }

  @AdminRoute('patch', ':id', {
    who: 'admin',
    summary: 'Changes an endpoint; enabling it again lets waiting events go',
    operationId: 'updateWebhook',
    params: idParamsSchema,
    body: updateWebhookSchema,
    answer: webhookSchema,
    problems: ['NOT_FOUND'],
  })
  async update(
    @By() by: SignedInRequest,
    @Input('params') { id }: IdParams,
    @Input('body') body: UpdateWebhookRequest,
  ): Promise<WebhookDto> {
    const webhook = await this.webhooks.update(id, body);
    await this.trail.note(by, 'webhook.changed', `webhooks/${id}`, { ...body });
    return webhook;
  }

  @AdminRoute('delete', ':id', {
    who: 'admin',
    summary: 'Deletes an endpoint with its deliveries',
    operationId: 'deleteWebhook',
    params: idParamsSchema,
    problems: ['NOT_FOUND'],
  })
  async delete(@By() by: SignedInRequest, @Input('params') { id }: IdParams): Promise<void> {
    await this.webhooks.delete(id);
    await this.trail.note(by, 'webhook.deleted', `webhooks/${id}`);
  }

  @AdminRoute('get', ':id/deliveries', {
    who: 'admin',
    summary: 'Deliveries with every attempt, newest first',
    operationId: 'listDeliveries',
    params: idParamsSchema,
    query: deliveryQuerySchema,
    answer: deliveryListSchema,
    problems: ['NOT_FOUND'],
  })
  deliveries(
    @Input('params') { id }: IdParams,
    @Input('query') query: DeliveryQuery,
  ): Promise<DeliveryListDto> {
    return this.webhooks.deliveries(id, query);
  }

  @AdminRoute('post', ':id/deliveries/:deliveryId/redeliver', {
    who: 'admin',
    summary: 'Sends one event again',
    operationId: 'redeliver',
    status: 202,
    params: deliveryParamsSchema,
    answer: deliverySchema,
    problems: ['NOT_FOUND'],
  })
  async redeliver(
    @By() by: SignedInRequest,
    @Input('params') { id, deliveryId }: DeliveryParams,
  ): Promise<DeliveryDto> {
    const delivery = await this.webhooks.redeliver(id, deliveryId);
    await this.trail.note(by, 'webhook.redelivered', `webhooks/${id}`, { deliveryId });
    return delivery;
  }

  @AdminRoute('post', ':id/replay', {
    who: 'admin',
    summary: 'Sends all events after a position again',
    operationId: 'replayWebhook',
    status: 202,
    params: idParamsSchema,
    body: replayWebhookSchema,
    answer: replayedSchema,
    problems: ['NOT_FOUND'],
  })
  async replay(
    @By() by: SignedInRequest,
    @Input('params') { id }: IdParams,
    @Input('body') body: ReplayWebhookRequest,
  ): Promise<ReplayedDto> {
    const replayed = await this.webhooks.replay(id, body);
    await this.trail.note(by, 'webhook.replayed', `webhooks/${id}`, { ...body });
    return replayed;
  }

  @AdminRoute('post', ':id/rotate-secret', {
    who: 'admin',
    summary: 'Makes a new secret; the old one stays valid for 24 hours',
    operationId: 'rotateWebhookSecret',
    params: idParamsSchema,
    answer: webhookWithSecretSchema,
    problems: ['NOT_FOUND'],
  })
  async rotateSecret(
    @By() by: SignedInRequest,
    @Input('params') { id }: IdParams,
  ): Promise<WebhookWithSecretDto> {
    const webhook = await this.webhooks.rotateSecret(id);
    await this.trail.note(by, 'webhook.secret-rotated', `webhooks/${id}`);
    return webhook;
  }

  @AdminRoute('post', ':id/test', {
    who: 'admin',
    summary: 'Sends a test event at once',
    operationId: 'testWebhook',
    params: idParamsSchema,
    answer: deliverySchema,
    problems: ['NOT_FOUND'],
  })
  async test(@By() by: SignedInRequest, @Input('params') { id }: IdParams): Promise<DeliveryDto> {
    const delivery = await this.webhooks.test(id);
    await this.trail.note(by, 'webhook.tested', `webhooks/${id}`);
    return delivery;
  }
}
