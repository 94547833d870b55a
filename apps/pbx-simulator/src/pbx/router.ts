import type { Attempt, CallFlow, End } from './call-flow';
import { type Dn, VOICEMAIL } from './directory';
import { isCircle } from './forwarding';
import type { Leg } from './leg';
import { WIRE_TYPES } from './leg';
import { Mailbox, PICKUP_MS } from './mailbox';
import { Outside } from './outside';
import { Parking } from './parking';
import { legPartyOfDn } from './parties';
import type { Pbx } from './pbx';
import { Phones } from './phones';
import { Ringing } from './ringing';
import { Rooms } from './rooms';
import type { How, Section } from './section';
import { Transfers } from './transfers';

const WAVE_PAUSE_MS = 1_500;

/** Where a call goes: what each kind of DN does with a caller. */
export class Router {
  /** The queue's own leg while a caller waits there. */
  private readonly waitingLegs = new Map<CallFlow, Leg>();

  readonly transfers: Transfers;
  readonly parking: Parking;
  private readonly ringing: Ringing;
  private readonly outside: Outside;
  private readonly mailbox: Mailbox;
  private readonly rooms: Rooms;
  private readonly phones: Phones;

  constructor(private readonly pbx: Pbx) {
    this.ringing = new Ringing(pbx);
    this.outside = new Outside(pbx, this.ringing);
    this.transfers = new Transfers(pbx, this.ringing);
    this.parking = new Parking(pbx);
    this.mailbox = new Mailbox(pbx);
    this.rooms = new Rooms(pbx);
    this.phones = new Phones(pbx, this.ringing, this.mailbox, (...where) => this.go(...where));
  }

  /** Sends the caller to a number. */
  go(call: CallFlow, number: string, how: How): Section {
    const dn = this.pbx.directory.get(number);
    if (!dn?.enabled) return this.unlisted(call, number, how);
    call.truth.parties.push(number);
    switch (dn.kind) {
      case 'queue':
        return this.queue(call, dn, how);
      case 'ringGroup':
        return this.ringGroup(call, dn, how);
      case 'ivr':
        return this.ivr(call, dn, how);
      case 'voicemail':
        return this.mailbox.dialled(call, dn, how);
      case 'conference':
        return this.rooms.enter(call, dn, how);
      case 'parking':
      case 'trunk':
        return this.nowhere(call, number, how);
      case 'extension':
      case 'routePoint':
      case 'fax':
        return this.phones.reach(call, dn, how);
    }
  }

  /** Blind transfer by one end. @returns whether the call could be sent there */
  transfer(call: CallFlow, to: string, by?: End, limitMs?: number): boolean {
    return this.transfers.blind(call, to, by, limitMs);
  }

  /** Whoever has the call leaves, and the caller speaks to somebody's mailbox. */
  toMailbox(call: CallFlow, owner: Dn): void {
    this.transfers.sendBy(call, 'destination', (how) => this.mailbox.of(call, owner, how));
  }

  /** The caller comes to somebody's mailbox. */
  intoMailbox(call: CallFlow, owner: Dn, how: How): Section {
    return this.mailbox.of(call, owner, how);
  }

  /** A ringing leg is replaced by another destination. */
  divert(call: CallFlow, attempt: Attempt, to: string, forward: string): void {
    call.ringing?.attempts.delete(attempt);
    call.ringing = null;
    call.endAttempt(attempt);
    const next = this.go(call, to, { method: 'divert', forward, from: attempt.section });
    call.close(attempt.section, 'redirected', forward, { next });
  }

  /** Rings one more target beside those that ring. */
  addTarget(call: CallFlow, to: string, limitMs?: number): boolean {
    const dn = this.pbx.directory.get(to);
    const group = call.ringing;
    const [first] = group?.attempts ?? [];
    if (!group || !first || !(dn?.kind === 'extension' || dn?.kind === 'routePoint')) return false;
    const how: How = { method: 'route_to', forward: 'polling', from: first.section };
    this.ringing.ring(call, dn, how, group, limitMs === undefined ? {} : { limitMs });
    return true;
  }

  /** The caller pressed a key. */
  pressed(call: CallFlow, digit: string): void {
    const section = call.waiting;
    const ivr = section ? this.pbx.directory.get(section.destination.dn) : undefined;
    const target = ivr?.kind === 'ivr' ? ivr.menu[digit] : undefined;
    if (!section || !target) return;
    call.leaveWaiting();
    const next = this.go(call, target, { method: 'transfer', forward: 'none', from: section });
    call.close(section, 'continued_in', 'none', { next });
  }

  removeWaitingLeg(call: CallFlow): void {
    const leg = this.waitingLegs.get(call);
    if (!leg) return;
    this.waitingLegs.delete(call);
    this.pbx.legs.remove(leg);
  }

  private queue(call: CallFlow, dn: Dn, how: How): Section {
    const section = call.open(this.pbx.parties.ofDn(dn), how);
    call.truth.queue = dn.number;
    call.waiting = section;
    call.later(PICKUP_MS, () => {
      section.answeredAt = this.pbx.clock.now();
      const leg = this.pbx.legs.add({
        ...{ dn, callId: call.callId, status: 'Connected', party: call.source.legParty },
      });
      this.waitingLegs.set(call, leg);
      call.connectSource(legPartyOfDn(dn));
      this.wave(call, dn, section, 0);
    });
    call.later(dn.waitSeconds * 1_000, () => {
      if (call.waiting !== section) return;
      if (dn.noAnswerTo === null) call.hangUp('destination');
      else this.nobodyTook(call, dn, section, 'no_answer');
    });
    return section;
  }

