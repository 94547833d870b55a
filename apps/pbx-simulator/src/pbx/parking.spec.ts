import { describe, expect, it } from '@jest/globals';
import type { CallFlow } from '.';
import { OUTSIDE, SteppedPbx } from '../testing/stepped-pbx';

const world = new SteppedPbx();

const seconds = (count: number) => world.seconds(count);
const dn = (number: string) => world.dn(number);
const legs = () => world.pbx.legs.all().map((leg) => `${leg.dn} ${leg.status}`);
const rows = () =>
  world.pbx.sections.map(
    ({ destination, how, terminationReason, terminationDetails }) =>
      `${destination.number} ${how.method} ${terminationReason}/${terminationDetails}`,
  );

/** A call from outside that 101 took and parked just now. */
function parked(): CallFlow {
  const call = world.pbx.place(OUTSIDE, '101');
  seconds(4);
  expect(world.pbx.router.parking.park(call, dn('SP0'), 'destination')).toBe(true);
  return call;
}

describe('a parked call that nobody fetches', () => {
  it('rings whoever parked it after a minute, and goes on there', () => {
    const call = parked();
    seconds(59.9);
    expect(legs()).toEqual(['SP0 Connected']);
    seconds(0.2);
    expect(legs()).toEqual(['SP0 Connected', '101 Ringing']);
    expect(world.pbx.legs.of('101')).toMatchObject([{ referredBy: { dn: 'SP0' } }]);
    seconds(4);
    expect(legs()).toEqual(['101 Connected']);
    call.hangUp('source');
    expect(rows()).toEqual([
      `${String(call.truth.did)} call_init redirected/by_did`,
      '101 divert continued_in/none',
      'SP0 transfer continued_in/none',
      '101 transfer src_participant_terminated/null',
    ]);
    expect(call.truth.legs.map(({ dn: number }) => number)).toEqual(['101', 'SP0', '101']);
    expect(call.truth.legs.every(({ endedAt }) => endedAt !== null)).toBe(true);
  });

  it('waits on when it is not taken, and comes again', () => {
    parked();
    dn('101').answer = 'never';
    seconds(61);
    expect(legs()).toEqual(['SP0 Connected', '101 Ringing']);
    seconds(25);
    expect(legs()).toEqual(['SP0 Connected']);
    seconds(35);
    expect(legs()).toEqual(['SP0 Connected', '101 Ringing']);
  });

  it('can be fetched while it rings', () => {
    const call = parked();
    dn('101').answer = 'manual';
    seconds(61);
    world.pbx.place('105', 'SP0');
    expect(legs()).toEqual(['105 Connected']);
    expect(rows()).toContain('101 transfer cancelled/completed_elsewhere');
    seconds(180);
    expect(call.connected?.party.number).toBe('105');
    expect(legs()).toEqual(['105 Connected']);
  });

  it('goes to a number when it is set so', () => {
    world.pbx.router.parking.settings = { comesBack: true, waitSeconds: 10, to: { number: '102' } };
    parked();
    seconds(14);
    expect(legs()).toEqual(['102 Connected']);
  });

  it('goes to a queue when it is set so', () => {
    world.pbx.router.parking.settings = { comesBack: true, waitSeconds: 10, to: { number: '801' } };
    parked();
    seconds(11);
    expect(legs()).toContain('801 Connected');
    expect(rows()).toContain('SP0 transfer continued_in/none');
  });

  it('goes to a mailbox when it is set so', () => {
    world.pbx.router.parking.settings = {
      comesBack: true,
      waitSeconds: 10,
      to: { mailboxOf: '101' },
    };
    const call = parked();
    seconds(11);
    expect(call.reachedVoicemail).toBe(true);
    expect(legs()).toEqual([]);
  });

  it('stays where it is when it is not to come back', () => {
    world.pbx.router.parking.settings = { comesBack: false, waitSeconds: 10, to: 'parker' };
    parked();
    seconds(600);
    expect(legs()).toEqual(['SP0 Connected']);
  });

  it('does not follow whoever fetched it', () => {
    const call = parked();
    seconds(30);
    world.pbx.place('105', 'SP0');
    seconds(120);
    expect(legs()).toEqual(['105 Connected']);
    call.hangUp('source');
    expect(world.pbx.legs.all()).toEqual([]);
  });
});
