import {
  type Attempt,
  type CallFlow,
  type End,
  iso,
  recordedAs,
  type RingGroup,
  type SourceEnd,
} from './call-flow';
import type { Device, Dn } from './directory';
import type { Related } from './leg';
import { legPartyOfDn } from './parties';
import type { Pbx } from './pbx';
import type { How, Section } from './section';

/** A busy phone says so in the next turn, when who rang it knows the section. */
const REFUSAL_MS = 30;
const ROUTE_POINT_MS = 300;
const DECLINE_MS = 1_000;

export interface RingOptions {
  readonly onBehalfOf?: Related | null;
  readonly referredBy?: Related | null;
  /** In place of how the phone would behave. */
  readonly answer?: Dn['answer'];
  /** The device that rings; the first when absent. */
  readonly device?: Device;
  /** Rings no longer than this. */
  readonly limitMs?: number;
  /** The caller may be sent on from here: its section stays open until that is known. */
  readonly isSentOn?: boolean;
}

/** Alerts DNs, which then do as they are set. */
export class Ringing {
  constructor(private readonly pbx: Pbx) {}

  /** Targets that ring together from now on; none yet. */
  group(
    call: CallFlow,
    parent: Section | null,
    exhausted: RingGroup['exhausted'],
    replaces: End = 'destination',
  ): RingGroup {
    const group = { attempts: new Set<Attempt>(), parent, exhausted, replaces };
    call.ringing = group;
    return group;
  }

  /** Alerts an extension or route point. */
  ring(call: CallFlow, dn: Dn, how: How, group: RingGroup, options: RingOptions): Attempt {
    const answer = options.answer ?? call.plan.answer ?? dn.answer;
    const trouble = this.troubleOf(dn, answer);
    const caller = callerIn(call, group);
    const attempt = this.begin(call, dn, how, caller, trouble === null ? options : null);
    group.attempts.add(attempt);
    const later = (ms: number, what: () => void) => {
      attempt.timers.push(call.later(ms, what));
    };
    const fallback = options.isSentOn ? 'redirected' : 'rejected';
    if (trouble !== null) {
      later(REFUSAL_MS, () => call.refuse(attempt, fallback, trouble));
      return attempt;
    }
    call.hasRung = true;
    // Whoever refused before counts no more: this one is the last target now.
    call.lastRefusal = null;
    this.pbx.showTarget(call, attempt.party);
    this.behave(call, dn, attempt, answer, later);
    const { limitMs } = options;
    if (limitMs !== undefined) later(limitMs, () => call.refuse(attempt, fallback, 'no_answer'));
    return attempt;
  }

  /** A target that is on its way elsewhere and is not alerted. */
  unreached(call: CallFlow, dn: Dn, how: How, group: RingGroup): Attempt {
    const attempt = this.begin(call, dn, how, callerIn(call, group), null);
    group.attempts.add(attempt);
    return attempt;
  }

  /** Why a DN cannot be alerted, in the words of the call records. */
  private troubleOf(dn: Dn, answer: Dn['answer']): string | null {
    if (!dn.registered) return 'not_registered';
    if (dn.dnd || answer === 'busy') return 'busy';
    return !dn.forwarding.acceptsMultiple && this.pbx.legs.has(dn.number) ? 'busy' : null;
  }

  /** @param options `null`: it cannot be alerted, and there is no leg */
  private begin(
    call: CallFlow,
    dn: Dn,
    how: How,
    caller: Caller,
    options: RingOptions | null,
  ): Attempt {
    const section = call.open(this.pbx.parties.ofDn(dn), how, caller.party);
    const startedAt = iso(this.pbx.clock.now());
    const truth = { dn: dn.number, startedAt, answeredAt: null, endedAt: null };
    call.truth.legs.push(truth);
    const leg =
      options &&
      this.pbx.legs.add({
        ...{ dn, callId: call.callId, status: 'Ringing', party: caller.legParty },
        device: options.device,
        ...{ onBehalfOf: options.onBehalfOf ?? null, referredBy: options.referredBy ?? null },
      });
    const isPerson = dn.kind === 'extension' || dn.kind === 'routePoint';
    return { section, leg, party: legPartyOfDn(dn), isPerson, truth, timers: [] };
  }

  private behave(
    call: CallFlow,
    dn: Dn,
    attempt: Attempt,
    answer: Dn['answer'],
    later: (ms: number, what: () => void) => void,
  ): void {
    if (dn.kind === 'routePoint') {
      later(ROUTE_POINT_MS, () => call.take(attempt));
    } else if (answer === 'auto') {
      later(call.plan.answerAfterMs ?? dn.answerAfterMs, () => call.take(attempt));
    } else if (answer === 'reject') {
      later(DECLINE_MS, () => call.refuse(attempt, 'rejected', 'declined'));
    }
  }
}

type Caller = Pick<SourceEnd, 'party' | 'legParty'>;

/** Whom the winner will talk to. */
function callerIn({ source, connected }: CallFlow, { replaces }: RingGroup): Caller {
  if (replaces !== 'source' || !connected) return source;
  return { party: recordedAs(connected, source), legParty: connected.party };
}
