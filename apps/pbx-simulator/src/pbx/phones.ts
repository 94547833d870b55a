import type { Attempt, CallFlow, RingGroup } from './call-flow';
import { type Dn, VOICEMAIL } from './directory';
import { type Forward, forwardAfter, forwardAtOnce, isCircle, plannedAnswer } from './forwarding';
import { type Mailbox, PICKUP_MS } from './mailbox';
import type { Pbx } from './pbx';
import type { Ringing, RingOptions } from './ringing';
import type { How, Section } from './section';

/** Sends the caller to a number. */
type Go = (call: CallFlow, number: string, how: How) => Section;

/** Calls to one phone: it rings, or its user's profile sends them on, at once or when nobody takes them. */
export class Phones {
  constructor(
    private readonly pbx: Pbx,
    private readonly ringing: Ringing,
    private readonly mailbox: Mailbox,
    private readonly go: Go,
  ) {}

  reach(call: CallFlow, dn: Dn, how: How): Section {
    const group = this.ringing.group(call, null, (last, details) =>
      this.unanswered(call, dn, last, details),
    );
    const atOnce = forwardAtOnce(call, dn);
    if (atOnce) {
      const unreached = this.ringing.unreached(call, dn, how, group);
      call.later(PICKUP_MS, () => this.sendOn(call, dn, unreached, atOnce));
      return unreached.section;
    }
    const answer = plannedAnswer(call, dn);
    const { section } = this.ringing.ring(call, dn, how, group, {
      ...{ limitMs: dn.noAnswerSeconds * 1_000, isSentOn: true },
      ...(answer ? { answer } : {}),
    });
    const fork: How = { method: 'fork', forward: 'none', from: section };
    for (const device of call.plan.everyDevice ? dn.devices.slice(1) : []) {
      this.ringing.ring(call, dn, fork, group, { device, answer: 'never' });
    }
    return section;
  }

  /**
   * The phone that rings when a queue calls an agent: the agent's own, or the one that all calls
   * are sent on to. None when it is not free, or calls go anywhere else, as to voicemail.
   */
  at(call: CallFlow, agent: Dn): Dn | null {
    const atOnce = forwardAtOnce(call, agent);
    if (!agent.enabled) return null;
    const phone = atOnce ? this.pbx.directory.get(atOnce.to ?? '') : agent;
    return phone?.kind === 'extension' && this.pbx.isFree(phone) ? phone : null;
  }

  /** Rings an agent, or the phone that stands for the agent's. */
  ringAgent(call: CallFlow, agent: Dn, how: How, group: RingGroup, options: RingOptions): void {
    const phone = this.at(call, agent);
    if (!phone) return;
    if (phone === agent) {
      this.ringing.ring(call, agent, how, group, options);
      return;
    }
    const section = call.open(this.pbx.parties.ofDn(agent), how);
    const onward: How = { method: 'divert', forward: 'none', from: section };
    const next = this.ringing.ring(call, phone, onward, group, options).section;
    call.close(section, 'redirected', 'none', { next });
  }

  private sendOn(call: CallFlow, dn: Dn, unreached: Attempt, forward: Forward): void {
    call.ringing?.attempts.delete(unreached);
    call.ringing = null;
    call.endAttempt(unreached);
    if (forward.to === null) call.lastRefusal = 'failed';
    this.follow(call, dn, unreached.section, forward.reason, forward.to);
  }

  /** The phone came to nothing: its forwarding, or the end. */
  private unanswered(call: CallFlow, dn: Dn, last: Attempt, details: string): void {
    this.follow(call, dn, last.section, details, forwardAfter(call, dn, details));
  }

  private follow(call: CallFlow, dn: Dn, from: Section, reason: string, to: string | null): void {
    const isLost = to !== null && isCircle(call, dn);
    if (to === null || isLost) {
      if (isLost) call.lastRefusal = 'failed';
      const ending = reason === 'forward_all' ? 'not_available' : reason;
      call.close(from, 'rejected', isLost ? 'forwarding_loop' : ending, {
        by: from.destination.participantId,
      });
      call.fail();
      return;
    }
    const how: How = { method: 'divert', forward: reason, from };
    const next = to === VOICEMAIL ? this.mailbox.of(call, dn, how) : this.go(call, to, how);
    call.close(from, 'redirected', reason, { next });
  }
}
