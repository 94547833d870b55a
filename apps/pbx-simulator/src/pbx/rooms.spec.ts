import { describe, expect, it } from '@jest/globals';
import { roommatesOf } from '.';
import { OUTSIDE, SteppedPbx } from '../testing/stepped-pbx';

const world = new SteppedPbx();

const seconds = (count: number) => world.seconds(count);
const legs = () => world.pbx.legs.all().map((leg) => `${leg.dn} ${leg.status} ${leg.party.number}`);

describe('a conference room', () => {
  it('lets everybody in at once, each with a call of their own', () => {
    const calls = ['100', '101', OUTSIDE].map((from) => world.pbx.place(from, '700'));
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
    const [first, second] = [world.pbx.place('100', '700'), world.pbx.place('101', '700')];
    seconds(1);
    first.hangUp('source');
    expect(legs()).toEqual(['101 Connected 700', '700 Connected 101']);
    expect(roommatesOf(second)).toEqual([]);
    expect(world.pbx.sections).toMatchObject([
      {
        destination: { number: '700', entity: 'extension', dnType: 'conference' },
        terminationReason: 'src_participant_terminated',
      },
    ]);
    expect(first.truth).toMatchObject({ outcome: 'answered', parties: ['100', '700'] });
  });

  it('takes a call that is transferred to it', () => {
    const call = world.pbx.place(OUTSIDE, '101');
    seconds(4);
    expect(world.pbx.router.transfer(call, '700')).toBe(true);
    seconds(1);
    expect(legs()).toEqual([`700 Connected ${OUTSIDE}`]);
    expect(call.truth.answeredBy).toBe('101');
  });

  it('is left by those alone who are in it', () => {
    const inside = world.pbx.place('100', '700');
    const outside = world.pbx.place('101', '102');
    seconds(4);
    expect([roommatesOf(inside), roommatesOf(outside)]).toEqual([[], []]);
  });
});
