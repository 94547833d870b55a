export { adminApiDescription } from './lib/api-description';
export { AdminModule } from './lib/admin.module';
export { AdminOptions, DEFAULT_ADMIN_PASSWORD } from './lib/admin-options';
export { AdminFeed } from './lib/live/admin-feed';
export { SessionWatch } from './lib/live/session-watch';
export {
  CallsSource,
  ConnectionCommands,
  ConsumersSource,
  JourneySource,
  PbxFacts,
} from './lib/ports';
export { StatisticsWorker } from './lib/stats/statistics.worker';
export { FirstUser } from './lib/users/first-user';
export { WebhookAdmin } from './lib/webhooks/webhook-admin.port';
