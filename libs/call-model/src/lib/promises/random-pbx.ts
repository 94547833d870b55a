/** A small PBX for the property tests: scripts of calls with what every interface shows of them. */
import type { DnType, Outcome } from '@3cx-relay/contracts';
import {
  aLeg,
  anOutsideParty,
  aParty,
  aRecord,
  atSecond,
  historyId,
  inside,
  outside,
} from '../../testing';
import type { ObservedParticipant, ObservedRecord } from '../observation';

export const CALL_KINDS = [
  'inbound',
  'missed',
  'internal',
  'outbound',
  'queue',
  'voicemail',
  'blindTransfer',
  'attendedFirst',
  'attendedSecond',
  'unwatched',
] as const;
export type CallKind = (typeof CALL_KINDS)[number];

export const WATCHED: Readonly<Record<string, DnType>> = {
  '101': 'extension',
  '102': 'extension',
  '103': 'extension',
  '104': 'extension',
  '800': 'queue',
};

export interface CallPlan {
  readonly kind: CallKind;
  readonly start: number;
  readonly ring: number;
  readonly talk: number;
  /** Which of the extensions, and which caller. */
  readonly who: number;
  readonly recordDelay: number;
}

/** What happens in the PBX at some second. */
export type Step =
  | { readonly at: number; readonly leg: ObservedParticipant }
  | { readonly at: number; readonly gone: ObservedParticipant }
  | { readonly at: number; readonly active: number; readonly text: readonly [string, string] }
  | { readonly at: number; readonly inactive: number }
  | { readonly at: number; readonly record: ObservedRecord };

interface Numbers {
  readonly callId: number;
  /** The first of twenty ids for legs. */
  readonly legs: number;
}

const EXTENSIONS = ['101', '102', '103', '104'] as const;
const CALLERS = ['+442071234500', '+442071234501', '+33140000000'] as const;

function pick<T>(list: readonly [T, ...T[]], index: number): T {
  return list[index % list.length] ?? list[0];
}

interface Told {
  readonly from: ReturnType<typeof aParty>;
  readonly to: ReturnType<typeof aParty>;
  readonly answered: number | null;
  readonly end: number;
  readonly outcome: Outcome;
  readonly by?: string;
  readonly joinedTo?: string;
}

function recordOf(plan: CallPlan, callId: number, start: number, told: Told): Step {
  const callHistoryId = historyId(atSecond(start), callId);
  const answeredBy = told.answered === null ? null : told.by ? aParty(told.by) : told.to;
  const isInbound = told.from.dn === null;
  const record = aRecord({
    callHistoryId,
    mainCallHistoryId: told.joinedTo ?? callHistoryId,
    direction: isInbound ? 'inbound' : told.to.dn === null ? 'outbound' : 'internal',
    caller: told.from,
    callee: told.to,
    participants: [],
    startedAt: atSecond(start),
    answeredAt: told.answered === null ? null : atSecond(told.answered),
    endedAt: atSecond(told.end),
    answeredBy,
    outcome: told.outcome,
    hash: `${callId}@${start}`,
  });
  return { at: told.end + plan.recordDelay, record };
}

function listed(callId: number, from: string, to: string, start: number, end: number): Step[] {
  return [
    { at: start, active: callId, text: [from, to] },
    { at: end, inactive: callId },
  ];
}

function inbound(plan: CallPlan, { callId, legs }: Numbers): Step[] {
  const { start, ring, talk } = plan;
  const dn = pick(EXTENSIONS, plan.who);
  const number = pick(CALLERS, plan.who);
  const leg = aLeg(dn, legs, { callId, party: outside(number), legId: 2 });
  const isMissed = plan.kind === 'missed';
  const end = start + ring + (isMissed ? 0 : talk);
  const connected: Step[] = isMissed
    ? []
    : [{ at: start + ring, leg: { ...leg, status: 'connected' } }];
  return [
    ...listed(callId, number, dn, start, end),
    { at: start, leg },
    ...connected,
    { at: end, gone: leg },
    recordOf(plan, callId, start, {
      from: anOutsideParty(number),
      to: aParty(dn),
      answered: isMissed ? null : start + ring,
      end,
      outcome: isMissed ? 'missed' : 'answered',
    }),
  ];
}

