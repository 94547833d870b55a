import type { AddressInfo } from 'node:net';
import { Global, type INestApplication, Module, type Type } from '@nestjs/common';
import { HttpAdapterHost, NestFactory } from '@nestjs/core';
import { ApiKeysModule, ApiKeysOptions } from '@3cx-relay/api-keys';
import { AuditModule } from '@3cx-relay/audit';
import { EventLog } from '@3cx-relay/event-log';
import { ErrorsModule } from '@3cx-relay/errors';
import { MonitoringModule } from '@3cx-relay/monitoring';
import { ActiveCallsSource, CallHistorySource, ProblemFilter, setUpHttp } from '@3cx-relay/rest';
import { StoreModule, type StoreOptions } from '@3cx-relay/store';
import type { Databases } from '@3cx-relay/store/testing';
import { OriginCheck, RelayIoAdapter, StreamingOptions } from '@3cx-relay/streaming';
import { Clock, SystemClock } from '@3cx-relay/util';
import type { DataSource } from 'typeorm';
import { AdminModule } from '../admin.module';
import { AdminOptions } from '../admin-options';
import { ConnectionCommands, ConsumersSource, JourneySource, PbxFacts } from '../ports';
import { FirstUser } from '../users/first-user';
import { WebhookAdmin } from '../webhooks/webhook-admin.port';
import { AdminClient } from './admin-client';
import {
  FakeCalls,
  FakeCommands,
  FakeConsumers,
  FakeFacts,
  FakeHistory,
  FakeJourneys,
  FakeWebhooks,
  MemoryEventLog,
} from './fakes';

// bcrypt on a busy machine takes its time.
jest.setTimeout(30_000);

/** A browser origin that may use `/relay`. */
export const INTEGRATOR = 'https://integrator.example.com';
export const FIRST_PASSWORD = 'correct horse battery';

/** A clock that can be put forward; it runs on as usual. */
export class ShiftingClock extends SystemClock {
  private shiftMs = 0;

  override now(): number {
    return super.now() + this.shiftMs;
  }

  override monotonic(): number {
    return super.monotonic() + this.shiftMs;
  }

  shift(ms: number): void {
    this.shiftMs += ms;
  }
}

export interface World {
  readonly app: INestApplication;
  readonly base: string;
  readonly db: DataSource;
  readonly clock: ShiftingClock;
  readonly log: MemoryEventLog;
  readonly commands: FakeCommands;
  readonly consumers: FakeConsumers;
  readonly journeys: FakeJourneys;
  readonly calls: FakeCalls;
  readonly history: FakeHistory;
  readonly webhooks: FakeWebhooks;
  client(address?: string): AdminClient;
  /** A client that is signed in as the first user. */
  admin(): Promise<AdminClient>;
  get<T>(type: Type<T>): T;
  stop(): Promise<void>;
}

const OPTIONS: AdminOptions = {
  secret: 'a secret of 32 characters or more',
  encryptionKey: Buffer.alloc(32, 7),
  firstPassword: FIRST_PASSWORD,
  eventRetentionDays: 30,
  version: '0.1.0',
  trustedProxies: ['loopback'],
  demo: true,
  pbxHost: 'pbx.example.com',
  features: ['webhooks'],
  uiFolder: null,
};

function fakesOf() {
  return {
    clock: new ShiftingClock(),
    log: new MemoryEventLog(),
    commands: new FakeCommands(),
    consumers: new FakeConsumers(),
    journeys: new FakeJourneys(),
    calls: new FakeCalls(),
    history: new FakeHistory(),
    webhooks: new FakeWebhooks(),
  };
}

/** Everything that the app would bind: fakes for the rest of the relay, the core rooms as they are. */
function boundBy(
  fakes: ReturnType<typeof fakesOf>,
  options: AdminOptions,
  store: StoreOptions,
  db: DataSource,
) {
  const bound = [
    { provide: Clock, useValue: fakes.clock },
    { provide: EventLog, useValue: fakes.log },
    { provide: ConnectionCommands, useValue: fakes.commands },
    { provide: ConsumersSource, useValue: fakes.consumers },
    { provide: JourneySource, useValue: fakes.journeys },
    { provide: ActiveCallsSource, useValue: fakes.calls },
    { provide: CallHistorySource, useValue: fakes.history },
    { provide: WebhookAdmin, useValue: fakes.webhooks },
    { provide: PbxFacts, useValue: new FakeFacts() },
    { provide: ApiKeysOptions, useValue: new ApiKeysOptions('pbx', store.databaseUrl) },
    { provide: StreamingOptions, useValue: new StreamingOptions(['loopback'], [INTEGRATOR]) },
    { provide: OriginCheck, useClass: OriginCheck },
    { provide: AdminOptions, useValue: options },
  ];
  @Global()
  @Module({ providers: bound, exports: bound.map(({ provide }) => provide) })
  class BoundModule {}
  const core = [StoreModule.forRoot(store, db), AuditModule, ErrorsModule, MonitoringModule];
  return [BoundModule, ...core, ApiKeysModule.register()];
}

/** The admin server on a real port and a real database; the rest of the relay are small fakes. */
export async function givenAdmin(
  databases: Databases,
  more: Partial<AdminOptions> = {},
): Promise<World> {
  const { options, db } = await databases.connect();
  const fakes = fakesOf();
  const imports = boundBy(fakes, { ...OPTIONS, ...more }, options, db);
  const app = await NestFactory.create(AdminModule.register(imports), {
    logger: false,
    bodyParser: false,
  });
  await app.get(FirstUser).ensure();
  setUpHttp(app);
  app.useWebSocketAdapter(new RelayIoAdapter(app));
  app.useGlobalFilters(new ProblemFilter(app.get(HttpAdapterHost)));
  await app.listen(0, '127.0.0.1');
  const server = app.getHttpServer() as { address(): AddressInfo };
  const base = `http://127.0.0.1:${server.address().port}`;
  const client = (address?: string) => new AdminClient(base, address);
  return {
    ...fakes,
    app,
    base,
    db,
    client,
    get: (type) => app.get(type, { strict: false }),
    admin: () => signedIn(client()),
    stop: async () => {
      await app.close();
      await db.destroy();
    },
  };
}

async function signedIn(client: AdminClient): Promise<AdminClient> {
  const answer = await client.signIn('admin', FIRST_PASSWORD);
  if (answer.status !== 200) throw new Error(`cannot sign in: ${answer.text}`);
  return client;
}
