import {
  type CreateWebhookRequest,
  createWebhookSchema,
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
import { Webhooks } from '@3cx-relay/webhooks';
import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { KeyTrail } from '../audit/key-trail';
import {
  EXAMPLE_NEW_WEBHOOK,
  EXAMPLE_WEBHOOK,
  EXAMPLE_WEBHOOK_LIST,
} from '../openapi/webhook-examples';
import { RelayRoute } from '../routes/relay-route';
import { By, type Caller, Input } from '../routes/relay-request';

export const webhookParamsSchema = z.strictObject({
  id: z.string().min(1).max(64).describe('The id of the endpoint.'),
});
export type WebhookParams = z.infer<typeof webhookParamsSchema>;

const common = { who: 'webhooks:manage', tag: 'Webhooks' } as const;
const one = { ...common, params: webhookParamsSchema, problems: ['NOT_FOUND'] } as const;
const BODY_EXAMPLE = {
  url: 'https://crm.example.com/hooks/calls',
  types: ['call.started', 'call.ended'],
  description: 'CRM',
};

/** Endpoints of the key that asks; another key's do not exist for it. Changes are audited. */
@Controller('relay/webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly trail: KeyTrail,
  ) {}

  @RelayRoute('get', '', {
    ...common,
    summary: 'The webhooks of this key, newest first',
    operationId: 'listWebhooks',
    query: webhookQuerySchema,
    answer: webhookListSchema,
    example: EXAMPLE_WEBHOOK_LIST,
  })
  list(@By() { principal }: Caller, @Input('query') query: WebhookQuery): Promise<WebhookListDto> {
    return this.webhooks.list(principal.keyId, query);
  }

  @RelayRoute('post', '', {
    ...common,
    summary: 'Makes a webhook',
    description:
      'The secret is in this answer alone. Events that are stored from now on are delivered, ' +
      'as far as the key may read them (scope events:read).',
    operationId: 'createWebhook',
    status: 201,
    body: createWebhookSchema,
    bodyExample: BODY_EXAMPLE,
    answer: webhookWithSecretSchema,
    example: EXAMPLE_NEW_WEBHOOK,
    problems: ['CONFLICT'],
  })
  async create(
    @By() by: Caller,
    @Input('body') body: CreateWebhookRequest,
  ): Promise<WebhookWithSecretDto> {
    const webhook = await this.webhooks.create(by.principal.keyId, body);
    await this.trail.note(by, 'webhook.created', `webhooks/${webhook.id}`, { ...body });
    return webhook;
  }

  @RelayRoute('get', ':id', {
    ...one,
    summary: 'One webhook',
    operationId: 'getWebhook',
    answer: webhookSchema,
    example: EXAMPLE_WEBHOOK,
  })
  get(@By() { principal }: Caller, @Input('params') { id }: WebhookParams): Promise<WebhookDto> {
    return this.webhooks.get(principal.keyId, id);
  }

  @RelayRoute('patch', ':id', {
    ...one,
    summary: 'Changes a webhook',
    description: 'Enabling it again, or another URL, lets what waits be sent at once.',
    operationId: 'updateWebhook',
    body: updateWebhookSchema,
    bodyExample: { enabled: true },
    answer: webhookSchema,
    example: EXAMPLE_WEBHOOK,
  })
  async update(
    @By() by: Caller,
    @Input('params') { id }: WebhookParams,
    @Input('body') body: UpdateWebhookRequest,
  ): Promise<WebhookDto> {
    const webhook = await this.webhooks.update(by.principal.keyId, id, body);
    await this.trail.note(by, 'webhook.changed', `webhooks/${id}`, { ...body });
    return webhook;
  }

  @RelayRoute('delete', ':id', {
    ...one,
    summary: 'Deletes a webhook with its deliveries',
    operationId: 'deleteWebhook',
    status: 204,
  })
  async delete(@By() by: Caller, @Input('params') { id }: WebhookParams): Promise<void> {
    await this.webhooks.delete(by.principal.keyId, id);
    await this.trail.note(by, 'webhook.deleted', `webhooks/${id}`);
  }

  @RelayRoute('post', ':id/rotate-secret', {
    ...one,
    summary: 'Makes a new secret; both sign for 24 hours',
    operationId: 'rotateWebhookSecret',
    answer: webhookWithSecretSchema,
    example: EXAMPLE_NEW_WEBHOOK,
  })
  async rotateSecret(
    @By() by: Caller,
    @Input('params') { id }: WebhookParams,
  ): Promise<WebhookWithSecretDto> {
    const webhook = await this.webhooks.rotateSecret(by.principal.keyId, id);
    await this.trail.note(by, 'webhook.secret-rotated', `webhooks/${id}`);
    return webhook;
  }
}
