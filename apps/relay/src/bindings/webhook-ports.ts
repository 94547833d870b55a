import { deriveKey, JourneySource, SecretBox, WebhookAdmin } from '@3cx-relay/admin';
import type {
  CallId,
  CreateWebhookRequest,
  DeliveryQuery,
  ReplayWebhookRequest,
  UpdateWebhookRequest,
  WebhookQuery,
} from '@3cx-relay/contracts';
import { Deliveries, DeliveryHistory, SecretKeeper, Webhooks } from '@3cx-relay/webhooks';
import { Injectable } from '@nestjs/common';

/** Seals webhook secrets with a key of their own, made from the one of the installation. */
export class EncryptedSecrets extends SecretKeeper {
  private readonly box: SecretBox;

  constructor(encryptionKey: Buffer) {
    super();
    this.box = new SecretBox(deriveKey(encryptionKey, 'webhook secrets'));
  }

  seal(plain: Buffer, context: string): Buffer {
    return this.box.seal(plain, context);
  }

  open(sealed: Buffer, context: string): Buffer {
    return this.box.open(sealed, context);
  }
}

/** What was delivered of a call. */
@Injectable()
export class DeliveredOfCall extends JourneySource {
  constructor(private readonly history: DeliveryHistory) {
    super();
  }

  entriesOf(callId: CallId) {
    return this.history.entriesOf(callId);
  }
}

/** Administrators see the endpoints of all keys, and every delivery. */
const ALL = { owner: null, dns: null };

@Injectable()
export class WebhooksOfAll extends WebhookAdmin {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly sent: Deliveries,
  ) {
    super();
  }

  list(query: WebhookQuery) {
    return this.webhooks.list(null, query);
  }

  get(id: string) {
    return this.webhooks.get(null, id);
  }

  create(request: CreateWebhookRequest) {
    return this.webhooks.create(null, request);
  }

  update(id: string, request: UpdateWebhookRequest) {
    return this.webhooks.update(null, id, request);
  }

  delete(id: string) {
    return this.webhooks.delete(null, id);
  }

  deliveries(id: string, query: DeliveryQuery) {
    return this.sent.list(ALL, id, query);
  }

  redeliver(id: string, deliveryId: string) {
    return this.sent.redeliver(ALL, id, deliveryId);
  }

  replay(id: string, request: ReplayWebhookRequest) {
    return this.sent.replay(ALL, id, request);
  }

  rotateSecret(id: string) {
    return this.webhooks.rotateSecret(null, id);
  }

  test(id: string) {
    return this.sent.test(ALL, id);
  }
}
