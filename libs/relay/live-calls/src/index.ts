export { type ActiveCallsSnapshot, ActiveCallsView } from './lib/active-calls-view';
export { CallHistory } from './lib/call-history.service';
export { ConnectionEvents } from './lib/connection-events';
export { LiveCallsModule, ObservationsModule } from './lib/live-calls.module';
export { LiveCallsOptions } from './lib/live-calls.options';
export { LiveCalls } from './lib/live-calls.service';
export { type RecordCatchUp, RecordWorker } from './lib/record.worker';
export { PbxWorkers, WriterWorker } from './lib/writer.worker';
