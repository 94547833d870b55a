import { describe, expect, it } from '@jest/globals';
import type { CallFlow, Section } from '.';
import { OUTSIDE, SteppedPbx } from '../testing/stepped-pbx';

const world = new SteppedPbx();

const seconds = (count: number) => world.seconds(count);
const talking = (from: string, to: string) => world.talking(from, to);
const shape = ({ source, destination, how, ...rest }: Section) =>
  [
    `${source.number} > ${destination.number}`,
    ...[how.method, rest.terminationReason, rest.terminationDetails ?? '-'],
  ].join(' ');
const rows = ({ truth }: CallFlow) =>
  world.pbx.sections.filter((one) => one.callHistoryId === truth.callHistoryId);
const legs = () =>
  world.pbx.legs
    .all()
    .map(({ dn, status, callId, party }) => `${dn} ${status} ${callId} ${party.number}`);

describe('an attended transfer', () => {
  it('keeps the first call for the two others, and ends the consultation in it', () => {
    const first = talking(OUTSIDE, '101');
    const asking = talking('101', '102');
    expect(asking.callId).not.toBe(first.callId);
    expect(world.pbx.transfers.join(first, asking)).toBe(true);
    expect(legs()).toEqual([`102 Connected ${first.callId} ${OUTSIDE}`]);
    expect(asking.truth).toMatchObject({ from: '101', to: '102', outcome: 'answered' });
    expect(asking.truth.mainCallHistoryId).toBe(first.truth.callHistoryId);
    expect(first.truth).toMatchObject({ endedAt: null, parties: [OUTSIDE, '101', '102'] });
    first.hangUp('source');
    expect(first.truth).toMatchObject({ answeredBy: '101', outcome: 'answered' });
    const [routing, talk, joined] = rows(first);
    const [consulted] = rows(asking);
    expect(routing?.how.method).toBe('call_init');
    expect(talk && shape(talk)).toBe(`${OUTSIDE} > 101 divert continued_in none`);
    expect(talk?.continuedIn).toBe(joined);
    expect(consulted && shape(consulted)).toBe('101 > 102 call_init continued_in joined');
    expect(consulted?.continuedIn).toBe(joined);
    expect(joined && shape(joined)).toBe(`${OUTSIDE} > 102 join src_participant_terminated -`);
    expect(joined).toMatchObject({ base: talk, originating: talk });
  });

  it('replaces the source when the one who transfers had called', () => {
    const first = talking('101', '102');
    const asking = talking('101', '103');
    expect(world.pbx.transfers.join(first, asking)).toBe(true);
    expect(legs().sort()).toEqual([
      `102 Connected ${first.callId} 103`,
      `103 Connected ${first.callId} 102`,
    ]);
    first.hangUp('source');
    expect(rows(first).map(shape)).toEqual([
      '101 > 102 call_init continued_in none',
      '102 > 103 join src_participant_terminated -',
    ]);
    expect(first.truth.legs.every(({ endedAt }) => endedAt !== null)).toBe(true);
    expect(world.pbx.legs.all()).toEqual([]);
  });

  it('joins with somebody outside, with one main call in all rows of both', () => {
    const first = talking(OUTSIDE, '101');
    const asking = talking('101', '+49305555500');
    expect(world.pbx.transfers.join(first, asking)).toBe(true);
    expect(world.pbx.legs.all()).toEqual([]);
    first.hangUp('destination');
    const main = first.truth.callHistoryId;
    expect(
      rows(asking)
        .map(({ destination }) => destination.entity)
        .sort(),
    ).toEqual(['external_line', 'outbound_rule']);
    for (const row of [...rows(first), ...rows(asking)]) expect(row.mainCallHistoryId).toBe(main);
  });

  it('also joins a call that came in meanwhile', () => {
    const first = talking('101', '102');
    const second = talking('103', '101');
    expect(world.pbx.transfers.join(first, second)).toBe(true);
    expect(legs().sort()).toEqual([
      `102 Connected ${first.callId} 103`,
      `103 Connected ${first.callId} 102`,
    ]);
  });

  it('needs one extension that talks in both', () => {
    const first = talking('101', '102');
    const other = talking('103', '104');
    const ringing = world.pbx.place('101', '105');
    expect(world.pbx.transfers.join(first, other)).toBe(false);
    expect(world.pbx.transfers.join(first, first)).toBe(false);
    expect(world.pbx.transfers.join(first, ringing)).toBe(false);
  });
});

