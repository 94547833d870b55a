export {
  type Alongside,
  type AlongsideWriter,
  type EventDraft,
  type EventFilter,
  EventLog,
  type LogBacklog,
  type LogPosition,
  matchesFilter,
  type ReadPage,
  type ReadRequest,
  type ResolvedPosition,
  type StoredEvent,
} from './lib/event-log';
export { EventLogModule } from './lib/event-log.module';
export { EventLogOptions } from './lib/event-log.options';
export { LogFollower } from './lib/log-follower.worker';
export { FencedError, isStoreAway } from './lib/log.errors';
export { LogWriter } from './lib/log-writer';
export { PostgresEventLog } from './lib/postgres-event-log';
export { RetentionWorker } from './lib/retention.worker';
export { WriterLease, WriterLeaseOptions } from './lib/writer-lease';
