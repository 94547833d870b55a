import { type CallFlow, iso } from './call-flow';
import type { Dn } from './directory';
import { PICKUP_MS } from './mailbox';
import { legPartyOfDn } from './parties';
import type { Pbx } from './pbx';
import type { How, Section } from './section';

/** Conference rooms: whoever calls one is let in at once, and each is in a call of their own with it. */
export class Rooms {
  constructor(private readonly pbx: Pbx) {}

  enter(call: CallFlow, room: Dn, how: How): Section {
    const section = call.open(this.pbx.parties.ofDn(room), how);
    call.later(PICKUP_MS, () => {
      const leg = this.pbx.legs.add({
        ...{ dn: room, callId: call.callId, status: 'Ringing', party: call.source.legParty },
      });
      const startedAt = iso(this.pbx.clock.now());
      const truth = { dn: room.number, startedAt, answeredAt: null, endedAt: null };
      call.truth.legs.push(truth);
      const party = legPartyOfDn(room);
      // People are met there, so that entering counts as an answer (assumed; no source tells).
      const attempt = { section, leg, party, isPerson: true, truth, timers: [] };
      call.ringing = { attempts: new Set([attempt]), parent: null, exhausted: () => undefined };
      call.take(attempt);
    });
    return section;
  }
}

/** Calls of the others who are in the same room. */
export function roommatesOf(call: CallFlow): CallFlow[] {
  const room = roomOf(call);
  if (room === null) return [];
  return call.pbx.calls().filter((other) => other !== call && roomOf(other) === room);
}

function roomOf({ connected }: CallFlow): string | null {
  return connected?.leg?.dnType === 'Wconference' ? connected.leg.dn : null;
}
