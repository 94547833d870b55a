import { type CallDto, callSchema } from '@3cx-relay/contracts';
import fc from 'fast-check';
import type { ModelEvent } from '../model-event';
import { CALL_KINDS, type CallPlan } from './call-plan';
import { recordsIn, scriptOf } from './random-pbx';
import { type Outage, StormyRun, type Weather } from './stormy-run';

const RUNS = 100;

const plan: fc.Arbitrary<CallPlan> = fc.record({
  kind: fc.constantFrom(...CALL_KINDS),
  start: fc.integer({ min: 0, max: 200 }),
  ring: fc.integer({ min: 1, max: 20 }),
  talk: fc.integer({ min: 1, max: 60 }),
  who: fc.integer({ min: 0, max: 11 }),
  recordDelay: fc.integer({ min: 0, max: 40 }),
});

const outage: fc.Arbitrary<Outage> = fc.record({
  kind: fc.constantFrom('callcontrol', 'xapi', 'database', 'process'),
  start: fc.integer({ min: 0, max: 300 }),
  length: fc.integer({ min: 1, max: 90 }),
});

const plans = fc.array(plan, { minLength: 1, maxLength: 8 });

const storm: fc.Arbitrary<Weather> = fc.record({
  lost: fc.constantFrom(0, 0.05, 0.3),
  twice: fc.constantFrom(0, 0.3),
  overtaken: fc.constantFrom(0, 0.2),
  recordsMissing: fc.constant(0),
  outages: fc.array(outage, { maxLength: 4 }),
  seed: fc.integer(),
});

function byCall(events: readonly ModelEvent[]): ReadonlyMap<string, readonly ModelEvent[]> {
  const found = new Map<string, ModelEvent[]>();
  for (const event of events) {
    found.set(event.call.callId, [...(found.get(event.call.callId) ?? []), event]);
  }
  return found;
}

function typesOf(events: readonly ModelEvent[]): readonly string[] {
  return events.map((event) => event.type);
}

function expectInOrder(times: readonly (string | null)[]): void {
  const known = times.filter((time) => time !== null);
  expect(known).toEqual([...known].sort());
}

function expectSoundTimes(call: CallDto): void {
  expectInOrder([call.startedAt, call.answeredAt, call.endedAt]);
  expect(call.ringSeconds ?? 0).toBeGreaterThanOrEqual(0);
  expect(call.talkSeconds ?? 0).toBeGreaterThanOrEqual(0);
  for (const { joinedAt, leftAt } of call.participants) expectInOrder([joinedAt, leftAt]);
}

function expectSoundLife(events: readonly ModelEvent[]): void {
  const types = typesOf(events);
  expect(types[0]).toBe('call.started');
  for (const once of ['call.started', 'call.ended']) {
    expect(types.filter((type) => type === once)).toHaveLength(1);
  }
  expect(types.filter((type) => type === 'call.answered').length).toBeLessThanOrEqual(1);
  const afterEnd = types.slice(types.indexOf('call.ended') + 1);
  expect(afterEnd.filter((type) => type !== 'call.record' && type !== 'call.recording')).toEqual(
    [],
  );
  expectInOrder(events.map((event) => event.time));
}

function recordsOf(events: readonly ModelEvent[]) {
  return events.flatMap((event) => (event.type === 'call.record' ? [event] : []));
}

describe('whatever is lost, repeated, late or down', () => {
  it('every call has one start first, one end, and nothing but its record after that', () => {
    fc.assert(
      fc.property(plans, storm, (some, weather) => {
        const run = new StormyRun({ ...weather, recordsMissing: 0.3 }).run(scriptOf(some));
        for (const events of byCall(run.events).values()) expectSoundLife(events);
        expect([...run.state.open.values()]).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('every event carries a valid call with times in order', () => {
    fc.assert(
      fc.property(plans, storm, (some, weather) => {
        for (const { call } of new StormyRun(weather).run(scriptOf(some)).events) {
          callSchema.parse(call);
          expectSoundTimes(call);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('an observation that is repeated tells nothing', () => {
    fc.assert(
      fc.property(plans, storm, (some, weather) => {
        expect(new StormyRun(weather).run(scriptOf(some)).repeatsThatSpoke).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('every call that the PBX recorded is told once, and no other', () => {
    fc.assert(
      fc.property(plans, storm, (some, weather) => {
        const steps = scriptOf(some);
        const run = new StormyRun(weather).run(steps);
        const expected = recordsIn(steps).map(({ callHistoryId }) => callHistoryId);
        const told = recordsOf(run.events).map(({ call }) => call.pbx.callHistoryId);
        expect([...told].sort()).toEqual([...expected].sort());
        expect(byCall(run.events).size).toBe(expected.length);
      }),
      { numRuns: RUNS },
    );
  });

  it('after its record every call is as it truly was', () => {
    fc.assert(
      fc.property(plans, storm, (some, weather) => {
        const steps = scriptOf(some);
        const run = new StormyRun(weather).run(steps);
        for (const record of recordsIn(steps)) {
          const event = recordsOf(run.events).find(
            ({ call }) => call.pbx.callHistoryId === record.callHistoryId,
          );
          const { startedAt, answeredAt, endedAt, outcome, caller, callee } = record;
          expect(event?.call).toMatchObject({ startedAt, answeredAt, endedAt, outcome });
          expect([event?.call.caller.number, event?.call.callee.number]).toEqual([
            caller.number,
            callee.number,
          ]);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe('in fair weather, with repeats and calls side by side', () => {
  const fair = fc.record({
    lost: fc.constant(0),
    twice: fc.constantFrom(0, 0.5),
    overtaken: fc.constant(0),
    recordsMissing: fc.constant(0),
    outages: fc.constant([]),
    seed: fc.integer(),
  });

  // Two calls of the same people at the same time cannot be told apart, by nobody.
  const different = fc.uniqueArray(plan, { minLength: 1, maxLength: 8, selector: (p) => p.who });

  it('start, answer and end are told live, with the true times', () => {
    fc.assert(
      fc.property(different, fair, (some, weather) => {
        const watchedOnly = some.filter(({ kind }) => kind !== 'unwatched');
        fc.pre(watchedOnly.length > 0);
        const steps = scriptOf(watchedOnly);
        const run = new StormyRun(weather).run(steps);
        for (const record of recordsIn(steps)) {
          const event = recordsOf(run.events).find(
            ({ call }) => call.pbx.callHistoryId === record.callHistoryId,
          );
          const life = run.events.filter(({ call }) => call.callId === event?.call.callId);
          const time = (type: string) => life.find((e) => e.type === type)?.time ?? null;
          expect(life.filter(({ recovered }) => recovered)).toEqual([]);
          expect([time('call.started'), time('call.answered'), time('call.ended')]).toEqual([
            record.startedAt,
            record.answeredAt,
            record.endedAt,
          ]);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
