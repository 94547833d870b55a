import { Databases } from '@3cx-relay/store/testing';
import { ManualClock } from '@3cx-relay/util';
import type { DataSource } from 'typeorm';
import { ErrorFeed } from './error-feed';
import { ErrorFeedStore } from './error-feed.store';
import type { ErrorReport } from './error-report';

const START = Date.parse('2026-03-01T08:00:00.000Z');
const ADA = { by: 'ada', note: null };

function aReport(changes: Partial<ErrorReport> = {}): ErrorReport {
  return {
    severity: 'error',
    component: 'webhooks',
    code: 'DELIVERY_FAILED',
    message: 'Delivery 17 failed',
    ...changes,
  };
}

describe('the error feed', () => {
  let databases: Databases;
  let db: DataSource;
  let clock: ManualClock;
  let feed: ErrorFeed;

  beforeAll(async () => {
    databases = await Databases.start();
  }, 60_000);
  afterAll(() => databases.stop());
  beforeEach(async () => {
    const store = await databases.connect(2);
    db = store.db;
    clock = new ManualClock(START);
    feed = new ErrorFeed(new ErrorFeedStore(db, store.options), clock);
  });
  afterEach(() => db.destroy());

  /** Stored, a second after the one before. */
  async function stored(...reports: ErrorReport[]): Promise<void> {
    for (const report of reports) {
      feed.report(report);
      await clock.advance(1_000);
    }
    await feed.flush();
  }

  it('counts equal errors in one row with the first and last time and the latest text', async () => {
    await stored(aReport({ detail: 'old' }), aReport({ message: 'Delivery 18 failed' }));
    await expect(feed.list({})).resolves.toMatchObject({
      items: [
        {
          count: 2,
          message: 'Delivery 18 failed',
          detail: null,
          firstAt: '2026-03-01T08:00:00.000Z',
          lastAt: '2026-03-01T08:00:01.000Z',
          acknowledged: false,
        },
      ],
      nextCursor: null,
    });
  });

  it('begins a new row when the last one was acknowledged', async () => {
    await stored(aReport());
    const [first] = (await feed.list({})).items;
    await expect(
      feed.acknowledge(first?.id ?? '', { by: 'ada', note: 'known' }),
    ).resolves.toMatchObject({
      acknowledged: true,
      acknowledgedBy: 'ada',
      note: 'known',
      count: 1,
    });
    await stored(aReport());
    const { items } = await feed.list({});
    expect(items.map(({ acknowledged, count }) => [acknowledged, count])).toEqual([
      [false, 1],
      [true, 1],
    ]);
  });

  it('keeps who acknowledged first', async () => {
    await stored(aReport());
    const [{ id } = { id: '' }] = (await feed.list({})).items;
    await feed.acknowledge(id, ADA);
    await expect(feed.acknowledge(id, { by: 'bob', note: 'later' })).resolves.toMatchObject({
      acknowledgedBy: 'ada',
      note: 'later',
    });
  });

  it.each(['0', '999', 'x', '99999999999999999999'])(
    'says that there is no error %j',
    async (id) => {
      await expect(feed.acknowledge(id, ADA)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    },
  );

  it('acknowledges those that are named, or all, and says how many were open', async () => {
    await stored(...['A', 'B', 'C'].map((code) => aReport({ code })));
    const ids = (await feed.list({})).items.map(({ id }) => id);
    expect(await feed.acknowledgeMany([ids[0] ?? '', 'x'], ADA)).toBe(1);
    expect(await feed.acknowledgeMany(ids, ADA)).toBe(2);
    expect(await feed.acknowledgeMany(null, ADA)).toBe(0);
    expect((await feed.counts()).unacknowledged).toBe(0);
  });

  it('pages the last seen first', async () => {
    await stored(...['A', 'B', 'C', 'A'].map((code) => aReport({ code })));
    const first = await feed.list({ limit: 2 });
    const second = await feed.list({ limit: 2, cursor: first.nextCursor ?? '' });
    expect(first.items.map(({ code }) => code)).toEqual(['A', 'C']);
    expect(second.items.map(({ code }) => code)).toEqual(['B']);
    expect(second.nextCursor).toBeNull();
  });

  it.each([
    [{ severity: ['critical' as const] }, ['A']],
    [{ component: 'callcontrol' }, ['B']],
    [{ acknowledged: true }, []],
    [{ search: '100%' }, ['C']],
  ])('filters by %j', async (query, codes) => {
    await stored(
      aReport({ code: 'A', severity: 'critical' }),
      aReport({ code: 'B', component: 'callcontrol' }),
      aReport({ code: 'C', detail: 'disk at 100%' }),
    );
    const { items } = await feed.list(query);
    expect(items.map(({ code }) => code)).toEqual(codes);
  });

  it('counts what is open by severity, and names every component', async () => {
    await stored(aReport(), aReport({ severity: 'warning', component: 'callcontrol' }));
    await expect(feed.counts()).resolves.toMatchObject({
      unacknowledged: 2,
      bySeverity: { error: 1, warning: 1 },
      components: ['callcontrol', 'webhooks'],
    });
  });

  it('lets errors wait while the store is away, tells of each once it is stored', async () => {
    const told: string[] = [];
    feed.onReported(({ code }) => told.push(code));
    await db.query('ALTER TABLE error_feed RENAME TO away');
    feed.report(aReport({ code: 'A' }));
    await feed.flush();
    expect(told).toEqual([]);
    await db.query('ALTER TABLE away RENAME TO error_feed');
    await feed.flush();
    expect(told).toEqual(['A']);
  });

  it('stores what was reported last before it ends', async () => {
    const stopping = new AbortController();
    const running = feed.run(stopping.signal);
    feed.report(aReport());
    stopping.abort();
    await running;
    expect((await feed.list({})).items).toHaveLength(1);
  });

  it('tells how many errors came faster than they could be stored', async () => {
    for (let n = 0; n < 1_003; n += 1) feed.report(aReport({ code: `E${n}` }));
    await feed.flush();
    await feed.flush();
    const { items } = await feed.list({ search: 'ERRORS_DROPPED' });
    expect(items).toMatchObject([{ message: '3 errors came faster than they could be stored' }]);
  });
});