  /** Rings the agents that are free; when none takes the call, again after a pause. */
  private wave(call: CallFlow, queue: Dn, section: Section, number: number): void {
    if (call.isOver || call.waiting !== section) return;
    const again = () =>
      call.later(WAVE_PAUSE_MS, () => this.wave(call, queue, section, number + 1));
    const agents = queue.members.flatMap((member) => {
      const dn = this.pbx.directory.get(member);
      const isReachable = dn?.signedIn && call.plan.answer !== 'busy' && this.phones.at(call, dn);
      return isReachable ? [dn] : [];
    });
    if (agents.length === 0) {
      again();
      return;
    }
    const group = this.ringing.group(call, section, again);
    const how: How = { method: 'route_to', forward: 'polling', from: section };
    const onBehalfOf = { dn: queue.number, type: WIRE_TYPES.queue };
    const isIdle = number < (call.plan.idleWaves ?? 0);
    const options = { onBehalfOf, ...(isIdle ? { answer: 'never' as const } : {}) };
    for (const agent of agents) this.phones.ringAgent(call, agent, how, group, options);
    call.later(queue.ringSeconds * 1_000, () => {
      if (call.ringing !== group) return;
      call.ringing = null;
      for (const attempt of group.attempts) call.callOff(attempt, 'no_answer');
      again();
    });
  }

  /** A queue or ring group sends the caller where its calls go that nobody took. */
  private nobodyTook(call: CallFlow, dn: Dn, section: Section, reason: string): void {
    const { ringing } = call;
    call.ringing = null;
    for (const attempt of ringing?.attempts ?? []) call.callOff(attempt, 'no_answer');
    call.leaveWaiting();
    if (isCircle(call, dn)) {
      call.close(section, 'rejected', 'forwarding_loop', {
        by: section.destination.participantId,
      });
      call.lastRefusal = 'failed';
      return call.fail();
    }
    const how: How = { method: 'divert', forward: reason, from: section };
    const to = dn.noAnswerTo ?? '';
    const next = to === VOICEMAIL ? this.mailbox.of(call, dn, how) : this.go(call, to, how);
    call.close(section, 'redirected', reason, { next });
  }

  private ringGroup(call: CallFlow, dn: Dn, how: How): Section {
    const section = call.open(this.pbx.parties.ofDn(dn), how);
    const free = () =>
      dn.members.flatMap((number) => {
        const member = this.pbx.directory.get(number);
        return member?.forwarding.ringsInGroups && this.pbx.isFree(member) ? [member] : [];
      });
    // Its record says so from the beginning, whatever becomes of its members.
    call.hasRung = true;
    call.later(PICKUP_MS, () => {
      const members = free();
      if (dn.ringAll) this.ringMembers(call, dn, section, members, []);
      else this.ringMembers(call, dn, section, members.slice(0, 1), members.slice(1));
    });
    return section;
  }

  private ringMembers(
    call: CallFlow,
    dn: Dn,
    section: Section,
    now: readonly Dn[],
    then: readonly Dn[],
  ): void {
    const onBehalfOf = { dn: dn.number, type: WIRE_TYPES.ringGroup };
    const next = () => {
      if (then.length > 0)
        return this.ringMembers(call, dn, section, then.slice(0, 1), then.slice(1));
      if (dn.noAnswerTo !== null) return this.nobodyTook(call, dn, section, 'no_destinations');
      call.close(section, 'rejected', 'no_destinations', { by: section.destination.participantId });
      call.fail();
    };
    if (now.length === 0) return next();
    const group = this.ringing.group(call, section, next);
    const how: How = { method: 'route_to', forward: 'polling', from: section };
    for (const member of now) this.ringing.ring(call, member, how, group, { onBehalfOf });
    call.later(dn.ringSeconds * 1_000, () => {
      if (call.ringing !== group) return;
      call.ringing = null;
      for (const attempt of group.attempts) call.callOff(attempt, 'no_answer');
      next();
    });
  }

  private ivr(call: CallFlow, dn: Dn, how: How): Section {
    const section = call.open(this.pbx.parties.ofDn(dn), how);
    call.waiting = section;
    call.later(PICKUP_MS, () => {
      section.answeredAt = this.pbx.clock.now();
      const leg = this.pbx.legs.add({
        ...{ dn, callId: call.callId, status: 'Connected', party: call.source.legParty },
      });
      this.waitingLegs.set(call, leg);
      call.connectSource(legPartyOfDn(dn));
      const { press } = call.plan;
      if (press) call.later(press.afterMs, () => this.pressed(call, press.digit));
    });
    return section;
  }

  /** Numbers that no DN has go out, when a rule has a way for them. */
  private unlisted(call: CallFlow, number: string, how: How): Section {
    const sender = how.from?.destination.dn ?? '';
    const from = this.pbx.directory.get(sender)?.number ?? call.source.dn?.number ?? null;
    if (!this.pbx.leadsOutside(number, from)) return this.nowhere(call, number, how);
    const ways = this.pbx.routing.outbound({ number, from }) ?? [];
    return this.outside.dial(call, number, how, ways);
  }

  private nowhere(call: CallFlow, number: string, how: How): Section {
    const section = call.open(this.pbx.parties.routing('unknown', number), how);
    call.lastRefusal = 'failed';
    call.later(PICKUP_MS, () => {
      call.close(section, 'dst_participant_terminated', 'not_found', {
        by: section.destination.participantId,
      });
      call.fail();
    });
    return section;
  }
}
