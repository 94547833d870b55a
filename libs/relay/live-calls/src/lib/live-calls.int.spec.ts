import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { aLeg, aRecord, inside } from '@3cx-relay/call-model/testing';
import type { ControlledParticipant } from '@3cx-relay/pbx-callcontrol';
import { toSequence } from '@3cx-relay/contracts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@3cx-relay/embedded-postgres';
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
  type RecordChanges,
} from '@3cx-relay/pbx-connection';
import { connectStore, StoreOptions } from '@3cx-relay/store';
import { SystemClock, SystemRandom } from '@3cx-relay/util';
import type { DataSource } from 'typeorm';
import { ulid } from 'ulid';
import { ActiveCallsView } from './active-calls-view';
import { CallControlFeed } from './call-control-feed';
import { toHistoryItem } from './call-history.service';
import { LiveCallsOptions } from './live-calls.options';
import { LiveCalls } from './live-calls.service';
import { PostgresCallStore } from './postgres-call-store';
import { RecordWorker } from './record.worker';

const SCHEMA = path.resolve(__dirname, '../../../../../schema');
const clock = new SystemClock();
const random = new SystemRandom();
const DNS = ['100', '101'].map((dn) => ({ dn, dnType: 'extension' as const }));
const NOBODY = { participants: [], devices: [], dns: DNS };
// Call Control shows no held legs, which is all that tells the two shapes apart.
const CALLING: ControlledParticipant = {
  ...aLeg('100', 1, { party: inside('101') }),
  status: 'dialing',
};
const CALLED: ControlledParticipant = {
  ...aLeg('101', 2, { party: inside('100') }),
  status: 'ringing',
};

async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited 15 s in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Gives the pages it was made with, then nothing. */
class FakeRecords extends CallRecordSource {
  override readonly name = 'records of the test';
  readonly askedWith: (string | null)[] = [];

  constructor(private readonly pages: RecordChanges[]) {
    super();
  }

  override async changes(cursor: string | null): Promise<RecordChanges> {
    this.askedWith.push(cursor);
    return this.pages.shift() ?? { records: [], nextCursor: cursor ?? 'now', hasMore: false };
  }

  override async recordsOf(): Promise<CallRecord[]> {
    return [];
  }

  override async history(): Promise<HistoryPage> {
    return { records: [], nextCursor: null };
  }

  override async *stream(): AsyncIterable<CallRecord> {}
}

/** One relay on a store: log, lease, calls and view. */
class Relay {
  readonly store: PostgresCallStore;
  readonly log: PostgresEventLog;
  readonly calls: LiveCalls;
  readonly view: ActiveCallsView;
  readonly feed: CallControlFeed;
  private readonly lease: WriterLease;
  private readonly stopping = new AbortController();
  private running: Promise<void>[] = [];

  private constructor(
    readonly db: DataSource,
    url: string,
  ) {
    const options = new EventLogOptions('pbx', '//pbx.example.com', {
      spoolDir: path.join(tmpdir(), `spool-${ulid()}`),
    });
    const writer = new LogWriter(db, options, clock, random);
    this.log = new PostgresEventLog(db, writer);
    this.lease = new WriterLease(new WriterLeaseOptions(url), options, writer, clock);
    this.store = new PostgresCallStore(db, new LiveCallsOptions('pbx'));
    this.calls = new LiveCalls(this.log, this.store, clock);
    this.view = new ActiveCallsView(this.log, this.store, clock);
    this.feed = new CallControlFeed(this.calls);
  }

