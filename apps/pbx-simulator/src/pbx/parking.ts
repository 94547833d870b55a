import { type Attempt, type CallFlow, type End, iso } from './call-flow';
import type { Dn } from './directory';
import { legPartyOfDn } from './parties';
import type { Pbx } from './pbx';

/** What becomes of a call that nobody fetches. */
export interface ParkingSettings {
  readonly comesBack: boolean;
  readonly waitSeconds: number;
  /** Where it goes then: back to whoever parked it, to a number, or to somebody's mailbox. */
  readonly to: 'parker' | { readonly number: string } | { readonly mailboxOf: string };
}

const DEFAULTS: ParkingSettings = { comesBack: true, waitSeconds: 60, to: 'parker' };

/** Places where a call waits until somebody fetches it; each holds one. */
export class Parking {
  private readonly parked = new Map<string, CallFlow>();
  settings = DEFAULTS;

  constructor(private readonly pbx: Pbx) {}

  /** The call that waits there. */
  at(dn: string): CallFlow | undefined {
    const call = this.parked.get(dn);
    return call && !call.isOver && call.connected?.party.dn === dn ? call : undefined;
  }

  /** A place where no call waits. */
  free(): Dn | undefined {
    return this.pbx.directory.ofKind('parking').find(({ number }) => !this.at(number));
  }

  /**
   * One end leaves the call, and the other waits at the parking place.
   * @returns whether it could be parked: two talk, and the place is free
   */
  park(call: CallFlow, place: Dn, by: End): boolean {
    if (place.kind !== 'parking' || this.at(place.number)) return false;
    if (!call.connected || call.ringing || call.connected.party.dn === place.number) return false;
    if (by === 'source') call.turn();
    const { section } = call.connected;
    const { parties, legs, clock } = this.pbx;
    const how = { method: 'transfer', forward: 'none', from: section } as const;
    call.truth.parties.push(place.number);
    const leg = legs.add({
      ...{ dn: place, callId: call.callId, status: 'Ringing', party: call.source.legParty },
      referredBy: call.connected.leg && {
        ...{ dn: call.connected.leg.dn, type: call.connected.leg.dnType },
      },
    });
    const now = iso(clock.now());
    const truth = { dn: place.number, startedAt: now, answeredAt: null, endedAt: null };
    call.truth.legs.push(truth);
    const party = legPartyOfDn(place);
    const opened = call.open(parties.ofDn(place), how);
    const parker = call.connected.leg?.dn ?? null;
    takeAtOnce(call, { section: opened, leg, party, isPerson: false, truth, timers: [] });
    this.parked.set(place.number, call);
    this.awaitFetching(call, place.number, parker);
    return true;
  }

  /** As it is on a fresh PBX. */
  reset(): void {
    this.parked.clear();
    this.settings = DEFAULTS;
  }

  /** Somebody dials the place and has the call that waited there. */
  pickUp(dn: Dn, call: CallFlow): void {
    const { connected } = call;
    if (!connected) return;
    call.truth.parties.push(dn.number);
    const leg = this.pbx.legs.add({
      ...{ dn, callId: call.callId, status: 'Dialing', party: connected.party },
    });
    const now = iso(this.pbx.clock.now());
    const truth = { dn: dn.number, startedAt: now, answeredAt: null, endedAt: null };
    call.truth.legs.push(truth);
    const how = { method: 'pickup', forward: 'none', from: connected.section } as const;
    const section = call.open(this.pbx.parties.ofDn(dn), how);
    const attempt = { section, leg, party: legPartyOfDn(dn), isPerson: true, truth, timers: [] };
    takeAtOnce(call, attempt);
    this.pbx.legs.change(leg, { party: call.source.legParty });
  }
  /** Until it is fetched it comes back again and again; while its phone rings it waits on. */
  private awaitFetching(call: CallFlow, place: string, parker: string | null): void {
    const { comesBack, waitSeconds } = this.settings;
    if (!comesBack || this.at(place) !== call) return;
    const cancel = call.later(waitSeconds * 1_000, () => {
      if (this.at(place) !== call) return;
      if (!call.ringing) this.comeBack(call, parker);
      this.awaitFetching(call, place, parker);
    });
    call.connected?.timers.push(cancel);
  }

  private comeBack(call: CallFlow, parker: string | null): void {
    const { to } = this.settings;
    const { router, directory } = this.pbx;
    if (to === 'parker') {
      if (parker !== null) router.transfer(call, parker, 'destination');
    } else if ('number' in to) {
      router.transfer(call, to.number, 'destination');
    } else {
      const owner = directory.get(to.mailboxOf);
      if (owner) router.toMailbox(call, owner);
    }
  }
}

/** Replaces whoever has the call, with no ringing in between. */
function takeAtOnce(call: CallFlow, attempt: Attempt): void {
  for (const other of call.ringing?.attempts ?? []) call.callOff(other, 'completed_elsewhere');
  call.ringing = { attempts: new Set([attempt]), parent: null, exhausted: () => undefined };
  call.take(attempt);
}
