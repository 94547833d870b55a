import { CallControlListener } from '@3cx-relay/pbx-callcontrol';
import { CallRecordSource, ConnectionReporter, PbxRawSink } from '@3cx-relay/pbx-connection';
import { ActiveCallsListener } from '@3cx-relay/pbx-xapi';
import { type DynamicModule, Global, Module, type ModuleMetadata } from '@nestjs/common';
import { ActiveCallsFeed } from './active-calls-feed';
import { ActiveCallsView } from './active-calls-view';
import { CallControlFeed } from './call-control-feed';
import { CallHistory } from './call-history.service';
import { CallStore } from './call-store.port';
import { ConnectionEvents } from './connection-events';
import { LiveCallsOptions } from './live-calls.options';
import { LiveCalls } from './live-calls.service';
import { MonitoredConnections, PoisonFeed } from './pbx-reports';
import { PostgresCallStore } from './postgres-call-store';
import { MissingRecordsWorker } from './missing-records.worker';
import { RecordIntake } from './record-intake';
import { RecordWorker } from './record.worker';
import { PbxRecords, ReportedCalls } from './record-source';
import { PbxWorkers, WriterWorker } from './writer.worker';

/** What observations become, and the ports by which the adapters make them. */
@Global()
@Module({})
export class ObservationsModule {
  static forRoot(options: LiveCallsOptions): DynamicModule {
    return {
      module: ObservationsModule,
      providers: [
        { provide: LiveCallsOptions, useValue: options },
        { provide: CallStore, useClass: PostgresCallStore },
        LiveCalls,
        ActiveCallsView,
        { provide: CallControlListener, useClass: CallControlFeed },
        { provide: ActiveCallsListener, useClass: ActiveCallsFeed },
        { provide: ConnectionReporter, useClass: MonitoredConnections },
        { provide: PbxRawSink, useClass: PoisonFeed },
      ],
      exports: [
        CallStore,
        LiveCalls,
        ActiveCallsView,
        CallControlListener,
        ActiveCallsListener,
        ConnectionReporter,
        PbxRawSink,
      ],
    };
  }
}

/** The writer's life, on top of the adapters. */
@Module({})
export class LiveCallsModule {
  /** @param adapters the modules of Call Control, XAPI and the PBX database */
  static register(adapters: NonNullable<ModuleMetadata['imports']>): DynamicModule {
    return {
      module: LiveCallsModule,
      imports: adapters,
      providers: [
        PbxRecords,
        { provide: CallRecordSource, useExisting: PbxRecords },
        { provide: ReportedCalls, useExisting: PbxRecords },
        RecordIntake,
        RecordWorker,
        MissingRecordsWorker,
        PbxWorkers,
        WriterWorker,
        ConnectionEvents,
        CallHistory,
      ],
      exports: [CallHistory, ConnectionEvents, PbxWorkers, RecordWorker, WriterWorker],
    };
  }
}
