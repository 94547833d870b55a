import { type CallFlow, iso } from './call-flow';
import type { Dn } from './directory';
import { legPartyOutside } from './parties';
import type { Pbx } from './pbx';
import type { Ringing } from './ringing';
import type { How, Section } from './section';

const ROUTING_MS = 150;
const OUTSIDE_ANSWER_MS = 2_000;
const OUTSIDE_REFUSAL_MS = 700;
const OUTSIDE_RING_LIMIT_MS = 60_000;

/** Calls to numbers outside, and what the far side does: the end of the number tells. */
export class Outside {
  constructor(
    private readonly pbx: Pbx,
    private readonly ringing: Ringing,
  ) {}

  /** Outbound: the rule's row first, then the line's. */
  dial(call: CallFlow, number: string, how: How): Section {
    const rule = call.open(this.pbx.parties.routing('outbound_rule', number), how);
    const [trunk] = this.pbx.directory.ofKind('trunk');
    if (call.source.leg) {
      const routing = { dn: 'ROUTER', dnType: 'None', number, name: '', did: '' };
      this.pbx.legs.change(call.source.leg, { party: routing });
    }
    if (!trunk || number.endsWith('404')) {
      call.lastRefusal = 'failed';
      call.later(OUTSIDE_REFUSAL_MS, () => {
        call.close(rule, 'dst_participant_terminated', 'no_route', {
          by: rule.destination.participantId,
        });
        call.fail();
      });
      return rule;
    }
    call.later(ROUTING_MS, () => this.dialLine(call, number, trunk, rule));
    return rule;
  }

  private dialLine(call: CallFlow, number: string, trunk: Dn, rule: Section): void {
    const line = call.open(this.pbx.parties.external(trunk, number, '', '', false), {
      ...{ method: 'route_to', forward: 'polling', from: rule },
    });
    const party = legPartyOutside(trunk, number, '', '');
    const startedAt = iso(this.pbx.clock.now());
    const truth = { dn: trunk.number, startedAt, answeredAt: null, endedAt: null };
    call.truth.legs.push(truth);
    const refused = () => {
      const by = rule.destination.participantId;
      // The rule found no other route; why this one failed no public row tells.
      call.close(rule, 'dst_participant_terminated', 'no_route', { by });
      call.fail();
    };
    const refuse = (details: string) => {
      call.close(line, 'rejected', null, { by: line.destination.participantId });
      call.refuse(attempt, 'rejected', details);
    };
    const group = this.ringing.group(call, rule, refused);
    const attempt = {
      section: line,
      leg: null,
      party,
      isPerson: true,
      truth,
      timers: [] as (() => void)[],
    };
    group.attempts.add(attempt);
    this.pbx.showTarget(call, party);
    const later = (ms: number, what: () => void) => attempt.timers.push(call.later(ms, what));
    if (number.endsWith('486')) {
      later(OUTSIDE_REFUSAL_MS, () => refuse('busy'));
    } else if (number.endsWith('603')) {
      later(OUTSIDE_REFUSAL_MS, () => refuse('declined'));
    } else if (number.endsWith('408') || call.plan.answer === 'never') {
      later(OUTSIDE_RING_LIMIT_MS, () => call.hangUp('source'));
    } else {
      later(call.plan.answerAfterMs ?? OUTSIDE_ANSWER_MS, () => call.take(attempt));
    }
  }
}
