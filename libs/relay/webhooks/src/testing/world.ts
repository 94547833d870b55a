import { ApiKeysModule, ApiKeysOptions } from '@3cx-relay/api-keys';
import { ErrorsModule } from '@3cx-relay/errors';
import { EventLog } from '@3cx-relay/event-log';
import { MonitoringModule } from '@3cx-relay/monitoring';
import { connectStore, StoreModule, StoreOptions } from '@3cx-relay/store';
import { Databases, SCHEMA } from '@3cx-relay/store/testing';
import { Clock, ManualClock, Random, SeededRandom } from '@3cx-relay/util';
import { Global, Module, type Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { DispatchWorker } from '../lib/dispatch.worker';
import { SecretKeeper, WebhooksOptions } from '../lib/webhooks.options';
import { WebhooksModule } from '../lib/webhooks.module';

export const LOOPBACK = ['127.0.0.0/8', '::1/128'];

/** Marks what it sealed: how secrets are encrypted is the app's matter. */
class MarkingKeeper extends SecretKeeper {
  seal(plain: Buffer, context: string): Buffer {
    return Buffer.concat([Buffer.from(`${context}:`), plain]);
  }

  open(sealed: Buffer, context: string): Buffer {
    const mark = Buffer.from(`${context}:`);
    if (!sealed.subarray(0, mark.length).equals(mark)) throw new Error('sealed for another');
    return sealed.subarray(mark.length);
  }
}

/** One PostgreSQL for a file of specs; each test has a PBX of its own in it. */
export class Store {
  private pbxs = 0;

  private constructor(
    private readonly databases: Databases,
    readonly url: string,
  ) {}

  static async start(): Promise<Store> {
    const databases = await Databases.start();
    return new Store(databases, await databases.empty());
  }

  /** A PBX that no other test has. */
  nextPbx(): string {
    this.pbxs += 1;
    return `pbx-${this.pbxs}`;
  }

  stop(): Promise<void> {
    return this.databases.stop();
  }
}

/** One relay's part that has to do with webhooks. Several may share a log, a clock and a PBX. */
export class RelayNode {
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;

  private constructor(
    private readonly module: TestingModule,
    readonly clock: ManualClock,
  ) {}

  static async on(
    store: Store,
    pbxId: string,
    {
      log,
      clock = new ManualClock(),
      allow = LOOPBACK,
    }: {
      readonly log: EventLog;
      readonly clock?: ManualClock;
      readonly allow?: readonly string[];
    },
  ): Promise<RelayNode> {
    const options = new StoreOptions(store.url, SCHEMA, pbxId, 8);
    const db = await connectStore(options);
    const provided = [
      { provide: Clock, useValue: clock },
      { provide: Random, useValue: new SeededRandom(1) },
      { provide: EventLog, useValue: log },
      { provide: ApiKeysOptions, useValue: new ApiKeysOptions(pbxId, store.url) },
      { provide: WebhooksOptions, useValue: new WebhooksOptions(pbxId, '//pbx', '1', allow) },
      { provide: SecretKeeper, useClass: MarkingKeeper },
    ];
    @Global()
    @Module({ providers: provided, exports: provided })
    class GroundModule {}
    const keys = ApiKeysModule.register();
    const module = await Test.createTestingModule({
      imports: [
        ...[GroundModule, StoreModule.forRoot(options, db), ErrorsModule],
        ...[MonitoringModule, keys],
        WebhooksModule.register([keys]),
      ],
    }).compile();
    return new RelayNode(module, clock);
  }

  get<T>(type: Type<T> | (abstract new () => T)): T {
    return this.module.get<T>(type, { strict: false });
  }

  start(): this {
    this.running = this.get(DispatchWorker).run(this.stopping.signal);
    return this;
  }

  /** As SIGKILL does: what it had taken stays taken, and it writes nothing more. */
  async kill(): Promise<void> {
    await this.get(DataSource).destroy();
    await this.end();
  }

  async stop(): Promise<void> {
    await this.end();
    if (this.get(DataSource).isInitialized) await this.get(DataSource).destroy();
  }

  private async end(): Promise<void> {
    this.stopping.abort();
    let isOver = false;
    const ended = Promise.resolve(this.running).finally(() => {
      isOver = true;
    });
    await until('it has stopped', this.clock, () => isOver);
    await ended;
  }
}

/** Moves the clock in small steps until it is so. */
export async function until(
  what: string,
  clock: ManualClock,
  isSo: () => boolean | Promise<boolean>,
  stepMs = 200,
): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await clock.advance(stepMs);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
