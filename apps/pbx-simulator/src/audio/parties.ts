import type { CallFlow, Leg } from '../pbx';

/** What cannot be said, pressed or heard; the message names the field. */
export class Unheard extends Error {
  constructor(
    readonly status: 400 | 404 | 409,
    message: string,
  ) {
    super(message);
  }
}

/** Whether a program, not a person, is at this leg. */
export function isProgram(leg: Leg | null | undefined): boolean {
  return leg?.dnType === 'Wroutepoint';
}

export function callerOf({ source }: CallFlow): string {
  return source.dn?.number ?? source.legParty.number;
}

/** Numbers of those who are in a call now: its source, whoever has taken it, and third parties. */
export function partiesOf(call: CallFlow): string[] {
  const { connected, extras } = call;
  const third = [...extras].map(({ attempt }) => attempt.party.number);
  return [callerOf(call), ...(connected ? [connected.party.number] : []), ...third];
}

/**
 * A party's number in the call, which may have been named by its DN; who is rung counts.
 * @throws Unheard when there is no such party
 */
export function partyOf(call: CallFlow, dn: string): string {
  const { source, connected, ringing } = call;
  if (dn === callerOf(call) || dn === source.legParty.dn) return callerOf(call);
  const third = [...call.extras].map(({ attempt }) => attempt);
  const targets = [...(connected ? [connected] : []), ...third, ...(ringing?.attempts ?? [])];
  const target = targets.find(({ party }) => party.number === dn || party.dn === dn);
  if (!target) throw new Unheard(409, `dn: ${dn} is not in this call.`);
  return target.party.number;
}

/** @throws Unheard when nobody has taken the call */
export function calledOf({ connected }: CallFlow): string {
  if (!connected) throw new Unheard(409, 'dn: nobody has taken the call yet.');
  return connected.party.number;
}
