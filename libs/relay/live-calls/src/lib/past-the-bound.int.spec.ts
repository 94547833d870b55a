import { aLeg, inside } from '@3cx-relay/call-model/testing';
import { toSequence } from '@3cx-relay/contracts';
import type { ControlledParticipant } from '@3cx-relay/pbx-callcontrol';
import { until } from '@3cx-relay/testing';
import { CALLED, CALLING, NOBODY, Stage } from './testing/stage';

/** What waits on disk may be so large; a call that rings takes some 2 kB. */
const BOUND_BYTES = 20_000;

describe('more than may wait while the store is away', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open();
  }, 60_000);
  afterAll(() => stage.close());
  beforeEach(() => stage.clear());
  afterEach(() => stage.leave());

  it('ends the writer’s life; the next one finds by snapshot what was not written', async () => {
    const { feed, calls, log } = await stage.aRelay(BOUND_BYTES);
    feed.opened();
    feed.snapshot({ ...NOBODY, participants: [CALLING, CALLED] });
    await calls.settled();
    await stage.stopStore();
    const another = (callId: number): ControlledParticipant => ({
      ...aLeg('101', callId, { party: inside('100') }),
      ...{ callId, status: 'ringing' },
    });
    for (let callId = 20; !calls.failed.aborted; callId += 1) {
      feed.upserted(another(callId));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await stage.startStore();
    await until('what could wait is written', () => log.backlog().events === 0);
    await calls.restore();
    feed.opened();
    const there = [20, 21, 900].map(another);
    feed.snapshot({ ...NOBODY, participants: [CALLING, CALLED, ...there] });
    await calls.settled();
    const { events } = await log.read({ since: toSequence(0), limit: 1_000 });
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_event, nth) => nth + 1));
    const started = events.filter(({ type }) => type === 'call.started');
    expect(new Set(started.map(({ callId }) => callId)).size).toBe(started.length);
    const told = started.map(({ json }) => JSON.parse(json).data.call.pbx.callId);
    expect(told).toEqual(expect.arrayContaining([10, 20, 21, 900]));
  });
});
