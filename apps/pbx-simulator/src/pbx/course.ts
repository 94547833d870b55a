import type { CallFlow, CallPlan } from './call-flow';
import type { Pbx } from './pbx';

/** What the plan of a call says about the time after somebody has taken it. */
export class Course {
  private readonly begun = new WeakSet<CallFlow>();

  constructor(private readonly pbx: Pbx) {}

  connected(call: CallFlow): void {
    const { plan } = call;
    if (this.begun.has(call)) {
      // Who was put through, or fetched the call, talks as long as was planned.
      if (call.connected?.isPerson) this.talk(call);
      return;
    }
    this.begun.add(call);
    const { transfer, consult, park } = plan;
    if (transfer) {
      call.later(transfer.afterMs, () => this.pbx.router.transfer(call, transfer.to));
    } else if (consult) {
      call.later(consult.afterMs, () => this.consult(call, consult));
    } else if (park) {
      call.later(park.afterMs, () => this.park(call, park));
    } else this.talk(call);
  }

  private talk(call: CallFlow): void {
    const { talkMs, hangUpBy } = call.plan;
    if (talkMs !== undefined) call.later(talkMs, () => call.hangUp(hangUpBy ?? 'source'));
  }

  /** Whoever took the call asks somebody else, and joins the two when they have talked. */
  private consult(call: CallFlow, consult: NonNullable<CallPlan['consult']>): void {
    const { connected } = call;
    if (!connected?.leg) return this.talk(call);
    const { answerAfterMs = 2_000 } = call.plan;
    const asking = this.pbx.place(connected.leg.dn, consult.to, { answer: 'auto', answerAfterMs });
    const giveUpMs = answerAfterMs + consult.talkMs;
    call.later(giveUpMs, () => {
      if (this.pbx.transfers.join(call, asking)) return;
      asking.hangUp('source');
      this.talk(call);
    });
  }

  private park(call: CallFlow, park: NonNullable<CallPlan['park']>): void {
    const [place] = this.pbx.directory
      .ofKind('parking')
      .filter(({ number }) => !this.pbx.router.parking.at(number));
    if (!place || !this.pbx.router.parking.park(call, place, 'destination')) {
      this.talk(call);
      return;
    }
    call.later(park.waitMs, () => {
      const dn = this.pbx.directory.get(park.pickUpBy);
      if (dn && this.pbx.router.parking.at(place.number) === call) {
        this.pbx.router.parking.pickUp(dn, call);
      }
    });
  }
}
