import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { EventLog } from './event-log';
import { EventLogOptions } from './event-log.options';
import { LogFollower } from './log-follower.worker';
import { LogWriter } from './log-writer';
import { PostgresEventLog } from './postgres-event-log';
import { RetentionWorker } from './retention.worker';
import { WriterLease, WriterLeaseOptions } from './writer-lease';

@Module({})
export class EventLogModule implements OnModuleInit {
  constructor(private readonly log: PostgresEventLog) {}

  static forRoot(options: EventLogOptions, lease: WriterLeaseOptions): DynamicModule {
    return {
      module: EventLogModule,
      global: true,
      providers: [
        { provide: EventLogOptions, useValue: options },
        { provide: WriterLeaseOptions, useValue: lease },
        LogWriter,
        PostgresEventLog,
        { provide: EventLog, useExisting: PostgresEventLog },
        WriterLease,
        LogFollower,
        RetentionWorker,
      ],
      exports: [EventLog, EventLogOptions, WriterLease, LogFollower, RetentionWorker],
    };
  }

  async onModuleInit(): Promise<void> {
    await this.log.open();
  }
}