/** Two extensions, or one and its voicemail. */
function internal(plan: CallPlan, { callId, legs }: Numbers): Step[] {
  const { start, ring, talk } = plan;
  const [a, b] = [pick(EXTENSIONS, plan.who), pick(EXTENSIONS, plan.who + 1)];
  const first = aLeg(a, legs, { callId, status: 'dialing', party: inside(b), legId: 1 });
  const second = aLeg(b, legs + 1, { callId, party: inside(a), legId: 2 });
  const toMailbox = plan.kind === 'voicemail';
  const end = start + ring + talk;
  const taken: Step[] = toMailbox
    ? [
        { at: start + ring, gone: second },
        { at: start + ring, leg: { ...first, status: 'connected', party: inside(b, 'voicemail') } },
      ]
    : [
        { at: start + ring, leg: { ...second, status: 'connected' } },
        { at: start + ring, leg: { ...first, status: 'connected' } },
        { at: end, gone: second },
      ];
  return [
    ...listed(callId, a, b, start, end),
    { at: start, leg: first },
    { at: start, leg: second },
    ...taken,
    { at: end, gone: first },
    recordOf(plan, callId, start, {
      from: aParty(a),
      to: aParty(b),
      answered: toMailbox ? null : start + ring,
      end,
      outcome: toMailbox ? 'voicemail' : 'answered',
    }),
  ];
}

function outbound(plan: CallPlan, { callId, legs }: Numbers): Step[] {
  const { start, ring, talk } = plan;
  const dn = pick(EXTENSIONS, plan.who);
  const number = pick(CALLERS, plan.who);
  const leg = aLeg(dn, legs, { callId, status: 'dialing', party: outside(number), legId: 1 });
  const end = start + ring + talk;
  return [
    ...listed(callId, dn, number, start, end),
    { at: start, leg },
    { at: start + ring, leg: { ...leg, status: 'connected' } },
    { at: end, gone: leg },
    recordOf(plan, callId, start, {
      from: aParty(dn),
      to: anOutsideParty(number),
      answered: start + ring,
      end,
      outcome: 'answered',
    }),
  ];
}

/** Two waves of two agents each; the second agent of the second wave answers. */
function queued(plan: CallPlan, { callId, legs }: Numbers): Step[] {
  const { start, ring, talk } = plan;
  const number = pick(CALLERS, plan.who);
  const party = outside(number);
  const [a, b] = [pick(EXTENSIONS, plan.who), pick(EXTENSIONS, plan.who + 1)];
  const queue = aLeg('800', legs, { callId, dnType: 'queue', status: 'connected', party });
  const onBehalfOf = { dn: '800', dnType: 'queue' as const };
  const agent = (dn: string, id: number) => aLeg(dn, legs + id, { callId, party, onBehalfOf });
  const [one, two, three, four] = [agent(a, 1), agent(b, 2), agent(a, 3), agent(b, 4)];
  const [pause, answer] = [start + ring, start + ring * 2 + 2];
  const end = answer + talk;
  return [
    ...listed(callId, number, '800', start, end),
    { at: start, leg: queue },
    { at: start + 1, leg: one },
    { at: start + 1, leg: two },
    { at: pause + 1, gone: one },
    { at: pause + 1, gone: two },
    { at: pause + 2, leg: three },
    { at: pause + 2, leg: four },
    { at: answer, leg: { ...four, status: 'connected' } },
    { at: answer, gone: three },
    { at: answer, gone: queue },
    { at: end, gone: four },
    recordOf(plan, callId, start, {
      from: anOutsideParty(number),
      to: aParty('800', 'queue'),
      answered: answer,
      end,
      outcome: 'answered',
      by: b,
    }),
  ];
}

