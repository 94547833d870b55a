import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { ApiKeysModule, ApiKeysOptions, ApiKeysService, TicketsService } from '@3cx-relay/api-keys';
import type { CallId, CreateApiKeyRequest, Dn, EventType } from '@3cx-relay/contracts';
import {
  EventLog,
  EventLogModule,
  EventLogOptions,
  WriterLease,
  WriterLeaseOptions,
} from '@3cx-relay/event-log';
import { holdLease } from '@3cx-relay/event-log/testing';
import { Metrics, MonitoringModule } from '@3cx-relay/monitoring';
import { StoreModule } from '@3cx-relay/store';
import { Databases } from '@3cx-relay/store/testing';
import { Clock, Random, SystemClock, SystemRandom } from '@3cx-relay/util';
import { Global, type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { RelayIoAdapter } from '../socketio/relay-io.adapter';
import { Connections } from '../connections';
import { HeartbeatWorker } from '../heartbeat.worker';
import { StreamingModule } from '../streaming.module';
import { StreamingOptions } from '../streaming.options';

const PBX = 'pbx';

@Global()
@Module({})
class Shared {}

@Module({})
class Root {}

/** The streams of a relay on a real store, log and port; keys and events are made by the test. */
export class StreamWorld {
  private readonly stopping = new AbortController();
  private running: Promise<unknown>[] = [];
  private eventCount = 0;

  private constructor(
    private readonly databases: Databases,
    private readonly db: DataSource,
    private readonly app: INestApplication,
  ) {}

  static async start(options = new StreamingOptions()): Promise<StreamWorld> {
    const databases = await Databases.start();
    const { options: store, db } = await databases.connect();
    const providers = [
      { provide: Clock, useValue: new SystemClock() },
      { provide: Random, useValue: new SystemRandom() },
      { provide: ApiKeysOptions, useValue: new ApiKeysOptions(PBX, store.databaseUrl) },
      { provide: StreamingOptions, useValue: options },
    ];
    const keys = ApiKeysModule.register();
    const root = {
      module: Root,
      imports: [
        { module: Shared, providers, exports: providers.map(({ provide }) => provide) },
        StoreModule.forRoot(store, db),
        MonitoringModule,
        EventLogModule.forRoot(
          new EventLogOptions(PBX, '//pbx.example.com', {
            spoolDir: path.join(databases.folder, 'spool'),
          }),
          new WriterLeaseOptions(store.databaseUrl),
        ),
        keys,
        StreamingModule.register([keys]),
      ],
    };
    const app = await NestFactory.create(root, { logger: ['error', 'fatal'] });
    app.useWebSocketAdapter(new RelayIoAdapter(app));
    await app.listen(0, '127.0.0.1');
    const world = new StreamWorld(databases, db, app);
    await world.becomeWriter();
    return world;
  }

  get port(): number {
    return (this.app.getHttpServer() as { address(): AddressInfo }).address().port;
  }

  get httpUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get wsUrl(): string {
    return `ws://127.0.0.1:${this.port}/relay/ws`;
  }

  get log(): EventLog {
    return this.app.get(EventLog, { strict: false });
  }

  get keys(): ApiKeysService {
    return this.app.get(ApiKeysService, { strict: false });
  }

  /** A key that may read events, and whatever else the test gives it. */
  async key(request: Partial<CreateApiKeyRequest> = {}): Promise<string> {
    return (await this.keyWithId(request)).key;
  }

  keyWithId(request: Partial<CreateApiKeyRequest> = {}) {
    return this.keys.create({
      clientName: 'test',
      scopes: ['events:read'],
      rateLimitPerMinute: 0,
      ...request,
    });
  }

  async ticket(keyId: string): Promise<string> {
    return (await this.app.get(TicketsService, { strict: false }).issue(keyId)).ticket;
  }

  /** Appends events of one call with these DNs. @returns their sequences */
  async append(
    count: number,
    { dns = ['101'], type = 'call.updated', padding = '' }: Partial<AppendOptions> = {},
  ): Promise<number[]> {
    const drafts = Array.from({ length: count }, () => {
      this.eventCount += 1;
      return {
        type,
        subject: `calls/c${this.eventCount}`,
        time: new Date().toISOString(),
        callId: `c${this.eventCount}` as CallId,
        dns: dns as Dn[] | null,
        data: { n: this.eventCount, padding },
      };
    });
    const stored = await this.log.append(drafts);
    return stored.map(({ sequence }) => Number(sequence));
  }

  connectionCount(): number {
    return this.app.get(Connections, { strict: false }).list().length;
  }

  /** Consumers that are connected still but get no more events. */
  givenUp(): number {
    const consumers = this.app.get(Connections, { strict: false }).list();
    return consumers.filter(({ current }) => current?.hasEnded).length;
  }

  metrics(): Promise<string> {
    return this.app.get(Metrics, { strict: false }).text();
  }

  /** As SIGTERM does. */
  shutDown(): Promise<void> {
    return this.app.close();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
    await this.app.close();
    await this.db.destroy();
    await this.databases.stop();
  }

  private async becomeWriter(): Promise<void> {
    const lease = this.app.get(WriterLease, { strict: false });
    const { signal } = this.stopping;
    this.running.push(this.app.get(HeartbeatWorker, { strict: false }).run(signal));
    this.running.push((await holdLease(lease, signal)).ended);
  }
}

interface AppendOptions {
  readonly dns: string[] | null;
  readonly type: EventType;
  readonly padding: string;
}
