import { describe, expect, it } from '@jest/globals';
import { type CallFlow, type Forwarding, forwardingTo, VOICEMAIL } from '.';
import { OUTSIDE, SteppedPbx } from '../testing/stepped-pbx';

const world = new SteppedPbx();

const seconds = (count: number) => world.seconds(count);
const dn = (number: string) => world.dn(number);
const forward = (number: string, change: Partial<Forwarding>) => {
  const one = dn(number);
  one.forwarding = { ...one.forwarding, ...change };
};
const to = (internal: string | null, external = internal) => ({ internal, external });
/** Rows of a call: whom, how, why, and how it ended. */
const rows = ({ callId }: CallFlow) =>
  world.pbx.sections
    .filter((section) => section.callId === callId && section.how.method !== 'call_init')
    .concat(
      world.pbx.sections.filter((one) => one.callId === callId && one.how.method === 'call_init'),
    )
    .map(
      ({ destination, how, terminationReason, terminationDetails }) =>
        `${destination.number} ${how.method}/${how.forward} ${terminationReason}/${terminationDetails}`,
    );
const ringing = () => world.pbx.legs.all().map((leg) => `${leg.dn} ${leg.status}`);

describe('the forwarding of a phone', () => {
  it('sends all calls on at once, without letting the phone ring', () => {
    forward('101', { always: to('102') });
    const call = world.pbx.place('100', '101', { talkMs: 1_000 });
    seconds(1);
    expect(ringing()).toEqual(['100 Dialing', '102 Ringing']);
    seconds(10);
    expect(call.truth).toMatchObject({ outcome: 'answered', answeredBy: '102' });
    expect(rows(call)).toEqual([
      '102 divert/forward_all src_participant_terminated/null',
      '101 call_init/none redirected/forward_all',
    ]);
  });

  it('tells callers from outside from the own ones', () => {
    forward('101', { always: to('102', VOICEMAIL) });
    const inside = world.pbx.place('100', '101');
    const outside = world.pbx.place(OUTSIDE, '101', { talkMs: 2_000 });
    seconds(5);
    expect(inside.connected?.party.number).toBe('102');
    expect(outside.truth.outcome).toBe('voicemail');
  });

  it('waits for the answer as long as it is told to', () => {
    dn('101').noAnswerSeconds = 5;
    forward('101', { noAnswer: to('102') });
    dn('101').answer = 'never';
    const call = world.pbx.place('100', '101');
    seconds(4.9);
    expect(ringing()).toEqual(['100 Dialing', '101 Ringing']);
    seconds(0.2);
    expect(ringing()).toEqual(['100 Dialing', '102 Ringing']);
    expect(rows(call)).toEqual(['101 call_init/none redirected/no_answer']);
  });

  it.each([
    ['busy', { dnd: true }, { busy: to('103') }],
    ['not_registered', { registered: false }, { notRegistered: to('103') }],
  ] as const)('has a place of its own for %s', (reason, state, change) => {
    Object.assign(dn('101'), state);
    forward('101', { ...forwardingTo('102'), ...change });
    const call = world.pbx.place('100', '101');
    seconds(5);
    expect(call.truth).toMatchObject({ answeredBy: '103' });
    expect(rows(call)).toEqual([`101 call_init/none redirected/${reason}`]);
  });

  it('leads to numbers outside', () => {
    forward('101', { always: to('+493012345622') });
    const call = world.pbx.place('100', '101', { talkMs: 1_000 });
    seconds(10);
    expect(call.truth).toMatchObject({ outcome: 'answered', answeredBy: '+493012345622' });
    expect(rows(call)).toContain('101 call_init/none redirected/forward_all');
  });

  it.each([
    ['always', { always: to(null) }, 'rejected/not_available', 'failed'],
    ['busy', { busy: to(null) }, 'rejected/busy', 'rejected'],
    ['noAnswer', { noAnswer: to(null) }, 'rejected/no_answer', 'missed'],
  ] as const)('ends the call when %s leads nowhere', (kind, change, ending, outcome) => {
    forward('101', change);
    dn('101').dnd = kind === 'busy';
    dn('101').answer = 'never';
    const call = world.pbx.place('100', '101');
    seconds(30);
    expect(call.truth.outcome).toBe(outcome);
    expect(rows(call)).toEqual([`101 call_init/none ${ending}`]);
  });

  it('ends a call that goes round in a circle', () => {
    forward('101', { always: to('102') });
    forward('102', { always: to('101') });
    const call = world.pbx.place('100', '101');
    seconds(5);
    expect(call.truth.outcome).toBe('failed');
    expect(rows(call)).toEqual([
      '102 divert/forward_all redirected/forward_all',
      '101 divert/forward_all rejected/forwarding_loop',
      '101 call_init/none redirected/forward_all',
    ]);
  });

  it('is busy while its user talks, when it takes one call alone', () => {
    const first = world.pbx.place(OUTSIDE, '101');
    seconds(4);
    const second = world.pbx.place('100', '101');
    seconds(0.5);
    expect(ringing()).toContain('101 Ringing');
    second.hangUp('source');
    forward('101', { acceptsMultiple: false, busy: to('103') });
    const third = world.pbx.place('100', '101');
    seconds(4);
    expect(first.connected?.party.number).toBe('101');
    expect(third.connected?.party.number).toBe('103');
  });
});

