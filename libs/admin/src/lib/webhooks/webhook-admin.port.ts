import type {
  CreateWebhookRequest,
  DeliveryDto,
  DeliveryListDto,
  DeliveryQuery,
  ReplayedDto,
  ReplayWebhookRequest,
  UpdateWebhookRequest,
  WebhookDto,
  WebhookListDto,
  WebhookQuery,
  WebhookWithSecretDto,
} from '@3cx-relay/contracts';

/**
 * Webhook endpoints of all keys, as administrators manage them. Every method with an id throws
 * RelayError NOT_FOUND for one that is not there.
 */
export abstract class WebhookAdmin {
  abstract list(query: WebhookQuery): Promise<WebhookListDto>;
  abstract get(id: string): Promise<WebhookDto>;
  /** @throws RelayError INVALID_REQUEST when the target may not be reached */
  abstract create(request: CreateWebhookRequest): Promise<WebhookWithSecretDto>;
  /** @throws as {@link create} */
  abstract update(id: string, request: UpdateWebhookRequest): Promise<WebhookDto>;
  abstract delete(id: string): Promise<void>;
  /** Newest first. */
  abstract deliveries(id: string, query: DeliveryQuery): Promise<DeliveryListDto>;
  abstract redeliver(id: string, deliveryId: string): Promise<DeliveryDto>;
  abstract replay(id: string, request: ReplayWebhookRequest): Promise<ReplayedDto>;
  abstract rotateSecret(id: string): Promise<WebhookWithSecretDto>;
  /** Sends a test event at once and answers what came of it. */
  abstract test(id: string): Promise<DeliveryDto>;
}
