import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { Deliverer, SendingGround } from './deliverer';
import { DeliveriesStore } from './deliveries.store';
import { Deliveries, SendingAgain } from './deliveries.service';
import { TestGround, TestSender } from './test-sender';
import { DeliveryHistory } from './delivery-history';
import { DeliveryPlanner, PlanGround } from './delivery-planner';
import { DeliveryQueue } from './delivery-queue';
import { DeliverySource, DispatchWorker } from './dispatch.worker';
import { Doorbell } from './doorbell';
import { EndpointSecrets } from './endpoint-secrets';
import { EndpointsStore } from './endpoints.store';
import { KeyRights } from './key-rights';
import { Resolver, TargetGuard } from './target-guard';
import { WebhookFigures } from './webhook-figures';
import { WebhookMetrics } from './webhooks.metrics';
import { WebhookRetention } from './webhook-retention.worker';
import { WebhookSender } from './webhook-sender';
import { EndpointRows, Webhooks } from './webhooks.service';

const INSIDE = [
  ...[EndpointsStore, DeliveriesStore, DeliveryQueue, EndpointSecrets, KeyRights, Doorbell],
  ...[Resolver, TargetGuard, WebhookSender, Deliverer, DeliveryPlanner, EndpointRows],
  ...[WebhookFigures, WebhookMetrics],
  ...[SendingGround, PlanGround, DeliverySource, SendingAgain, TestSender, TestGround],
];
const SHOWN = [Webhooks, Deliveries, DispatchWorker, WebhookRetention, DeliveryHistory];

/**
 * Wiring only. Wants `WebhooksOptions`, `SecretKeeper`, `EventLog`, `ErrorFeed`, `Metrics`, `Clock`, `Random`,
 * TypeORM's `DataSource` and the API keys.
 */
@Module({})
export class WebhooksModule {
  /** @param imports modules that provide what it wants, where they are not global */
  static register(imports: ModuleMetadata['imports'] = []): DynamicModule {
    return { module: WebhooksModule, imports, providers: [...INSIDE, ...SHOWN], exports: SHOWN };
  }
}
