import { type Attempt, type CallFlow, type End, iso, recordedAs } from './call-flow';
import type { Dn } from './directory';
import { legPartyOfDn } from './parties';
import type { Pbx } from './pbx';

/** More than two in one call: who barges in, and who is added to a conversation. */
export class Conference {
  constructor(private readonly pbx: Pbx) {}

  /**
   * A DN enters a conversation without being asked.
   * @returns whether there was one to enter
   */
  bargeIn(call: CallFlow, dn: Dn): boolean {
    const { connected, source } = call;
    if (!connected || call.ringing || dn.kind !== 'extension') return false;
    const present = [connected.leg?.dn, source.leg?.dn, ...[...call.extras].map((one) => one.dn)];
    if (present.includes(dn.number)) return false;
    const now = this.pbx.clock.now();
    const at = iso(now);
    const how = { method: 'barge_in', forward: 'none', from: connected.section } as const;
    const party = this.pbx.parties.ofDn(dn);
    const section = call.open(recordedAs(connected, source), how, party);
    section.answeredAt = now;
    const leg = this.pbx.legs.add({
      ...{ dn, callId: call.callId, status: 'Connected', party: connected.party },
    });
    const truth = { dn: dn.number, startedAt: at, answeredAt: at, endedAt: null };
    call.truth.legs.push(truth);
    call.truth.parties.push(dn.number);
    const attempt = { section, leg, party: legPartyOfDn(dn), isPerson: true, truth, timers: [] };
    call.extras.add({ dn: dn.number, attempt, isGuest: true });
    return true;
  }

  /**
   * Somebody leaves: an end, or a DN. Where two are left they go on talking, else the call is over. Who barged in
   * is nobody to go on with.
   */
  leave(call: CallFlow, who: string): void {
    const extra = [...call.extras].find(({ dn }) => dn === who);
    if (extra) {
      call.extras.delete(extra);
      const { section } = extra.attempt;
      call.endAttempt(extra.attempt);
      call.closeFor(section, (extra.isGuest ? section.source : section.destination).participantId);
      return;
    }
    const end = who === 'source' || who === 'destination' ? who : endOf(call, who);
    const heir = [...call.extras].find(({ isGuest }) => !isGuest);
    if (end === null) return;
    if (!heir || !call.connected) {
      call.hangUp(end);
      return;
    }
    if (end === 'source') call.turn();
    call.extras.delete(heir);
    this.inherit(call, heir.attempt);
  }

  /** The third party talks to the source alone, in place of whoever left. */
  private inherit(call: CallFlow, heir: Attempt): void {
    const former = call.connected;
    if (!former) return;
    const by = recordedAs(former, call.source).participantId;
    call.endAttempt(former);
    call.closeFor(former.section, by);
    call.connected = heir;
    call.connectSource(heir.party);
    if (heir.leg) this.pbx.legs.change(heir.leg, { party: call.source.legParty });
  }
}

function endOf({ source, connected }: CallFlow, dn: string): End | null {
  if (source.leg?.dn === dn || source.legParty.number === dn) return 'source';
  return connected?.party.dn === dn || connected?.party.number === dn ? 'destination' : null;
}
