import { aRecord } from '@3cx-relay/call-model/testing';
import type { CallRecord } from '@3cx-relay/pbx-connection';
import type { ActiveCallsView } from './active-calls-view';
import { toHistoryItem } from './call-history.service';
import { CALLED, CALLING, clock, FakeRecords, NOBODY, Stage } from './testing/stage';

describe('live calls', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open();
  }, 60_000);
  afterAll(() => stage.close());
  beforeEach(() => stage.clear());
  afterEach(() => stage.leave());

  it('stores a call together with its events', async () => {
    const relay = await stage.aRelayWithACall();
    const stored = await relay.store.loadLive(clock.nowIso());
    expect(stored).toHaveLength(1);
    expect(await relay.events()).toContain('call.ringing');
    expect(stored[0]).toEqual(relay.calls.current.open.values().next().value);
  });

  it('knows the open call under its id after a kill, and does not begin it twice', async () => {
    const first = await stage.aRelayWithACall();
    const [before] = await first.store.loadLive(clock.nowIso());
    const events = await first.events();
    await stage.leave();
    const second = await stage.aRelay();
    expect([...second.calls.current.open.values()]).toMatchObject([{ callId: before?.callId }]);
    second.feed.opened();
    second.feed.snapshot({ ...NOBODY, participants: [CALLING, CALLED] });
    await second.calls.settled();
    const begun = (types: string[]) => types.filter((type) => type === 'call.ringing');
    expect(begun(events)).toHaveLength(1);
    expect(begun(await second.events())).toHaveLength(1);
    expect(second.view.snapshot().calls.map(({ callId }) => callId)).toEqual([before?.callId]);
  });

  it('aborts `failed` when a write fails, and writes nothing after it until it is restored', async () => {
    const relay = await stage.aRelayWithACall();
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

  it('shows the calls as they are at the sequence it names, stale without Call Control or the store', async () => {
    const relay = await stage.aRelayWithACall();
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
    // What happens meanwhile waits on disk and is not in the log.
    relay.monitor.report('store', { state: 'disconnected', error: 'away' });
    expect(relay.view.snapshot().stale).toBe(true);
    relay.monitor.report('store', { state: 'connected' });
    expect(relay.view.snapshot().stale).toBe(false);
    await tell('disconnected');
    expect(relay.view.snapshot()).toMatchObject({ stale: true, calls: shown.calls });
  });

  it('shows a call only to DNs that took part', async () => {
    const { view } = await stage.aRelayWithACall();
    const [call] = view.snapshot().calls;
    const dn = (text: string) => [text] as unknown as Parameters<ActiveCallsView['snapshot']>[0];
    expect(view.snapshot(dn('101')).calls).toHaveLength(1);
    expect(view.snapshot(dn('102')).calls).toEqual([]);
    if (!call) throw new Error('a call was expected');
    expect(view.one(call.callId, dn('102'))).toBeUndefined();
  });

  it('moves the cursor with what the page produced; a repeated page makes nothing twice', async () => {
    const relay = await stage.aRelay();
    const start = Date.now() - 60_000;
    const at = (seconds: number) => new Date(start + seconds * 1_000).toISOString();
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
    const relay = await stage.aRelay();
    const page = { records: [], nextCursor: 'c1', hasMore: false };
    await relay.db.query('ALTER TABLE record_cursors ADD CHECK (position <> $$c2$$)');
    const pages = [page, { ...page, nextCursor: 'c2' }];
    await expect(relay.takeRecords(new FakeRecords(pages), 2)).rejects.toThrow('violates check');
    expect(relay.calls.failed.aborted).toBe(true);
    expect(await relay.store.recordCursor()).toBe('c1');
  });
});
