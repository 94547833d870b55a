import type { CallFlow, EngineListener, Leg, Pbx } from '../pbx';
import { calledOf, callerOf, isProgram, partyOf, Unheard } from './parties';

const DIGITS = /^[0-9*#A-D]{1,64}$/i;

/** Keys pressed in a call: an IVR follows its menu, and a program at a route point is told. */
export class Dtmf implements EngineListener {
  private readonly planned = new WeakSet<Leg>();

  constructor(private readonly pbx: Pbx) {}

  /**
   * @param dn who presses; the caller when absent, or who was called if a program called them
   * @throws Unheard when nobody of that number is in the call, or there are no such keys
   */
  press(call: CallFlow, digits: string, dn?: string): void {
    if (!DIGITS.test(digits)) throw new Unheard(400, 'digits: are of 0 to 9, A to D, * and #.');
    const presser = dn === undefined ? otherThanProgram(call) : partyOf(call, dn);
    for (const leg of [call.source.leg, call.connected?.leg]) {
      if (leg && isProgram(leg) && leg.dn !== presser) this.pbx.events.dtmf(leg, digits);
    }
    if (presser !== callerOf(call)) return;
    for (const digit of digits) this.pbx.router.pressed(call, digit);
  }

  /** A call that plans to press a key does so at a program as it would in an IVR. */
  legChanged(leg: Leg): void {
    const call = this.pbx.callOfLeg(leg);
    const press = call?.plan.press;
    const isReached = isProgram(leg) && leg.status === 'Connected';
    if (!call || !press || !isReached || this.planned.has(leg)) return;
    this.planned.add(leg);
    call.later(press.afterMs, () => this.press(call, press.digit));
  }
}

function otherThanProgram(call: CallFlow): string {
  return isProgram(call.source.leg) ? calledOf(call) : callerOf(call);
}
