import { type Attempt, type CallFlow, type End, iso, recordedAs } from './call-flow';
import type { Dn } from './directory';
import { forwardAtOnce } from './forwarding';
import type { Related } from './leg';
import type { Pbx } from './pbx';
import type { Ringing } from './ringing';
import type { How, Section } from './section';

/** How long an extension talks with whom it asks, before it joins the two. */
const CONSULTATION_MS = 2_000;

/** Hands calls on: blind, to whatever has a number, or attended, after a consultation. */
export class Transfers {
  constructor(
    private readonly pbx: Pbx,
    private readonly ringing: Ringing,
  ) {}

  /**
   * Blind transfer by one end. A phone rings, and when it takes the call the initiator leaves;
   * when it does not, the two go on talking. Anything else takes the call at once.
   * @returns whether the call could be sent there
   */
  blind(call: CallFlow, to: string, by: End = 'destination', limitMs?: number): boolean {
    const { connected } = call;
    const dn = this.pbx.directory.get(to);
    if (!connected || call.ringing) return false;
    if (!dn?.enabled && !this.pbx.leadsOutside(to)) return false;
    if (dn?.kind === 'trunk') return false;
    if (dn?.kind === 'parking') return this.pbx.router.parking.park(call, dn, by);
    const atOnce = dn ? forwardAtOnce(call, dn) : null;
    if (atOnce?.to === null) return false;
    if (dn && isPhone(dn) && !atOnce) this.ringBlind(call, dn, by, limitMs);
    else this.send(call, to, by);
    return true;
  }

  /** One end leaves, and the other goes where it was sent. */
  send(call: CallFlow, to: string, by: End): void {
    this.sendBy(call, by, (how) => this.pbx.router.go(call, to, how));
  }

  /** One end leaves, and the other begins something else. */
  sendBy(call: CallFlow, by: End, begin: (how: How) => Section): void {
    if (by === 'source') call.turn();
    const former = call.connected;
    if (!former) return;
    call.connected = null;
    call.endAttempt(former);
    const next = begin({ method: 'transfer', forward: 'none', from: former.section });
    call.close(former.section, 'continued_in', 'none', { next });
  }

  /**
   * Attended transfer: two calls of one extension become one. The first goes on, between the two
   * others; the consultation ends in it.
   * @returns whether they could be joined: one extension talks in both
   */
  join(first: CallFlow, consultation: CallFlow): boolean {
    const target = this.readyToJoin(first, consultation);
    if (!target) return false;
    if (first.source.dn?.number === consultation.source.dn?.number) first.turn();
    const attempt = this.moved(first, consultation, target);
    first.ringing = { attempts: new Set([attempt]), parent: null, exhausted: () => undefined };
    first.take(attempt);
    consultation.joinInto(first, attempt.section, target);
    return true;
  }

  /**
   * The same, but the extension stays in, and the three talk.
   * @returns whether they could be joined
   */
  conference(first: CallFlow, consultation: CallFlow): boolean {
    const target = this.readyToJoin(first, consultation);
    if (!target) return false;
    const attempt = this.moved(first, consultation, target);
    attempt.section.answeredAt = this.pbx.clock.now();
    first.extras.add({ dn: target.party.number, attempt, isGuest: false });
    consultation.joinInto(first, attempt.section, target);
    return true;
  }

  /**
   * A DN that talks in a call asks another, and joins the two, now if it talks with both, else
   * once the other has answered.
   * @returns the consultation, or `null` if the DN does not talk in this call
   */
  attended(call: CallFlow, by: string, to: string, conference = false): CallFlow | null {
    if (!talkersOf(call).includes(by)) return null;
    const talks = this.pbx
      .calls()
      .find((one) => one !== call && partnerOf(one, by) === to && this.readyToJoin(call, one));
    const joins = { callId: call.callId, afterMs: CONSULTATION_MS, conference };
    if (!talks) return this.pbx.place(by, to, { joins });
    if (conference) this.conference(call, talks);
    else this.join(call, talks);
    return talks;
  }

  /** DNs that talk in a call, its source first. */
  talkers(call: CallFlow): string[] {
    return talkersOf(call);
  }

  /** The far end of a consultation that can be joined with a call; its asker is its source then. */
  private readyToJoin(first: CallFlow, consultation: CallFlow): Attempt | null {
    const by = sharedDn(first, consultation);
    if (first === consultation || by === null || !first.connected) return null;
    if (first.ringing || consultation.ringing) return null;
    if (consultation.source.dn?.number !== by) consultation.turn();
    return consultation.connected;
  }

  /** The far end of the consultation as a party of the first call. */
  private moved(first: CallFlow, consultation: CallFlow, target: Attempt): Attempt {
    const { connected } = first;
    const how: How = { method: 'join', forward: 'none', from: connected?.section ?? null };
    const section = first.open(recordedAs(target, consultation.source), how);
    consultation.connected = null;
    const now = iso(this.pbx.clock.now());
    const truth = { ...target.truth, startedAt: now, answeredAt: now };
    first.truth.legs.push(truth);
    first.truth.parties.push(target.party.number);
    target.truth.endedAt ??= now;
    if (target.leg) {
      const party = first.source.legParty;
      this.pbx.legs.change(target.leg, { callId: first.callId, party });
    }
    return { ...target, section, truth, timers: [] };
  }

  private ringBlind(call: CallFlow, dn: Dn, by: End, limitMs: number | undefined): void {
    const { connected, source } = call;
    if (!connected) return;
    call.truth.parties.push(dn.number);
    const how: How = { method: 'transfer', forward: 'none', from: connected.section };
    const referrer = by === 'source' ? source.leg : connected.leg;
    const referredBy: Related | null = referrer && { dn: referrer.dn, type: referrer.dnType };
    const group = this.ringing.group(
      call,
      null,
      (last, details) => {
        if (last.section.isOpen) call.close(last.section, 'rejected', details);
        this.pbx.course.returned(call);
      },
      by,
    );
    const ringMs = limitMs ?? dn.noAnswerSeconds * 1_000;
    this.ringing.ring(call, dn, how, group, { referredBy, limitMs: ringMs });
  }
}

/** Whether it rings until somebody or something there takes the call. */
function isPhone(dn: Dn): boolean {
  return dn.kind === 'extension' || dn.kind === 'routePoint' || dn.kind === 'fax';
}

/** The extension that talks in both calls. */
function sharedDn(first: CallFlow, other: CallFlow): string | null {
  const inOther = talkersOf(other);
  return talkersOf(first).find((dn) => inOther.includes(dn)) ?? null;
}

/** DNs at the two ends of a connected call. */
function talkersOf({ source, connected }: CallFlow): string[] {
  if (!connected) return [];
  return [source.leg?.dn, connected.leg?.dn].filter((dn) => dn !== undefined);
}

/** With whom a DN talks in a call. */
function partnerOf({ source, connected }: CallFlow, dn: string): string | null {
  if (!connected) return null;
  if (source.leg?.dn === dn) return connected.party.number;
  return connected.leg?.dn === dn ? source.legParty.number : null;
}