describe('calls that reach a phone in another way', () => {
  it('follow its forwarding when they are transferred to it', () => {
    forward('102', { always: to(VOICEMAIL) });
    const call = world.pbx.place(OUTSIDE, '101');
    seconds(4);
    expect(world.pbx.router.transfer(call, '102')).toBe(true);
    seconds(1);
    call.hangUp('source');
    expect(rows(call)).toEqual(
      expect.arrayContaining([
        '102 transfer/none redirected/forward_all',
        '102 divert/forward_all src_participant_terminated/null',
      ]),
    );
  });

  it('are not transferred to where they would end', () => {
    forward('102', { always: to(null) });
    const call = world.pbx.place(OUTSIDE, '101');
    seconds(4);
    expect(world.pbx.router.transfer(call, '102')).toBe(false);
    expect(call.connected?.party.number).toBe('101');
  });

  it('leave out members of ring groups who want no such calls', () => {
    forward('111', { ringsInGroups: false });
    world.pbx.place(OUTSIDE, '820');
    seconds(1);
    expect(ringing()).toEqual(['112 Ringing', '113 Ringing']);
  });

  it('ring the phone that stands for an agent, and no agent whose calls go to voicemail', () => {
    forward('101', { always: to('117') });
    for (const number of ['102', '103', '104', '105']) forward(number, { always: to(VOICEMAIL) });
    const call = world.pbx.place(OUTSIDE, '800');
    seconds(1);
    expect(ringing()).toEqual(['800 Connected', '117 Ringing']);
    expect(rows(call)).toContain('101 route_to/polling redirected/none');
    seconds(4);
    expect(call.truth.answeredBy).toBe('117');
  });

  it('tell of a busy agent in a row that ends at once', () => {
    dn('101').answer = 'busy';
    const call = world.pbx.place(OUTSIDE, '800');
    seconds(1);
    expect(rows(call)).toContain('101 route_to/polling rejected/busy');
  });
});

describe('calls that nobody in a group takes', () => {
  it('leave a ring group for the place it names', () => {
    Object.assign(dn('821'), { members: ['114'], ringSeconds: 2, noAnswerTo: '103' });
    dn('114').answer = 'never';
    const call = world.pbx.place(OUTSIDE, '821');
    seconds(10);
    expect(call.truth.answeredBy).toBe('103');
    expect(rows(call)).toContain('821 divert/by_did redirected/no_destinations');
  });

  it('leave a queue for its mailbox when they have waited long enough', () => {
    Object.assign(dn('800'), { waitSeconds: 10, noAnswerTo: VOICEMAIL });
    const call = world.pbx.place(OUTSIDE, '800', { answer: 'never', talkMs: 1_000 });
    seconds(9);
    expect(ringing()).toContain('800 Connected');
    seconds(3);
    expect(call.truth.outcome).toBe('voicemail');
    expect(rows(call)).toEqual(
      expect.arrayContaining([
        '101 route_to/polling cancelled/no_answer',
        '800 divert/by_did redirected/no_answer',
        '800 divert/no_answer src_participant_terminated/null',
      ]),
    );
    expect(world.pbx.legs.all()).toEqual([]);
  });

  it('leave a group of groups that call each other', () => {
    Object.assign(dn('820'), { members: [], noAnswerTo: '821' });
    Object.assign(dn('821'), { members: [], noAnswerTo: '820' });
    const call = world.pbx.place(OUTSIDE, '820');
    seconds(60);
    expect(call.truth.outcome).toBe('failed');
  });
});
