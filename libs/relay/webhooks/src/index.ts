export { Deliveries, type Viewer } from './lib/deliveries.service';
export { DeliveryHistory } from './lib/delivery-history';
export { DispatchWorker } from './lib/dispatch.worker';
export type { Owner } from './lib/endpoints.store';
export { Resolver } from './lib/target-guard';
export { WebhookRetention } from './lib/webhook-retention.worker';
export { SecretKeeper, WebhooksOptions } from './lib/webhooks.options';
export { Webhooks } from './lib/webhooks.service';
export { WebhooksModule } from './lib/webhooks.module';
