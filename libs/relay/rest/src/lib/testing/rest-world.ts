import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { ApiKeysModule, ApiKeysOptions, ApiKeysService } from '@3cx-relay/api-keys';
import { Audit, AuditModule } from '@3cx-relay/audit';
import type { CallId, CreateApiKeyRequest, Dn } from '@3cx-relay/contracts';
import { ErrorsModule } from '@3cx-relay/errors';
import {
  EventLog,
  EventLogModule,
  EventLogOptions,
  WriterLease,
  WriterLeaseOptions,
} from '@3cx-relay/event-log';
import { holdLease } from '@3cx-relay/event-log/testing';
import { MonitoringModule } from '@3cx-relay/monitoring';
import { StoreModule, type StoreOptions } from '@3cx-relay/store';
import { Databases } from '@3cx-relay/store/testing';
import { RelayIoAdapter, StreamingModule, StreamingOptions } from '@3cx-relay/streaming';
import { Clock, Random, SystemClock, SystemRandom } from '@3cx-relay/util';
import { SecretKeeper, WebhooksModule, WebhooksOptions } from '@3cx-relay/webhooks';
import { Global, type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { setUpHttp } from '../http/set-up-http';
import {
  ActiveCallsSource,
  CallCommands,
  CallHistorySource,
  HealthSource,
  MetricsSource,
} from '../ports';
import { RestModule } from '../rest.module';
import { RestOptions } from '../rest.options';
import {
  FakeActiveCalls,
  FakeCommands,
  FakeHealth,
  FakeHistory,
  FakeKeeper,
  FakeMetrics,
} from './fakes';

const PBX = 'pbx';

@Global()
@Module({})
class Shared {}

@Module({})
class Root {}

/** The REST API on a real store, log and port; what lies behind the ports is the test's. */
export class RestWorld {
  readonly health: FakeHealth;
  readonly active: FakeActiveCalls;
  readonly history: FakeHistory;
  readonly commands: FakeCommands;
  private readonly stopping = new AbortController();
  private lease: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly databases: Databases,
    private readonly db: DataSource,
    private readonly app: INestApplication,
    behind: Behind,
  ) {
    ({ health: this.health, active: this.active, history: this.history } = behind);
    this.commands = behind.commands;
  }

  static async start(options = new RestOptions('1.2.3')): Promise<RestWorld> {
    const databases = await Databases.start();
    const { options: store, db } = await databases.connect();
    const behind = {
      health: new FakeHealth(),
      active: new FakeActiveCalls(),
      history: new FakeHistory(),
      commands: new FakeCommands(),
    };
    const app = await NestFactory.create(rootModule(databases.folder, store, db, options, behind), {
      logger: ['fatal'],
      bodyParser: false,
    });
    setUpHttp(app);
    app.useWebSocketAdapter(new RelayIoAdapter(app));
    await app.listen(0, '127.0.0.1');
    const world = new RestWorld(databases, db, app, behind);
    await world.becomeWriter();
    return world;
  }

  get url(): string {
    const server = this.app.getHttpServer() as { address(): AddressInfo };
    return `http://127.0.0.1:${server.address().port}`;
  }

  get keys(): ApiKeysService {
    return this.app.get(ApiKeysService, { strict: false });
  }

  get audit(): Audit {
    return this.app.get(Audit, { strict: false });
  }

  /** A key that may do everything, unless the test says otherwise. */
  async key(request: Partial<CreateApiKeyRequest> = {}): Promise<string> {
    const { key } = await this.keys.create({
      clientName: 'test',
      scopes: ['read', 'calls:control', 'webhooks:manage', 'metrics:read'],
      rateLimitPerMinute: 0,
      ...request,
    });
    return key;
  }

  get(route: string, key?: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}${route}`, { headers: { ...headers, ...auth(key) } });
  }

  /** With an empty object as its body, where the method has one. */
  send(method: string, route: string, key?: string, body: unknown = {}): Promise<Response> {
    const hasBody = method !== 'GET' && method !== 'DELETE';
    return fetch(`${this.url}${route}`, {
      method,
      headers: { 'content-type': 'application/json', ...auth(key) },
      ...(hasBody ? { body: JSON.stringify(body) } : {}),
    });
  }

  post(
    route: string,
    body: unknown,
    key?: string,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(`${this.url}${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers, ...auth(key) },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  /** Appends events of one call each. @returns their sequences */
  async append(count: number, dns: string[] = ['101']): Promise<number[]> {
    const log = this.app.get(EventLog, { strict: false });
    const stored = await log.append(
      Array.from({ length: count }, (_, n) => ({
        type: 'call.updated' as const,
        subject: `calls/c${n}`,
        time: new Date().toISOString(),
        callId: `c${n}` as CallId,
        dns: dns as Dn[],
        data: { n },
      })),
    );
    return stored.map(({ sequence }) => Number(sequence));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.lease;
    await this.app.close();
    await this.db.destroy();
    await this.databases.stop();
  }

  private async becomeWriter(): Promise<void> {
    const lease = this.app.get(WriterLease, { strict: false });
    this.lease = (await holdLease(lease, this.stopping.signal)).ended;
  }
}

function auth(key: string | undefined): Record<string, string> {
  return key === undefined ? {} : { authorization: `Bearer ${key}` };
}

interface Behind {
  readonly health: FakeHealth;
  readonly active: FakeActiveCalls;
  readonly history: FakeHistory;
  readonly commands: FakeCommands;
}

function rootModule(
  folder: string,
  store: StoreOptions,
  db: DataSource,
  options: RestOptions,
  behind: Behind,
) {
  const providers = [
    { provide: Clock, useValue: new SystemClock() },
    { provide: Random, useValue: new SystemRandom() },
    { provide: ApiKeysOptions, useValue: new ApiKeysOptions(PBX, store.databaseUrl) },
    {
      provide: StreamingOptions,
      useValue: new StreamingOptions(['loopback'], ['https://good.example']),
    },
    { provide: RestOptions, useValue: options },
    { provide: HealthSource, useValue: behind.health },
    { provide: ActiveCallsSource, useValue: behind.active },
    { provide: CallHistorySource, useValue: behind.history },
    { provide: CallCommands, useValue: behind.commands },
    { provide: MetricsSource, useValue: new FakeMetrics() },
    { provide: SecretKeeper, useClass: FakeKeeper },
    {
      provide: WebhooksOptions,
      useValue: new WebhooksOptions(PBX, '//pbx.example.com', '1.2.3', ['127.0.0.0/8']),
    },
  ];
  const keys = ApiKeysModule.register();
  const streaming = StreamingModule.register([keys]);
  const webhooks = WebhooksModule.register([keys]);
  return {
    module: Root,
    imports: [
      { module: Shared, providers, exports: providers.map(({ provide }) => provide) },
      StoreModule.forRoot(store, db),
      MonitoringModule,
      ErrorsModule,
      AuditModule,
      EventLogModule.forRoot(
        new EventLogOptions(PBX, '//pbx.example.com', { spoolDir: path.join(folder, 'spool') }),
        new WriterLeaseOptions(store.databaseUrl),
      ),
      keys,
      streaming,
      webhooks,
      RestModule.register([keys, streaming, webhooks]),
    ],
  };
}
