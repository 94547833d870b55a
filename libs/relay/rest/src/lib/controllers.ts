import { ActiveCallsController } from './controllers/active-calls.controller';
import { CallControlController } from './controllers/call-control.controller';
import { CallHistoryController } from './controllers/call-history.controller';
import { DescriptionController } from './controllers/description.controller';
import { EventsController } from './controllers/events.controller';
import { HealthController } from './controllers/health.controller';
import { MetricsController } from './controllers/metrics.controller';
import { TicketsController } from './controllers/tickets.controller';
import { WebhookDeliveriesController } from './controllers/webhook-deliveries.controller';
import { WebhooksController } from './controllers/webhooks.controller';

/** The routes of this room. */
export const CONTROLLERS = [
  ActiveCallsController,
  CallControlController,
  CallHistoryController,
  DescriptionController,
  EventsController,
  HealthController,
  MetricsController,
  TicketsController,
  WebhookDeliveriesController,
  WebhooksController,
] as const;
