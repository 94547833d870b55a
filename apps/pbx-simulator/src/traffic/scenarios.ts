import type { Random } from '@3cx-relay/util';
import type { CallFlow, CallPlan, Pbx } from '../pbx';
import { answers, between, by, free, outside, talk } from './draw';
import { HANDOVERS } from './handovers';

/** A call that takes its course by itself. */
export interface Script {
  readonly from: string;
  readonly to: string;
  readonly plan: CallPlan;
}

export type Scenario = (pbx: Pbx, random: Random) => Script;

/** DIDs of the default PBX that lead to a queue, a ring group, the IVR. */
const DID = {
  queue: '+442071234563',
  ringGroup: '+442071234565',
  hunt: '+442071234566',
  ivr: '+442071234567',
};

export const SCENARIOS = {
  'inbound-answered': (pbx, random) => ({
    from: outside(random),
    to: free(pbx, random)(),
    plan: answers(random),
  }),
  'inbound-missed': (pbx, random) => ({
    from: outside(random),
    to: free(pbx, random)(),
    plan: { answer: 'never', giveUpAfterMs: between(random, 6_000, 15_000) },
  }),
  'inbound-busy': (pbx, random) => ({
    from: outside(random),
    to: free(pbx, random)(),
    plan: { answer: 'busy' },
  }),
  'inbound-rejected': (pbx, random) => ({
    from: outside(random),
    to: free(pbx, random)(),
    plan: { answer: 'reject' },
  }),
  'inbound-voicemail': (pbx, random) => ({
    from: outside(random),
    to: free(pbx, random)(),
    plan: { answer: 'never', talkMs: between(random, 4_000, 10_000) },
  }),
  internal: (pbx, random) => {
    const someone = free(pbx, random);
    return { from: someone(), to: someone(), plan: answers(random) };
  },
  'internal-missed': (pbx, random) => {
    const someone = free(pbx, random);
    const plan = { answer: 'never', giveUpAfterMs: between(random, 5_000, 12_000) } as const;
    return { from: someone(), to: someone(), plan };
  },
  outbound: (pbx, random) => ({
    from: free(pbx, random)(),
    to: outside(random),
    plan: {
      talkMs: talk(random),
      hangUpBy: by(random),
      answerAfterMs: between(random, 1_500, 5_000),
    },
  }),
  'outbound-busy': (pbx, random) => ({ from: free(pbx, random)(), to: '+4930555486', plan: {} }),
  'outbound-refused': (pbx, random) => ({ from: free(pbx, random)(), to: '+4930555603', plan: {} }),
  'outbound-no-route': (pbx, random) => ({
    from: free(pbx, random)(),
    to: '+4930555404',
    plan: {},
  }),
  'outbound-unanswered': (pbx, random) => ({
    from: free(pbx, random)(),
    to: '+4930555408',
    plan: { giveUpAfterMs: between(random, 5_000, 12_000) },
  }),
  queue: (_pbx, random) => ({ from: outside(random), to: DID.queue, plan: answers(random) }),
  'queue-abandoned': (_pbx, random) => ({
    from: outside(random),
    to: DID.queue,
    plan: { answer: 'never', giveUpAfterMs: between(random, 6_000, 25_000) },
  }),
  'ivr-queue': (_pbx, random) => ({
    from: outside(random),
    to: DID.ivr,
    plan: { ...answers(random), press: { digit: '2', afterMs: between(random, 1_000, 4_000) } },
  }),
  'ivr-abandoned': (_pbx, random) => ({
    from: outside(random),
    to: DID.ivr,
    plan: { giveUpAfterMs: between(random, 2_000, 6_000) },
  }),
  'ring-group': (_pbx, random) => ({
    from: outside(random),
    to: random.next() < 0.5 ? DID.ringGroup : DID.hunt,
    plan: answers(random),
  }),
  'queue-waves': (_pbx, random) => ({
    from: outside(random),
    to: DID.queue,
    plan: { ...answers(random), idleWaves: between(random, 1, 2) },
  }),
  'route-point': (_pbx, random) => ({
    from: outside(random),
    to: '900',
    plan: { talkMs: talk(random), hangUpBy: by(random) },
  }),
  ...HANDOVERS,
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as ScenarioName[];

/** How often each comes, in a day of an ordinary office. */
const WEIGHTS: Readonly<Record<ScenarioName, number>> = {
  'inbound-answered': 18,
  'inbound-missed': 6,
  'inbound-busy': 2,
  'inbound-rejected': 2,
  'inbound-voicemail': 4,
  internal: 14,
  'internal-missed': 3,
  outbound: 16,
  'outbound-busy': 2,
  'outbound-refused': 1,
  'outbound-no-route': 1,
  'outbound-unanswered': 2,
  queue: 12,
  'queue-abandoned': 3,
  'ivr-queue': 6,
  'ivr-abandoned': 2,
  'ring-group': 5,
  'queue-waves': 2,
  'route-point': 3,
  'blind-transfer': 6,
  'attended-transfer': 4,
  conference: 1,
  parked: 2,
  'barge-in': 1,
  'divert-always': 2,
  'divert-busy': 2,
  'divert-no-answer': 3,
  'divert-voicemail': 1,
  'parallel-ring': 2,
};

/**
 * Starts a named scenario.
 * @throws ImpossibleCall when nobody is free for it
 */
export function play(pbx: Pbx, name: ScenarioName, random: Random = pbx.nextChance()): CallFlow {
  const { from, to, plan } = SCENARIOS[name](pbx, random);
  return pbx.place(from, to, plan);
}

export function randomScenario(random: Random): ScenarioName {
  const total = Object.values(WEIGHTS).reduce((sum, weight) => sum + weight, 0);
  let at = random.next() * total;
  for (const name of SCENARIO_NAMES) {
    at -= WEIGHTS[name];
    if (at < 0) return name;
  }
  return 'internal';
}
