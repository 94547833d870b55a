import type { CallFlow } from './call-flow';
import type { Dn } from './directory';

/** A number, `VOICEMAIL` for the mailbox of whoever is called, or `null`: the call ends. */
export type ForwardTo = string | null;

/** Where calls go, by whether the caller is one of the PBX's own. */
export interface ForwardRoute {
  readonly internal: ForwardTo;
  readonly external: ForwardTo;
}

/** What the presence profile that a phone's user has now says of calls to it. */
export interface Forwarding {
  /** The phone does not ring at all; `null` when it does. */
  readonly always: ForwardRoute | null;
  readonly noAnswer: ForwardRoute;
  readonly busy: ForwardRoute;
  readonly notRegistered: ForwardRoute;
  /** Rings while its user talks; else it is busy then. */
  readonly acceptsMultiple: boolean;
  /** Rings with the ring groups it is in. */
  readonly ringsInGroups: boolean;
}

export const route = (to: ForwardTo): ForwardRoute => ({ internal: to, external: to });

/** The phone rings, and whoever is not reached for any reason goes there. */
export const forwardingTo = (to: ForwardTo): Forwarding => ({
  ...{ always: null, noAnswer: route(to), busy: route(to), notRegistered: route(to) },
  ...{ acceptsMultiple: true, ringsInGroups: true },
});

/** A step of forwarding: why, in the words of the call records, and where to. */
export interface Forward {
  readonly reason: 'forward_all' | 'busy' | 'no_answer' | 'not_registered';
  readonly to: ForwardTo;
}

/** Where a call that is not to ring at all goes; `null` when it rings. */
export function forwardAtOnce(call: CallFlow, dn: Dn): Forward | null {
  const divert = plannedFor(call, dn);
  if (divert) return divert.when === 'always' ? { reason: 'forward_all', to: divert.to } : null;
  const { always } = dn.forwarding;
  return always && { reason: 'forward_all', to: pick(always, call) };
}

/** Where a call goes that a phone did not take for that reason. */
export function forwardAfter(call: CallFlow, dn: Dn, details: string): ForwardTo {
  const divert = plannedFor(call, dn);
  if (divert) return divert.to;
  const { noAnswer, busy, notRegistered } = dn.forwarding;
  // What a plan calls busy is the far end's last word, like a declined call.
  if (details === 'busy') return call.plan.answer === 'busy' ? null : pick(busy, call);
  if (details === 'not_registered') return pick(notRegistered, call);
  return details === 'no_answer' ? pick(noAnswer, call) : null;
}

/** How a phone behaves that is to be found busy, or to ring in vain, by the plan of its call. */
export function plannedAnswer(call: CallFlow, dn: Dn): 'busy' | 'never' | null {
  const divert = plannedFor(call, dn);
  return divert ? (divert.when === 'busy' ? 'busy' : 'never') : null;
}

/** Notes that a DN sends a call on. @returns whether it has done so before */
export function isCircle({ forwardedBy }: CallFlow, { number }: Dn): boolean {
  const isKnown = forwardedBy.has(number);
  forwardedBy.add(number);
  return isKnown;
}

/** What the plan says of the phone that was dialled first. */
function plannedFor({ plan, truth }: CallFlow, dn: Dn) {
  return dn.number === truth.to ? plan.divert : undefined;
}

function pick({ internal, external }: ForwardRoute, { source }: CallFlow): ForwardTo {
  return source.dn === null ? external : internal;
}
