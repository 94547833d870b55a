import type { Random } from '@3cx-relay/util';
import type { CallPlan, Pbx } from '../pbx';
import { answers, between, free, outside } from './draw';
import type { Scenario } from './scenarios';

/** A call from outside that somebody takes, and what becomes of it then. */
const taken =
  (then: (random: Random, someone: () => string) => CallPlan, devices = 1): Scenario =>
  (pbx: Pbx, random: Random) => {
    const someone = free(pbx, random, devices);
    const from = outside(random);
    const to = someone();
    return { from, to, plan: { ...answers(random), ...then(random, someone) } };
  };

const diverted = (when: 'always' | 'busy' | 'no_answer'): Scenario =>
  taken((_random, someone) => ({ divert: { when, to: someone() } }));

/** Calls that change hands, or have more than two in them. */
export const HANDOVERS = {
  'blind-transfer': taken((random, someone) => ({
    transfer: { to: someone(), afterMs: between(random, 2_000, 6_000) },
  })),
  'attended-transfer': taken((random, someone) => ({
    consult: {
      ...{ to: someone(), afterMs: between(random, 2_000, 6_000) },
      talkMs: between(random, 2_000, 5_000),
    },
  })),
  conference: taken((random, someone) => ({
    consult: {
      ...{ to: someone(), afterMs: between(random, 2_000, 6_000) },
      ...{ talkMs: between(random, 1_000, 4_000), conference: true },
    },
  })),
  parked: taken((random, someone) => ({
    park: {
      ...{ afterMs: between(random, 2_000, 6_000), waitMs: between(random, 3_000, 9_000) },
      pickUpBy: someone(),
    },
  })),
  'barge-in': taken((random, someone) => ({
    talkMs: between(random, 8_000, 16_000),
    bargeIn: { by: someone(), afterMs: between(random, 1_000, 3_000), staysMs: 4_000 },
  })),
  'divert-always': diverted('always'),
  'divert-busy': diverted('busy'),
  'divert-no-answer': diverted('no_answer'),
  'divert-voicemail': taken((random, someone) => ({
    ...{ answer: 'never', divert: { when: 'always', to: someone() } },
    talkMs: between(random, 4_000, 10_000),
  })),
  'parallel-ring': taken(() => ({ everyDevice: true }), 2),
} as const satisfies Record<string, Scenario>;
