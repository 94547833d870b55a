/** A small PBX for the property tests: scripts of calls with what every interface shows of them. */
import { aLeg, anOutsideParty, aParty, inside, outside } from '../../testing';
import type { ObservedRecord } from '../observation';
import {
  CALLERS,
  type CallKind,
  type CallPlan,
  EXTENSIONS,
  listed,
  type Numbers,
  pick,
  recordOf,
  type Step,
} from './call-plan';
import { attended, blindTransfer } from './transfer-scripts';

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
