import type { CallFlow, CallPlan } from './call-flow';
import type { Pbx } from './pbx';

/** After this long a consultation that could not be joined is given up. */
const JOIN_LIMIT_MS = 1_000;

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
    const { transfer, consult, park, bargeIn, joins } = plan;
    if (transfer) {
      call.later(transfer.afterMs, () => {
        if (!this.pbx.router.transfer(call, transfer.to)) this.talk(call);
      });
    } else if (consult) {
      call.later(consult.afterMs, () => this.consult(call, consult));
    } else if (park) {
      call.later(park.afterMs, () => this.park(call, park));
    } else if (joins) {
      call.later(joins.afterMs, () => this.join(call, joins));
    } else this.talk(call);
    if (bargeIn) call.later(bargeIn.afterMs, () => this.bargeIn(call, bargeIn));
  }

  /** A transfer came to nothing, and the two talk on. */
  returned(call: CallFlow): void {
    if (call.plan.transfer) this.talk(call);
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
    const joins = {
      ...{ callId: call.callId, afterMs: consult.talkMs },
      conference: consult.conference ?? false,
    };
    const plan = { answer: 'auto', answerAfterMs, joins } as const;
    const asking = this.pbx.place(connected.leg.dn, consult.to, plan);
    call.later(answerAfterMs + consult.talkMs + JOIN_LIMIT_MS, () => {
      if (asking.truth.mainCallHistoryId === call.truth.callHistoryId) return;
      asking.hangUp('source');
      this.talk(call);
    });
  }

  private join(asking: CallFlow, joins: NonNullable<CallPlan['joins']>): void {
    const first = this.pbx.call(joins.callId);
    if (!first) return;
    const { transfers } = this.pbx;
    const isDone = joins.conference
      ? transfers.conference(first, asking)
      : transfers.join(first, asking);
    // Three talk now, which nobody has taken: the plan of the first call goes on here.
    if (isDone && joins.conference) this.talk(first);
  }

  private bargeIn(call: CallFlow, { by, staysMs }: NonNullable<CallPlan['bargeIn']>): void {
    const dn = this.pbx.directory.get(by);
    if (!dn || !this.pbx.isFree(dn) || !this.pbx.conference.bargeIn(call, dn)) return;
    call.later(staysMs, () => this.pbx.conference.leave(call, by));
  }

  private park(call: CallFlow, park: NonNullable<CallPlan['park']>): void {
    const place = this.pbx.router.parking.free();
    if (!place || !this.pbx.router.parking.park(call, place, 'destination')) {
      this.talk(call);
      return;
    }
    call.later(park.waitMs, () => {
      const { parking } = this.pbx.router;
      // It has come back by itself, and somebody talks with the caller.
      if (parking.at(place.number) !== call) return;
      const dn = this.pbx.directory.get(park.pickUpBy);
      if (dn && this.pbx.isFree(dn)) {
        parking.pickUp(dn, call);
      } else call.hangUp('source');
    });
  }
}