describe('a blind transfer', () => {
  it('by the caller leaves the two others together', () => {
    const call = talking('101', '102');
    expect(world.pbx.router.transfer(call, '103', 'source')).toBe(true);
    const [target] = world.pbx.legs.of('103');
    expect(target).toMatchObject({ status: 'Ringing', referredBy: { dn: '101' } });
    expect(target?.party.number).toBe('102');
    seconds(4);
    expect(legs().sort()).toEqual([
      `102 Connected ${call.callId} 103`,
      `103 Connected ${call.callId} 102`,
    ]);
    call.hangUp('destination');
    expect(rows(call).map(shape)).toEqual([
      '101 > 102 call_init continued_in none',
      '102 > 103 transfer dst_participant_terminated -',
    ]);
  });

  it('that nobody takes returns the call', () => {
    const call = talking('101', '102');
    const busy = world.pbx.directory.get('103');
    if (busy) busy.answer = 'busy';
    expect(world.pbx.router.transfer(call, '103', 'source')).toBe(true);
    seconds(4);
    expect(legs().sort()).toEqual([
      `101 Connected ${call.callId} 102`,
      `102 Connected ${call.callId} 101`,
    ]);
  });

  it('to a queue leaves the caller waiting there for an agent', () => {
    const call = talking(OUTSIDE, '110');
    expect(world.pbx.router.transfer(call, '800')).toBe(true);
    seconds(1);
    expect(world.pbx.legs.of('110')).toEqual([]);
    expect(world.pbx.legs.of('800')).toMatchObject([{ callId: call.callId, status: 'Connected' }]);
    seconds(4);
    expect(world.pbx.legs.of('800')).toEqual([]);
    expect(call.connected?.party.number).toMatch(/^10[1-5]$/);
  });

  it('leads outside as well', () => {
    const call = talking('101', '102');
    expect(world.pbx.router.transfer(call, '+49305555500')).toBe(true);
    seconds(4);
    expect(legs()).toEqual([`101 Connected ${call.callId} +49305555500`]);
  });
});

describe('a parked call', () => {
  it('waits at its place until somebody dials it', () => {
    const call = talking(OUTSIDE, '101');
    expect(world.pbx.router.transfer(call, 'SP0')).toBe(true);
    expect(legs()).toEqual([`SP0 Connected ${call.callId} ${OUTSIDE}`]);
    expect(world.pbx.router.transfer(talking(OUTSIDE, '103'), 'SP0')).toBe(false);
    expect(world.pbx.place('102', 'SP0')).toBe(call);
    expect(world.pbx.legs.of('102')).toMatchObject([
      { status: 'Connected', callId: call.callId, party: { number: OUTSIDE } },
    ]);
    call.hangUp('destination');
    expect(rows(call).slice(1).map(shape)).toEqual([
      `${OUTSIDE} > 101 divert continued_in none`,
      `${OUTSIDE} > SP0 transfer continued_in none`,
      `${OUTSIDE} > 102 pickup dst_participant_terminated -`,
    ]);
    expect(call.truth).toMatchObject({ answeredBy: '101', outcome: 'answered' });
  });

  it('shows the place to a caller inside, and the caller to it', () => {
    const call = talking('101', '102');
    expect(world.pbx.router.transfer(call, 'SP0', 'source')).toBe(true);
    expect(legs().sort()).toEqual([
      `102 Connected ${call.callId} SP0`,
      `SP0 Connected ${call.callId} 102`,
    ]);
  });

  it('is not found at a place where none waits', () => {
    const call = world.pbx.place('102', 'SP0');
    seconds(1);
    expect(call.truth.outcome).toBe('failed');
  });
});
