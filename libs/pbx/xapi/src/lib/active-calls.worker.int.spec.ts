import { ManualClock } from '@3cx-relay/util';
import { until } from '@3cx-relay/testing';
import type { ActiveCall } from './active-call';
import { ActiveCallsListener } from './active-calls-listener.port';
import { ActiveCallsWorker } from './active-calls.worker';
import { KeptReports, SmallXapi } from './testing/small-xapi';

class Told extends ActiveCallsListener {
  readonly lists: number[][] = [];
  readonly changes: boolean[] = [];

  activeCalls(calls: readonly ActiveCall[]): void {
    this.lists.push(calls.map((call) => call.pbxCallId));
  }

  available(isAvailable: boolean): void {
    this.changes.push(isAvailable);
  }
}

describe('ActiveCallsWorker', () => {
  let pbx: SmallXapi;

  beforeEach(async () => {
    pbx = await SmallXapi.start();
  });
  afterEach(async () => pbx.stop());

  /** Waits for real answers while the worker's clock stands still. */
  const sleeping = (clock: ManualClock) => until('the worker pauses', () => clock.sleeping > 0);

  it('reads again and again, backs off when refused, and tells of changes alone', async () => {
    const clock = new ManualClock();
    const { client, options } = pbx.connect(clock);
    const told = new Told();
    const reports = new KeptReports();
    const stop = new AbortController();
    pbx.answer = () => ({ body: { value: [{ Id: 1 }] } });
    const running = new ActiveCallsWorker(client, told, reports, options, clock).run(stop.signal);
    await sleeping(clock);
    pbx.answer = () => ({ status: 429, headers: { 'Retry-After': '7' } });
    await clock.advance(2_000);
    await sleeping(clock);
    const asked = pbx.requests.length;
    await clock.advance(6_000);
    expect(pbx.requests.length).toBe(asked);
    pbx.answer = () => ({ body: { value: [] } });
    await clock.advance(1_000);
    await sleeping(clock);
    expect(told.lists).toEqual([[1], []]);
    expect(told.changes).toEqual([true, false, true]);
    expect(reports.reports.map((report) => report.state)).toEqual([
      'connecting',
      'connected',
      'disconnected',
      'connected',
    ]);
    stop.abort();
    await running;
  });

  it('looks again sooner when somebody waits for the list, but not more often than once a second', async () => {
    const clock = new ManualClock();
    const { client, options } = pbx.connect(clock);
    const told = new Told();
    const stop = new AbortController();
    pbx.answer = () => ({ body: { value: [] } });
    const slow = { ...options, activeCallsIntervalMs: 30_000 };
    const worker = new ActiveCallsWorker(client, told, new KeptReports(), slow, clock);
    const running = worker.run(stop.signal);
    await sleeping(clock);
    worker.askSoon();
    await clock.advance(999);
    expect(told.lists).toHaveLength(1);
    await clock.advance(1);
    await sleeping(clock);
    expect(told.lists).toHaveLength(2);
    await clock.advance(29_999);
    expect(told.lists).toHaveLength(2);
    stop.abort();
    await running;
  });

  it('looks again at once when asked to, and takes that for no fault', async () => {
    const clock = new ManualClock();
    const { client, options } = pbx.connect(clock);
    const told = new Told();
    const reports = new KeptReports();
    const stop = new AbortController();
    pbx.answer = () => ({ body: { value: [] } });
    const worker = new ActiveCallsWorker(client, told, reports, options, clock);
    const running = worker.run(stop.signal);
    await sleeping(clock);
    worker.reconnectNow();
    await clock.advance(0);
    await sleeping(clock);
    expect(told.lists).toHaveLength(2);
    expect(told.changes).toEqual([true]);
    expect(reports.reports.map(({ state }) => state)).toEqual([
      'connecting',
      'connected',
      'connecting',
      'connected',
    ]);
    expect(reports.reports.filter(({ error }) => error)).toEqual([]);
    stop.abort();
    await running;
  });
});
