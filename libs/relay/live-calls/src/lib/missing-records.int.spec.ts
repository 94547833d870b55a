import { aParty, aRecord } from '@3cx-relay/call-model/testing';
import type { ErrorFeed, ErrorReport } from '@3cx-relay/errors';
import type { CallRecord, HistoryQuery } from '@3cx-relay/pbx-connection';
import { until } from '@3cx-relay/testing';
import { ManualClock } from '@3cx-relay/util';
import { MissingRecordsWorker } from './missing-records.worker';
import { RecordIntake } from './record-intake';
import { ReportedCalls } from './record-source';
import {
  CALLED,
  CALLING,
  clock as now,
  FakeRecords,
  NOBODY,
  type Relay,
  Stage,
} from './testing/stage';

const MINUTE_MS = 60_000;

/** A report that is asked by the test's hand. */
class FakeReport extends ReportedCalls {
  override isDatabaseRead = true;
  readonly asked: HistoryQuery[] = [];

  constructor(readonly records: CallRecord[]) {
    super();
  }

  override async *report(query: HistoryQuery): AsyncGenerator<CallRecord> {
    this.asked.push(query);
    yield* this.records;
  }
}

describe('records that the database lacks', () => {
  let stage: Stage;
  let relay: Relay;
  let clock: ManualClock;
  let reports: ErrorReport[];

  beforeAll(async () => {
    stage = await Stage.open();
  }, 60_000);
  afterAll(() => stage.close());
  beforeEach(async () => {
    await stage.clear();
    relay = await stage.aRelay();
    await relay.store.recordsBegan();
    // The relay has run for ten minutes.
    clock = new ManualClock(now.now() + 10 * MINUTE_MS);
    reports = [];
  });
  afterEach(() => stage.leave());

  const ended = (minutesAgo: number, name: string): CallRecord => {
    const at = (ms: number) => new Date(clock.now() - minutesAgo * MINUTE_MS + ms).toISOString();
    return {
      ...aRecord({
        callHistoryId: `00000A2B-01DC-7F3A-${name}`,
        ...{ startedAt: at(-20_000), answeredAt: at(-17_000), endedAt: at(0), participants: [] },
      }),
      ...{ counter: 10, recordings: [] },
    };
  };
  const worker = (report: FakeReport) =>
    new MissingRecordsWorker(
      report,
      new RecordIntake(relay.calls, relay.store),
      relay.store,
      { report: (error: ErrorReport) => void reports.push(error) } as ErrorFeed,
      clock,
    );
  const recorded = async () =>
    (await relay.events()).filter((type) => type === 'call.record').length;
  const takeFromDatabase = (record: CallRecord) =>
    relay.takeRecords(
      new FakeRecords([{ records: [record], nextCursor: 'c1', hasMore: false }]),
      2,
    );

  it('are taken from the report, once, and told in the error feed', async () => {
    const known = ended(4, '00000010');
    await takeFromDatabase(known);
    const look = worker(new FakeReport([ended(2, '00000011'), known]));
    await look.look();
    await clock.advance(10 * MINUTE_MS);
    await look.look();
    expect(await recorded()).toBe(2);
    expect(reports.map(({ code }) => code)).toEqual(['CALL_RECORDS_MISSING']);
  });

  it('are not taken while the database may still bring them', async () => {
    await worker(new FakeReport([ended(0, '00000011')])).look();
    expect([await recorded(), reports]).toEqual([0, []]);
  });

  it('are not taken of calls that go on, of which the report has the first rows', async () => {
    relay.feed.opened();
    relay.feed.snapshot({ ...NOBODY, participants: [CALLING, CALLED] });
    await relay.calls.settled();
    const [open] = relay.calls.current.open.values();
    const part = {
      ...ended(2, '00000012'),
      ...{ caller: aParty('100'), callee: aParty('101'), startedAt: open?.startedAt ?? '' },
    };
    await worker(new FakeReport([part])).look();
    expect([await recorded(), relay.calls.current.open.size]).toEqual([0, 1]);
  });

  it('are not taken of calls that were over a moment ago, of which it may have the first rows', async () => {
    clock = new ManualClock(now.now());
    relay.feed.opened();
    relay.feed.snapshot({ ...NOBODY, participants: [CALLING, CALLED] });
    const [call] = relay.calls.current.open.values();
    for (const leg of [CALLING, CALLED]) relay.feed.removed(leg.dn, leg.participantId);
    await relay.calls.apply({ kind: 'connection', component: 'xapi', connected: true });
    await until('the list shows that it is over', async () => {
      await relay.calls.apply({ kind: 'active-calls', calls: [], askedAt: now.nowIso() });
      return relay.calls.current.open.size === 0;
    });
    const part = {
      ...ended(2, '00000012'),
      ...{ caller: aParty('100'), callee: aParty('101'), startedAt: call?.startedAt ?? '' },
    };
    await worker(new FakeReport([part])).look();
    expect(await recorded()).toBe(0);
  });

  it('are not asked for while the database has not been read to its end', async () => {
    const report = new FakeReport([ended(2, '00000011')]);
    report.isDatabaseRead = false;
    await worker(report).look();
    expect(report.asked).toEqual([]);
  });

  it('are not taken from a report that names all calls otherwise', async () => {
    await takeFromDatabase(ended(3, '00000010'));
    await worker(new FakeReport([ended(2, 'other-2'), ended(4, 'other-1')])).look();
    expect([await recorded(), reports]).toEqual([1, []]);
  });

  it('are asked for with a reason, or every two minutes', async () => {
    const report = new FakeReport([]);
    const look = worker(report);
    await look.look();
    await clock.advance(MINUTE_MS);
    await look.look();
    expect(report.asked).toHaveLength(1);
    await clock.advance(MINUTE_MS);
    await look.look();
    expect(report.asked).toHaveLength(2);
  });
});
