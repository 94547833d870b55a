/** Calls that are handed on. */
import { aLeg, anOutsideParty, aParty, atSecond, historyId, inside, outside } from '../../testing';
import type { ObservedParticipant } from '../observation';
import {
  CALLERS,
  type CallPlan,
  EXTENSIONS,
  listed,
  type Numbers,
  pick,
  recordOf,
  type Step,
} from './call-plan';

export function blindTransfer(plan: CallPlan, { callId, legs }: Numbers): Step[] {
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

interface Attended {
  readonly first: ObservedParticipant;
  readonly asking: ObservedParticipant;
  readonly asked: ObservedParticipant;
  readonly moved: ObservedParticipant;
  readonly answer: number;
  readonly consult: number;
  readonly taken: number;
  readonly join: number;
  readonly end: number;
}

function legSteps(start: number, call: Attended): Step[] {
  const { first, asking, asked, moved, answer, consult, taken, join, end } = call;
  return [
    { at: start, leg: first },
    { at: answer, leg: { ...first, status: 'connected' } },
    { at: consult, leg: asking },
    { at: consult, leg: asked },
    { at: taken, leg: { ...asked, status: 'connected' } },
    { at: taken, leg: { ...asking, status: 'connected' } },
    { at: join, gone: first },
    { at: join, gone: asking },
    { at: join, leg: moved },
    { at: end, gone: moved },
  ];
}

/** One extension talks with outside, consults another under the next number and joins the two. */
export function attended(plan: CallPlan, { callId, legs }: Numbers): Step[] {
  const { start, ring, talk } = plan;
  const number = pick(CALLERS, plan.who);
  const party = outside(number);
  const [a, b] = [pick(EXTENSIONS, plan.who), pick(EXTENSIONS, plan.who + 1)];
  const other = callId + 1;
  const asked = aLeg(b, legs + 2, { callId: other, party: inside(a) });
  const [answer, consult] = [start + ring, start + ring + talk];
  const [taken, join] = [consult + ring, consult + ring + talk];
  const end = join + talk;
  const [survivor, firstEnd, secondEnd] =
    plan.kind === 'attendedFirst' ? [callId, end, join] : [other, join, end];
  const call: Attended = {
    first: aLeg(a, legs, { callId, party }),
    asking: aLeg(a, legs + 1, { callId: other, status: 'dialing', party: inside(b) }),
    asked,
    moved: { ...asked, callId: survivor, status: 'connected', party },
    ...{ answer, consult, taken, join, end },
  };
  const [from, to, third] = [anOutsideParty(number), aParty(a), aParty(b)];
  const joinedTo = historyId(atSecond(start), callId);
  const outcome = 'answered';
  return [
    ...listed(callId, number, a, start, firstEnd),
    ...listed(other, a, b, consult, secondEnd),
    ...legSteps(start, call),
    recordOf(plan, callId, start, { from, to, answered: answer, end: firstEnd, outcome }),
    recordOf(plan, other, consult, {
      ...{ from: to, to: third, answered: taken, end: secondEnd, outcome, joinedTo },
    }),
  ];
}