  static async on(url: string): Promise<Relay> {
    const relay = new Relay(await connectStore(new StoreOptions(url, SCHEMA, 'pbx', 5)), url);
    await relay.log.open();
    const { signal } = relay.stopping;
    relay.running.push(
      relay.lease.run(
        signal,
        (held) => new Promise((done) => held.addEventListener('abort', () => done())),
      ),
    );
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
    const worker = new RecordWorker(source, this.calls, this.store, clock, random);
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

describe('live calls', () => {
  let server: EmbeddedPostgres;
  let folder: string;
  let databases = 0;
  let url: string;
  let relays: Relay[];

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'live-calls-'));
    chmodSync(folder, 0o755);
    server = await startEmbeddedPostgres({ dataDir: folder, durable: false });
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    databases += 1;
    relays = [];
    const admin = await connectStore(new StoreOptions(server.url(), SCHEMA, 'pbx', 1));
    await admin.query(`CREATE DATABASE calls_${databases}`);
    await admin.destroy();
    url = server.url(`calls_${databases}`);
  });
  afterEach(() => Promise.all(relays.map((relay) => relay.stop())));

  async function aRelay(): Promise<Relay> {
    const made = await Relay.on(url);
    relays.push(made);
    return made;
  }

  /** With a call that rings from 100 to 101. */
  async function aRelayWithACall(): Promise<Relay> {
    const relay = await aRelay();
    relay.feed.opened();
    relay.feed.snapshot(NOBODY);
    relay.feed.upserted(CALLING);
    relay.feed.upserted(CALLED);
    await relay.calls.settled();
    return relay;
  }

  it('stores a call together with its events', async () => {
    const relay = await aRelayWithACall();
    const stored = await relay.store.loadLive(clock.nowIso());
    expect(stored).toHaveLength(1);
    expect(await relay.events()).toContain('call.ringing');
    expect(stored[0]).toEqual(relay.calls.current.open.values().next().value);
  });

  it('knows the open call under its id after a kill, and does not begin it twice', async () => {
    const first = await aRelayWithACall();
    const [before] = await first.store.loadLive(clock.nowIso());
    const events = await first.events();
    await first.stop();
    relays = [];
    const second = await aRelay();
    expect([...second.calls.current.open.keys()]).toEqual([before?.callId]);
    second.feed.opened();
    second.feed.snapshot({ ...NOBODY, participants: [CALLING, CALLED] });
    await second.calls.settled();
    const begun = (types: string[]) => types.filter((type) => type === 'call.ringing');
    expect(begun(events)).toHaveLength(1);
    expect(begun(await second.events())).toHaveLength(1);
    expect(second.view.snapshot().calls.map(({ callId }) => callId)).toEqual([before?.callId]);
  });

  it('aborts `failed` when a write fails, and writes nothing after it until it is restored', async () => {
    const relay = await aRelayWithACall();
    await relay.db.query('DROP TABLE record_cursors');
    const refused = relay.calls.apply({ kind: 'tick' }, { recordCursor: 'somewhere' });
    await expect(refused).rejects.toThrow('record_cursors');
    expect(relay.calls.failed.aborted).toBe(true);
    const { newest } = relay.log.position();
    await expect(
      relay.calls.apply({ kind: 'participant-removed', dn: '101', participantId: 2 }),
    ).rejects.toThrow('could not be stored');
    expect(relay.log.position().newest).toBe(newest);
    await relay.calls.restore();
    expect(relay.calls.failed.aborted).toBe(false);
    expect(relay.calls.current.open.size).toBe(1);
  });

  it('shows the calls as they are at the sequence it names, stale without Call Control', async () => {
    const relay = await aRelayWithACall();
    const shown = relay.view.snapshot();
    expect(shown.sequence).toBe(relay.log.position().newest);
    expect(shown.calls).toMatchObject([{ state: 'ringing', caller: { dn: '100' } }]);
    // Nobody told the log that Call Control is there.
    expect(shown.stale).toBe(true);
    const tell = (state: string) =>
      relay.log.append([
        {
          ...{ type: 'connection.changed', subject: 'connections/callcontrol', callId: null },
          ...{ time: clock.nowIso(), dns: null, data: { component: 'callcontrol', state } },
        },
      ]);
    await tell('connected');
    expect(relay.view.snapshot().stale).toBe(false);
    await tell('disconnected');
    expect(relay.view.snapshot()).toMatchObject({ stale: true, calls: shown.calls });
  });

  it('shows a call only to DNs that took part', async () => {
    const { view } = await aRelayWithACall();
    const [call] = view.snapshot().calls;
    const dn = (text: string) => [text] as unknown as Parameters<ActiveCallsView['snapshot']>[0];
    expect(view.snapshot(dn('101')).calls).toHaveLength(1);
    expect(view.snapshot(dn('102')).calls).toEqual([]);
    if (!call) throw new Error('a call was expected');
    expect(view.one(call.callId, dn('102'))).toBeUndefined();
  });

  it('moves the cursor with what the page produced; a repeated page makes nothing twice', async () => {
    const relay = await aRelay();
    const at = (seconds: number) => new Date(Date.now() - 60_000 + seconds * 1_000).toISOString();
    const record: CallRecord = {
      ...aRecord({ startedAt: at(0), answeredAt: at(3), endedAt: at(20) }),
      counter: 10,
      recordings: [],
    };
    const page = { records: [record], nextCursor: 'c1', hasMore: false };
    await relay.takeRecords(new FakeRecords([page]), 1);
    expect(await relay.store.recordCursor()).toBe('c1');
    const once = await relay.events();
    expect(once.filter((type) => type === 'call.record')).toHaveLength(1);
    const again = new FakeRecords([page]);
    await relay.takeRecords(again, 1);
    expect(again.askedWith[0]).toBe('c1');
    expect(await relay.events()).toEqual(once);
    const ids = await relay.store.idsOfHistory([record.callHistoryId, 'unknown']);
    expect([...ids.keys()]).toEqual([record.callHistoryId]);
    const known = ids.get(record.callHistoryId);
    expect(toHistoryItem(record, known)).toMatchObject({
      callId: known?.callId,
      state: 'ended',
      ringSeconds: 3,
      talkSeconds: 17,
      pbx: { callHistoryId: record.callHistoryId },
    });
  });

  it('leaves the cursor where it was when what came with it cannot be stored', async () => {
    const relay = await aRelay();
    const page = { records: [], nextCursor: 'c1', hasMore: false };
    await relay.db.query('ALTER TABLE record_cursors ADD CHECK (position <> $$c2$$)');
    const pages = [page, { ...page, nextCursor: 'c2' }];
    await expect(relay.takeRecords(new FakeRecords(pages), 2)).rejects.toThrow('violates check');
    expect(relay.calls.failed.aborted).toBe(true);
    expect(await relay.store.recordCursor()).toBe('c1');
  });
});
