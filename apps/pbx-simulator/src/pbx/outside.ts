import { type Attempt, type CallFlow, iso } from './call-flow';
import type { Dn } from './directory';
import { legPartyOutside } from './parties';
import type { Pbx } from './pbx';
import type { Ringing } from './ringing';
import type { OutboundRoute } from './routing';
import type { How, Section } from './section';

const ROUTING_MS = 150;
const OUTSIDE_ANSWER_MS = 2_000;
const OUTSIDE_REFUSAL_MS = 700;
const OUTSIDE_RING_LIMIT_MS = 60_000;

interface Line {
  readonly trunk: Dn;
  readonly number: string;
}

/** Calls to numbers outside, and what the far side does: the end of the number tells. */
export class Outside {
  constructor(
    private readonly pbx: Pbx,
    private readonly ringing: Ringing,
  ) {}

  /**
   * Outbound: the rule's row first, then one for each line that is tried.
   * @param ways best first; none is no route
   */
  dial(call: CallFlow, number: string, how: How, ways: readonly OutboundRoute[]): Section {
    const rule = call.open(this.pbx.parties.routing('outbound_rule', number), how);
    const open = number.endsWith('404') ? [] : ways.flatMap((way) => this.lineOf(way));
    if (call.source.leg) {
      const routing = { dn: 'ROUTER', dnType: 'None', number, name: '', did: '' };
      this.pbx.legs.change(call.source.leg, { party: routing });
    }
    if (open.length === 0) {
      call.lastRefusal = 'failed';
      call.later(OUTSIDE_REFUSAL_MS, () => noRoute(call, rule));
    } else call.later(ROUTING_MS, () => this.dialLine(call, open, rule));
    return rule;
  }

  private lineOf({ trunk: name, number }: OutboundRoute): Line[] {
    const trunk = this.pbx.directory.get(name);
    const isOpen = trunk?.kind === 'trunk' && trunk.registered && trunk.takesOutbound;
    return isOpen ? [{ trunk, number }] : [];
  }

  private dialLine(call: CallFlow, lines: readonly Line[], rule: Section): void {
    const [first, ...others] = lines;
    if (!first) return noRoute(call, rule);
    const { trunk, number } = first;
    if (call.truth.direction === 'outbound') call.truth.trunk = trunk.number;
    const line = call.open(this.pbx.parties.external(trunk, number, '', '', false), {
      ...{ method: 'route_to', forward: 'polling', from: rule },
    });
    const party = legPartyOutside(trunk, number, '', '');
    const startedAt = iso(this.pbx.clock.now());
    const truth = { dn: trunk.number, startedAt, answeredAt: null, endedAt: null };
    call.truth.legs.push(truth);
    // Whoever is busy is so on every line.
    const refused = (_last: unknown, details: string) =>
      this.dialLine(call, details === 'busy' ? [] : others, rule);
    const refuse = (details: string) => {
      call.close(line, 'rejected', null, { by: line.destination.participantId });
      call.refuse(attempt, 'rejected', details);
    };
    const group = this.ringing.group(call, rule, refused);
    const attempt: Attempt = {
      ...{ section: line, leg: null, party, isPerson: true, truth, timers: [] },
    };
    group.attempts.add(attempt);
    this.pbx.showTarget(call, party);
    this.answerOutside(call, attempt, number, refuse);
  }

  /** What the far side does. */
  private answerOutside(
    call: CallFlow,
    attempt: Attempt,
    number: string,
    refuse: (details: string) => void,
  ): void {
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

/** No route is left; why the last one failed no public row tells. */
function noRoute(call: CallFlow, rule: Section): void {
  const by = rule.destination.participantId;
  call.close(rule, 'dst_participant_terminated', 'no_route', { by });
  call.fail();
}
