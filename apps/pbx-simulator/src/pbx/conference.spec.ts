import { describe, expect, it } from '@jest/globals';
import type { CallFlow } from '.';
import { OUTSIDE, SteppedPbx } from '../testing/stepped-pbx';

const world = new SteppedPbx();

const seconds = (count: number) => world.seconds(count);
const talking = (from: string, to: string) => world.talking(from, to);
const dn = (number: string) => world.dn(number);
const legs = () => world.pbx.legs.all().map((leg) => `${leg.dn} ${leg.status} ${leg.callId}`);

describe('whoever barges in', () => {
  it('has a leg in the call, and a row of their own until they leave', () => {
    const call = talking(OUTSIDE, '101');
    expect(world.pbx.conference.bargeIn(call, dn('105'))).toBe(true);
    expect(legs()).toEqual([`101 Connected ${call.callId}`, `105 Connected ${call.callId}`]);
    seconds(2);
    world.pbx.conference.leave(call, '105');
    expect(legs()).toEqual([`101 Connected ${call.callId}`]);
    expect(world.pbx.sections.at(-1)).toMatchObject({
      ...{ how: { method: 'barge_in', from: call.connected?.section } },
      ...{ source: { number: '105' }, destination: { number: '101' } },
      terminationReason: 'src_participant_terminated',
    });
    expect(call.truth).toMatchObject({ endedAt: null, parties: [OUTSIDE, '101', '105'] });
  });

  it('is nobody to go on with', () => {
    const call = talking(OUTSIDE, '101');
    world.pbx.conference.bargeIn(call, dn('105'));
    world.pbx.conference.leave(call, 'destination');
    expect(call.isOver).toBe(true);
    expect(legs()).toEqual([]);
  });

  it('needs a conversation, and not to be in it', () => {
    const call = world.pbx.place(OUTSIDE, '101');
    expect(world.pbx.conference.bargeIn(call, dn('105'))).toBe(false);
    seconds(4);
    expect(world.pbx.conference.bargeIn(call, dn('101'))).toBe(false);
    expect(world.pbx.conference.bargeIn(call, dn('800'))).toBe(false);
  });
});

describe('a conference', () => {
  function three(): CallFlow {
    const call = talking(OUTSIDE, '101');
    world.pbx.transfers.attended(call, '101', '102', true);
    seconds(6);
    return call;
  }

  it('has all three in the first call, after a consultation', () => {
    const call = three();
    expect(legs()).toEqual([`101 Connected ${call.callId}`, `102 Connected ${call.callId}`]);
    const [, asking] = world.pbx.truths;
    expect(asking).toMatchObject({ from: '101', to: '102', outcome: 'answered' });
    expect(asking?.mainCallHistoryId).toBe(call.truth.callHistoryId);
  });

  it.each([
    ['destination', '102', OUTSIDE],
    ['102', '101', OUTSIDE],
  ])('goes on between the two others when %s leaves', (who, stays, party) => {
    const call = three();
    world.pbx.conference.leave(call, who);
    expect(world.pbx.legs.all()).toMatchObject([{ dn: stays, party: { number: party } }]);
    world.pbx.conference.leave(call, 'source');
    expect(call.truth).toMatchObject({ outcome: 'answered', endedAt: expect.any(String) });
    expect(call.truth.legs.every(({ endedAt }) => endedAt !== null)).toBe(true);
  });

  it('goes on between the extensions when the caller leaves', () => {
    const call = three();
    world.pbx.conference.leave(call, 'source');
    expect(world.pbx.legs.all().map(({ dn: own, party }) => `${own} ${party.number}`)).toEqual([
      '101 102',
      '102 101',
    ]);
  });
});

describe('an attended transfer by steering', () => {
  it('asks first, and joins when the other has answered', () => {
    const call = talking(OUTSIDE, '101');
    const asking = world.pbx.transfers.attended(call, '101', '102');
    expect(asking?.callId).not.toBe(call.callId);
    expect(world.pbx.legs.of('101')).toHaveLength(2);
    seconds(6);
    expect(legs()).toEqual([`102 Connected ${call.callId}`]);
    expect(world.pbx.transfers.attended(call, '101', '103')).toBeNull();
  });

  it('joins at once two calls that are there', () => {
    const call = talking(OUTSIDE, '101');
    const asking = talking('101', '102');
    expect(world.pbx.transfers.attended(call, '101', '102')).toBe(asking);
    expect(legs()).toEqual([`102 Connected ${call.callId}`]);
  });
});
