import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Pbx, roommatesOf } from '.';

const OUTSIDE = '+493012345611';
let pbx: Pbx;
beforeEach(() => {
  jest.useFakeTimers({ now: Date.parse('2026-02-10T08:00:00Z') });
  pbx = new Pbx({ seed: 1, speed: 1, extensions: 20 });
});
afterEach(() => {
  pbx.clock.stop();
  jest.useRealTimers();
});

const seconds = (count: number) => jest.advanceTimersByTime(count * 1_000);
const legs = () => pbx.legs.all().map((leg) => `${leg.dn} ${leg.status} ${leg.party.number}`);

describe('a conference room', () => {
  it('lets everybody in at once, each with a call of their own', () => {
    const calls = ['100', '101', OUTSIDE].map((from) => pbx.place(from, '700'));
    seconds(1);
    expect(legs().sort()).toEqual([
      '100 Connected 700',
      '101 Connected 700',
      `700 Connected ${OUTSIDE}`,
      '700 Connected 100',
      '700 Connected 101',
    ]);
    expect(calls.map((call) => roommatesOf(call).length)).toEqual([2, 2, 2]);
    expect(calls[0]?.truth).toMatchObject({ answeredBy: '700' });
  });

  it('goes on when one of them leaves', () => {
    const [first, second] = [pbx.place('100', '700'), pbx.place('101', '700')];
    seconds(1);
    first.hangUp('source');
    expect(legs()).toEqual(['101 Connected 700', '700 Connected 101']);
    expect(roommatesOf(second)).toEqual([]);
    expect(pbx.sections).toMatchObject([
      {
        destination: { number: '700', entity: 'extension', dnType: 'conference' },
        terminationReason: 'src_participant_terminated',
      },
    ]);
    expect(first.truth).toMatchObject({ outcome: 'answered', parties: ['100', '700'] });
  });

  it('takes a call that is transferred to it', () => {
    const call = pbx.place(OUTSIDE, '101');
    seconds(4);
    expect(pbx.router.transfer(call, '700')).toBe(true);
    seconds(1);
    expect(legs()).toEqual([`700 Connected ${OUTSIDE}`]);
    expect(call.truth.answeredBy).toBe('101');
  });

  it('is left by those alone who are in it', () => {
    const inside = pbx.place('100', '700');
    const outside = pbx.place('101', '102');
    seconds(4);
    expect([roommatesOf(inside), roommatesOf(outside)]).toEqual([[], []]);
  });
});
