import { tmpdir } from 'node:os';
import path from 'node:path';
import { aLeg, inside } from '@3cx-relay/call-model/testing';
import type { ControlledParticipant } from '@3cx-relay/pbx-callcontrol';
import { toSequence } from '@3cx-relay/contracts';
import {
  EventLogOptions,
  LogWriter,
  PostgresEventLog,
  WriterLease,
  WriterLeaseOptions,
} from '@3cx-relay/event-log';
import {
  type CallRecord,
  CallRecordSource,
  type HistoryPage,
  type HistoryPageQuery,
  type RecordChanges,
} from '@3cx-relay/pbx-connection';
import { ConnectionMonitor } from '@3cx-relay/monitoring';
import { connectStore, StoreOptions } from '@3cx-relay/store';
import { Databases, SCHEMA } from '@3cx-relay/store/testing';
import { aborted, SystemClock, SystemRandom } from '@3cx-relay/util';
import type { DataSource } from 'typeorm';
import { ulid } from 'ulid';
import { until } from '@3cx-relay/testing';
import { ActiveCallsView } from '../active-calls-view';
import { CallControlFeed } from '../call-control-feed';
import { LiveCallsOptions } from '../live-calls.options';
import { LiveCalls } from '../live-calls.service';
import { PostgresCallStore } from '../postgres-call-store';
import { RecordIntake } from '../record-intake';
import { RecordWorker } from '../record.worker';

export const clock = new SystemClock();
const random = new SystemRandom();
const DNS = ['100', '101'].map((dn) => ({ dn, dnType: 'extension' as const }));
export const NOBODY = { participants: [], devices: [], dns: DNS };
// Call Control shows no held legs, which is all that tells the two shapes apart.
export const CALLING: ControlledParticipant = {
  ...aLeg('100', 1, { party: inside('101') }),
  status: 'dialing',
};
export const CALLED: ControlledParticipant = {
  ...aLeg('101', 2, { party: inside('100') }),
  status: 'ringing',
};

/** Gives the pages it was made with, then nothing; its history has what it was made with. */
export class FakeRecords extends CallRecordSource {
  override readonly name = 'records of the test';
  readonly askedWith: (string | null)[] = [];

  constructor(
    private readonly pages: RecordChanges[],
    private readonly recorded: readonly CallRecord[] = [],
  ) {
    super();
  }

  override async changes(cursor: string | null): Promise<RecordChanges> {
    this.askedWith.push(cursor);
    return this.pages.shift() ?? { records: [], nextCursor: cursor ?? 'now', hasMore: false };
  }

  override async recordsOf(): Promise<CallRecord[]> {
    return [];
  }

  /** The cursor is the place in the list. */
  override async history({ limit, cursor }: HistoryPageQuery): Promise<HistoryPage> {
    const from = Number(cursor ?? 0);
    const to = from + limit;
    const records = this.recorded.slice(from, to);
    return { records, nextCursor: to < this.recorded.length ? String(to) : null };
  }

  override async *stream(): AsyncIterable<CallRecord> {}
}

/** One relay on a store: log, lease, calls and view. */
export class Relay {
  readonly store: PostgresCallStore;
  readonly log: PostgresEventLog;
  readonly calls: LiveCalls;
  readonly view: ActiveCallsView;
  readonly feed: CallControlFeed;
  readonly monitor = new ConnectionMonitor(clock);
  private readonly lease: WriterLease;
  private readonly stopping = new AbortController();
  private running: Promise<void>[] = [];

  private constructor(
    readonly db: DataSource,
    url: string,
    maxSpoolBytes: number | undefined,
  ) {
    const options = new EventLogOptions('pbx', '//pbx.example.com', {
      spoolDir: path.join(tmpdir(), `spool-${ulid()}`),
      ...(maxSpoolBytes === undefined ? {} : { maxSpoolBytes }),
    });
    const writer = new LogWriter(db, options, clock, random);
    this.log = new PostgresEventLog(db, writer);
    this.lease = new WriterLease(new WriterLeaseOptions(url), options, writer, clock);
    this.store = new PostgresCallStore(db, new LiveCallsOptions('pbx'));
    this.calls = new LiveCalls(this.log, this.store, clock);
    this.view = new ActiveCallsView(this.log, this.store, this.monitor, clock);
    this.feed = new CallControlFeed(this.calls);
  }

  static async on(url: string, maxSpoolBytes?: number): Promise<Relay> {
    const db = await connectStore(new StoreOptions(url, SCHEMA, 'pbx', 5));
    const relay = new Relay(db, url, maxSpoolBytes);
    await relay.log.open();
    const { signal } = relay.stopping;
    relay.running.push(relay.lease.run(signal, aborted));
    await until('the lease is held', () => relay.lease.isHeld);
    await relay.calls.restore();
    await relay.view.start();
    return relay;
  }

  async events(): Promise<string[]> {
    const { events } = await this.log.read({ since: toSequence(0), limit: 1_000 });
    return events.map(({ type }) => type);
  }

  /** Reads records until the source was asked so many times. */
  async takeRecords(source: FakeRecords, asked: number): Promise<void> {
    const stopping = new AbortController();
    const worker = new RecordWorker(
      source,
      new RecordIntake(this.calls, this.store),
      this.store,
      clock,
      random,
    );
    const running = worker.run(stopping.signal);
    await until('the records are taken', () => source.askedWith.length >= asked);
    stopping.abort();
    await running;
    await this.calls.settled();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
    this.view.close();
    await this.db.destroy();
  }
}

/** A PostgreSQL with an empty database for each test, and the relays on it. */
export class Stage {
  private relays: Relay[] = [];
  private url = '';

  private constructor(private readonly databases: Databases) {}

  static async open(): Promise<Stage> {
    return new Stage(await Databases.start());
  }

  async clear(): Promise<void> {
    this.url = await this.databases.empty();
  }

  async aRelay(maxSpoolBytes?: number): Promise<Relay> {
    const made = await Relay.on(this.url, maxSpoolBytes);
    this.relays.push(made);
    return made;
  }

  /** With a call that rings from 100 to 101. */
  async aRelayWithACall(): Promise<Relay> {
    const relay = await this.aRelay();
    relay.feed.opened();
    relay.feed.snapshot(NOBODY);
    relay.feed.upserted(CALLING);
    relay.feed.upserted(CALLED);
    await relay.calls.settled();
    return relay;
  }

  stopStore(): Promise<void> {
    return this.databases.stopServer();
  }

  startStore(): Promise<void> {
    return this.databases.startServer();
  }

  async leave(): Promise<void> {
    await Promise.all(this.relays.map((relay) => relay.stop()));
    this.relays = [];
  }

  close(): Promise<void> {
    return this.databases.stop();
  }
}
