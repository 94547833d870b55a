import { Pbx } from './pbx';

const KEPT_CALLS = 200;

const givenPbx = () => new Pbx({ seed: 1, speed: 1, extensions: 4, keptCalls: KEPT_CALLS });

/** Calls that end as soon as they have begun, with one section each. */
const manyCalls = (pbx: Pbx, count: number) => {
  for (let call = 0; call < count; call += 1) pbx.place('100', '101').hangUp('source');
};

describe('sections of calls that have ended', () => {
  it('are forgotten with their calls, and stay in order', () => {
    const pbx = givenPbx();
    manyCalls(pbx, 10 * KEPT_CALLS);
    expect(pbx.truths).toHaveLength(KEPT_CALLS);
    const serials = pbx.sections.map(({ serial }) => serial);
    expect(serials.length).toBeGreaterThanOrEqual(KEPT_CALLS);
    expect(serials.length).toBeLessThanOrEqual(1.02 * KEPT_CALLS);
    const first = 10 * KEPT_CALLS - serials.length + 1;
    expect(serials).toEqual(serials.map((_, at) => first + at));
    pbx.reset();
  });

  it('of a long call go when it is among those forgotten', () => {
    const pbx = givenPbx();
    const long = pbx.place('102', '103');
    manyCalls(pbx, 2 * KEPT_CALLS);
    long.hangUp('source');
    expect(pbx.sections.at(-1)?.callId).toBe(long.callId);
    manyCalls(pbx, 2 * KEPT_CALLS);
    expect(pbx.sections.map(({ callId }) => callId)).not.toContain(long.callId);
    pbx.reset();
  });

  it('are counted anew after a reset', () => {
    const pbx = givenPbx();
    manyCalls(pbx, 3);
    pbx.reset();
    expect(pbx.sections).toEqual([]);
    manyCalls(pbx, 1);
    expect(pbx.sections).toMatchObject([{ serial: 1 }]);
    pbx.reset();
  });
});