function blindTransfer(plan: CallPlan, { callId, legs }: Numbers): Step[] {
  const { start, ring, talk } = plan;
  const number = pick(CALLERS, plan.who);
  const party = outside(number);
  const [a, b] = [pick(EXTENSIONS, plan.who), pick(EXTENSIONS, plan.who + 1)];
  const first = aLeg(a, legs, { callId, party });
  const referredBy = { dn: a, dnType: 'extension' as const };
  const second = aLeg(b, legs + 1, { callId, party, referredBy });
  const handover = start + ring + talk;
  const end = handover + ring + talk;
  return [
    ...listed(callId, number, a, start, end),
    { at: start, leg: first },
    { at: start + ring, leg: { ...first, status: 'connected' } },
    { at: handover, leg: second },
    { at: handover, gone: first },
    { at: handover + ring, leg: { ...second, status: 'connected', referredBy: null } },
    { at: end, gone: second },
    recordOf(plan, callId, start, {
      from: anOutsideParty(number),
      to: aParty(a),
      answered: start + ring,
      end,
      outcome: 'answered',
    }),
  ];
}

/** 101 talks with outside, consults 102 under the next number and joins the two. */
function attended(plan: CallPlan, { callId, legs }: Numbers): Step[] {
  const { start, ring, talk } = plan;
  const number = pick(CALLERS, plan.who);
  const party = outside(number);
  const [a, b] = [pick(EXTENSIONS, plan.who), pick(EXTENSIONS, plan.who + 1)];
  const consultation = callId + 1;
  const first = aLeg(a, legs, { callId, party });
  const asking = aLeg(a, legs + 1, { callId: consultation, status: 'dialing', party: inside(b) });
  const asked = aLeg(b, legs + 2, { callId: consultation, party: inside(a) });
  const [consult, join] = [start + ring + talk, start + ring * 2 + talk * 2];
  const end = join + talk;
  const isFirst = plan.kind === 'attendedFirst';
  const survivor = isFirst ? callId : consultation;
  const [firstEnd, secondEnd] = isFirst ? [end, join] : [join, end];
  const moved = { ...asked, callId: survivor, status: 'connected' as const, party };
  const firstId = historyId(atSecond(start), callId);
  return [
    ...listed(callId, number, a, start, firstEnd),
    ...listed(consultation, a, b, consult, secondEnd),
    { at: start, leg: first },
    { at: start + ring, leg: { ...first, status: 'connected' } },
    { at: consult, leg: asking },
    { at: consult, leg: asked },
    { at: consult + ring, leg: { ...asked, status: 'connected' } },
    { at: consult + ring, leg: { ...asking, status: 'connected' } },
    { at: join, gone: first },
    { at: join, gone: asking },
    { at: join, leg: moved },
    { at: end, gone: moved },
    recordOf(plan, callId, start, {
      from: anOutsideParty(number),
      to: aParty(a),
      answered: start + ring,
      end: firstEnd,
      outcome: 'answered',
    }),
    recordOf(plan, consultation, consult, {
      from: aParty(a),
      to: aParty(b),
      answered: consult + ring,
      end: secondEnd,
      outcome: 'answered',
      joinedTo: firstId,
    }),
  ];
}

function unwatched(plan: CallPlan, { callId }: Numbers): Step[] {
  const { start, ring, talk } = plan;
  const end = start + ring + talk;
  return [
    ...listed(callId, '205', '206', start, end),
    recordOf(plan, callId, start, {
      from: aParty('205'),
      to: aParty('206'),
      answered: start + ring,
      end,
      outcome: 'answered',
    }),
  ];
}

const SCRIPTS: Readonly<Record<CallKind, (plan: CallPlan, numbers: Numbers) => Step[]>> = {
  inbound,
  missed: inbound,
  internal,
  outbound,
  queue: queued,
  voicemail: internal,
  blindTransfer,
  attendedFirst: attended,
  attendedSecond: attended,
  unwatched,
};

/** All that happens in the PBX, in order. Call numbers rise with the time of the start. */
export function scriptOf(plans: readonly CallPlan[]): readonly Step[] {
  return [...plans]
    .sort((a, b) => a.start - b.start)
    .flatMap((plan, index) =>
      SCRIPTS[plan.kind](plan, { callId: 1 + index * 2, legs: 1 + index * 20 }),
    )
    .sort((a, b) => a.at - b.at);
}

export function recordsIn(steps: readonly Step[]): readonly ObservedRecord[] {
  return steps.flatMap((step) => ('record' in step ? [step.record] : []));
}
