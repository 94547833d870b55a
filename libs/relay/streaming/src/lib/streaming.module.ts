import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { AppendSignal } from './append-signal';
import { Connections } from './connections';
import { ConsumerFactory } from './consumer.factory';
import { EventPages } from './event-pages';
import { HeartbeatWorker } from './heartbeat.worker';
import { OriginCheck } from './origin-check';
import { RawSessions } from './raw/raw-sessions';
import { RawSocketServer } from './raw/raw-socket.server';
import { RelayGateway } from './socketio/relay.gateway';
import { SseStreams } from './sse-streams';
import { StreamingMetrics } from './streaming.metrics';
import { StreamingShutdown } from './streaming.shutdown';

const SHOWN = [Connections, EventPages, HeartbeatWorker, OriginCheck, SseStreams];

/**
 * Wiring only. Wants `StreamingOptions`, `EventLog`, `Metrics`, `Clock`, `Random` and the API keys.
 */
@Module({})
export class StreamingModule {
  /** @param imports modules that provide what it wants, where they are not global */
  static register(imports: ModuleMetadata['imports'] = []): DynamicModule {
    return {
      module: StreamingModule,
      imports,
      providers: [
        AppendSignal,
        ConsumerFactory,
        RawSessions,
        RawSocketServer,
        RelayGateway,
        StreamingMetrics,
        StreamingShutdown,
        ...SHOWN,
      ],
      exports: SHOWN,
    };
  }
}
