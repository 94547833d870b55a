import {
  AdminModule,
  AdminOptions,
  ConnectionCommands,
  ConsumersSource,
  JourneySource,
  PbxFacts,
  StreamConsumers,
  WebhookAdmin,
} from '@3cx-relay/admin';
import { ApiKeysModule, ApiKeysOptions } from '@3cx-relay/api-keys';
import { AuditModule } from '@3cx-relay/audit';
import { ErrorsModule } from '@3cx-relay/errors';
import { EventLogModule, EventLogOptions, WriterLeaseOptions } from '@3cx-relay/event-log';
import { LiveCallsModule, LiveCallsOptions, ObservationsModule } from '@3cx-relay/live-calls';
import { MonitoringModule } from '@3cx-relay/monitoring';
import { CallControlModule, CallControlOptions } from '@3cx-relay/pbx-callcontrol';
import { PbxConnectionOptions } from '@3cx-relay/pbx-connection';
import { PbxDatabaseModule, PbxDatabaseOptions } from '@3cx-relay/pbx-database';
import { XapiModule, XapiOptions } from '@3cx-relay/pbx-xapi';
import {
  ActiveCallsSource,
  CallCommands,
  CallHistorySource,
  HealthSource,
  MetricsSource,
  RestModule,
  RestOptions,
} from '@3cx-relay/rest';
import { StoreModule } from '@3cx-relay/store';
import { StreamingModule, StreamingOptions } from '@3cx-relay/streaming';
import { SecretKeeper, WebhooksModule, WebhooksOptions } from '@3cx-relay/webhooks';
import { Clock, Random, SystemClock, SystemRandom } from '@3cx-relay/util';
import { type DynamicModule, Global, Module, type Provider } from '@nestjs/common';
import { PbxReconnect, ReadFacts } from './bindings/admin-ports';
import { CertificateWatch } from './bindings/certificate-watch';
import {
  LiveActiveCalls,
  MonitoredHealth,
  PbxCallCommands,
  PbxHistory,
  ProcessMetrics,
} from './bindings/integrator-ports';
import { LogMetrics } from './bindings/log-metrics';
import { PbxFactsReader } from './bindings/pbx-facts';
import { DeliveredOfCall, EncryptedSecrets, WebhooksOfAll } from './bindings/webhook-ports';
import type { OpenStore } from './startup/open-store';
import type { PbxTarget } from './startup/pbx-target';

/** Everything that was decided before Nest starts. */
export interface AppContext {
  readonly store: OpenStore;
  readonly pbx: PbxTarget;
  readonly eventLog: EventLogOptions;
  readonly streaming: StreamingOptions;
  readonly rest: RestOptions;
  readonly webhooks: WebhooksOptions;
  /** 32 bytes: seals what is secret in the store. */
  readonly encryptionKey: Buffer;
  /** `null`: the dashboard is switched off. */
  readonly admin: AdminOptions | null;
}

const value = <T>(provide: unknown, useValue: T): Provider => ({ provide, useValue }) as Provider;

/** Time, chance and the settings of the adapters, for everybody. */
@Global()
@Module({})
class GroundModule {
  static forRoot(context: AppContext): DynamicModule {
    const { pbx, store, streaming, rest, admin, webhooks, encryptionKey } = context;
    const providers: Provider[] = [
      { provide: Clock, useClass: SystemClock },
      { provide: Random, useClass: SystemRandom },
      value(PbxConnectionOptions, pbx.connection),
      value(XapiOptions, pbx.xapi),
      value(CallControlOptions, pbx.callControl),
      value(PbxDatabaseOptions, pbx.database),
      value(StreamingOptions, streaming),
      value(RestOptions, rest),
      value(ApiKeysOptions, new ApiKeysOptions(pbx.id, store.options.databaseUrl)),
      value(WebhooksOptions, webhooks),
      value(SecretKeeper, new EncryptedSecrets(encryptionKey)),
      ...(admin ? [value(AdminOptions, admin)] : []),
    ];
    return { module: GroundModule, providers, exports: providers };
  }
}

/** What the rooms of the integrators and of the dashboard need from the live side. */
@Global()
@Module({})
class BindingsModule {
  static forRoot(imports: DynamicModule[]): DynamicModule {
    const providers: Provider[] = [
      { provide: HealthSource, useClass: MonitoredHealth },
      { provide: ActiveCallsSource, useClass: LiveActiveCalls },
      { provide: CallHistorySource, useClass: PbxHistory },
      { provide: CallCommands, useClass: PbxCallCommands },
      { provide: MetricsSource, useClass: ProcessMetrics },
      { provide: ConnectionCommands, useClass: PbxReconnect },
      { provide: ConsumersSource, useClass: StreamConsumers },
      { provide: JourneySource, useClass: DeliveredOfCall },
      { provide: WebhookAdmin, useClass: WebhooksOfAll },
      PbxFactsReader,
      CertificateWatch,
      LogMetrics,
      { provide: PbxFacts, useClass: ReadFacts },
    ];
    return { module: BindingsModule, imports, providers, exports: providers };
  }
}

/** The relay, room by room. */
@Module({})
export class AppModule {
  static forRoot(context: AppContext): DynamicModule {
    const { store, pbx, eventLog, admin } = context;
    const xapi = XapiModule.register({ imports: [] });
    const callControl = CallControlModule.register({ imports: [xapi] });
    const database = PbxDatabaseModule.register({ imports: [] });
    const live = LiveCallsModule.register([xapi, callControl, database]);
    const keys = ApiKeysModule.register();
    const streaming = StreamingModule.register([keys]);
    const webhooks = WebhooksModule.register([keys]);
    const rest = RestModule.register([keys, streaming, webhooks]);
    return {
      module: AppModule,
      imports: [
        GroundModule.forRoot(context),
        StoreModule.forRoot(store.options, store.db),
        MonitoringModule,
        ErrorsModule,
        AuditModule,
        EventLogModule.forRoot(eventLog, new WriterLeaseOptions(store.options.databaseUrl)),
        ObservationsModule.forRoot(new LiveCallsOptions(pbx.id)),
        ...[xapi, callControl, database, live, keys, streaming, webhooks],
        BindingsModule.forRoot([xapi, callControl, live, streaming, webhooks]),
        rest,
        ...(admin ? [AdminModule.register([keys, streaming])] : []),
      ],
    };
  }
}
