import { aParty, aRecord, historyId } from '@3cx-relay/call-model/testing';
import type { CallRecord } from '@3cx-relay/pbx-connection';
import { CallHistory } from './call-history.service';
import { CALLED, CALLING, clock, FakeRecords, Stage } from './testing/stage';

describe('history', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open();
  }, 60_000);
  afterAll(() => stage.close());
  beforeEach(() => stage.clear());
  afterEach(() => stage.leave());

  it('names a call as it was named live, before its record is taken as well as after', async () => {
    const relay = await stage.aRelayWithACall();
    const [live] = await relay.store.loadLive(clock.nowIso());
    for (const { dn, participantId } of [CALLING, CALLED]) relay.feed.removed(dn, participantId);
    await relay.calls.settled();
    const record: CallRecord = {
      ...aRecord({
        ...{ direction: 'internal', caller: aParty('100'), callee: aParty('101') },
        ...{ did: null, trunk: null, startedAt: live?.startedAt ?? '', answeredAt: null },
        ...{ endedAt: clock.nowIso(), answeredBy: null, outcome: 'missed', participants: [] },
      }),
      ...{ counter: 10, recordings: [] },
    };
    const history = new CallHistory(new FakeRecords([], [record]), relay.store, relay.calls, clock);
    const named = async () => (await history.page({ limit: 10 })).items.map(({ callId }) => callId);
    expect(await named()).toEqual([live?.callId]);
    const page = { records: [record], nextCursor: 'c1', hasMore: false };
    await relay.takeRecords(new FakeRecords([page]), 2);
    expect(await relay.events()).toContain('call.record');
    expect(await named()).toEqual([live?.callId]);
  });

  it('leaves out calls that go on, and fills the page with others', async () => {
    const relay = await stage.aRelayWithACall();
    const now = clock.nowIso();
    const records = Array.from({ length: 60 }, (_, n): CallRecord => {
      const complete = n % 3 === 0;
      const callHistoryId = historyId(now, n + 1);
      return {
        ...aRecord({ callHistoryId, complete, startedAt: now, endedAt: now }),
        ...{ counter: n + 1, recordings: [] },
      };
    });
    const history = new CallHistory(new FakeRecords([], records), relay.store, relay.calls, clock);
    const first = await history.page({ limit: 8 });
    expect(first.items.map(({ pbx }) => pbx.callId)).toEqual([1, 4, 7, 10, 13, 16, 19, 22]);
    const second = await history.page({ limit: 20, cursor: first.nextCursor ?? '' });
    expect(second.items.map(({ pbx }) => pbx.callId)).toEqual([
      25, 28, 31, 34, 37, 40, 43, 46, 49, 52, 55, 58,
    ]);
    expect(second.nextCursor).toBeNull();
  });
});
