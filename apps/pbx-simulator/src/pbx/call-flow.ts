import type { Attempt, CallPlan, Extra, RingGroup, SourceEnd } from './call-parts';
import type { Cancel } from './clock';
import type { LegParty } from './leg';
import type { Pbx } from './pbx';
import { historyId } from './ids';
import { type How, type Party, Section } from './section';
import { type TrueCall, trueOutcome } from './truth';

export type { Attempt, CallPlan, End, Extra, RingGroup, SourceEnd } from './call-parts';

/** One call flow: who is where, what rings, and what is recorded of it. */
export class CallFlow {
  readonly truth: TrueCall;
  readonly timers: Cancel[] = [];
  readonly openSections = new Set<Section>();
  /** Who is in the conversation besides the two. */
  readonly extras = new Set<Extra>();
  /** DNs that have sent it on; whoever is asked twice is in a circle. */
  readonly forwardedBy = new Set<string>();
  ringing: RingGroup | null = null;
  connected: Attempt | null = null;
  /** The section in which the caller waits: queue, IVR. */
  waiting: Section | null = null;
  isSourceConnected = false;
  hasRung = false;
  reachedVoicemail = false;
  lastRefusal: 'rejected' | 'failed' | null = null;
  isOver = false;
  /**
   * Sections of a call that may be a consultation: they are recorded when it is over, since a
   * transfer gives all of them the conversation's first call.
   */
  private withheld: Section[] | null = null;

  constructor(
    readonly pbx: Pbx,
    readonly callId: number,
    public source: SourceEnd,
    readonly plan: CallPlan,
    facts: Pick<TrueCall, 'direction' | 'from' | 'to' | 'did' | 'trunk'>,
  ) {
    const startedAt = pbx.clock.now();
    const callHistoryId = historyId(startedAt, callId);
    this.truth = {
      ...facts,
      ...{ callId, callHistoryId, mainCallHistoryId: callHistoryId, queue: null },
      ...{ parties: [facts.from], legs: [], startedAt: iso(startedAt) },
      ...{ answeredAt: null, answeredBy: null, endedAt: null, outcome: null },
    };
    if (plan.giveUpAfterMs !== undefined) {
      this.later(plan.giveUpAfterMs, () => {
        if (this.truth.answeredAt === null) this.hangUp('source');
      });
    }
  }

  later(ms: number, what: () => void): Cancel {
    const cancel = this.pbx.clock.after(ms, () => {
      if (!this.isOver) what();
    });
    this.timers.push(cancel);
    return cancel;
  }

  /** @param source who tries to reach it, if not the call's source */
  open(destination: Party, how: How, source: Party = this.source.party): Section {
    const now = this.pbx.clock.now();
    const section = new Section(
      historyId(now, this.pbx.counters.nextRow()),
      this.truth.callHistoryId,
      this.callId,
      source,
      destination,
      how,
      now,
      this.isSourceConnected,
    );
    section.mainCallHistoryId = this.truth.mainCallHistoryId;
    this.openSections.add(section);
    return section;
  }

  close(
    section: Section,
    reason: string,
    details: string | null,
    more: { by?: string; next?: Section; atMs?: number } = {},
  ): void {
    if (!this.openSections.delete(section)) return;
    section.continuedIn = more.next ?? null;
    section.close(more.atMs ?? this.pbx.clock.now(), reason, details, more.by ?? null);
    if (this.withheld) this.withheld.push(section);
    else this.pbx.closed(section);
  }

  /** The caller is connected to something: a queue, an IVR, a voicemail, a person. */
  connectSource(party: LegParty): void {
    this.isSourceConnected = true;
    const { leg } = this.source;
    if (leg) this.pbx.legs.change(leg, { status: 'Connected', party });
  }

  /** Somebody took the call. */
  take(attempt: Attempt): void {
    const group = this.ringing;
    if (!group?.attempts.has(attempt) || this.isOver) return;
    if (group.replaces === 'source') this.turn();
    const now = this.pbx.clock.now();
    this.ringing = null;
    group.attempts.delete(attempt);
    cancelAll(attempt.timers);
    attempt.section.answeredAt = now;
    attempt.truth.answeredAt = iso(now);
    for (const other of group.attempts) this.callOff(other, 'completed_elsewhere');
    if (group.parent) {
      // A queue's section ends at the moment in which the agent answers.
      const next = attempt.section;
      this.close(group.parent, 'continued_in', 'polling', { next, atMs: now });
      this.leaveWaiting();
    }
    const former = this.connected;
    if (former) this.handOver(former, attempt);
    this.connected = attempt;
    if (attempt.isPerson && this.truth.answeredAt === null) {
      this.truth.answeredAt = iso(now);
      this.truth.answeredBy = attempt.party.number;
    }
    if (attempt.leg) {
      this.pbx.legs.change(attempt.leg, { status: 'Connected', referredBy: null });
    }
    this.connectSource(attempt.party);
    this.pbx.course.connected(this);
  }

  /** An attempt that came to nothing. */
  refuse(attempt: Attempt, reason: string, details: string): void {
    const group = this.ringing;
    if (!group?.attempts.delete(attempt)) return;
    this.endAttempt(attempt);
    for (const other of group.attempts) {
      // What one device refuses, or lets ring in vain, rings on no other of the same phone.
      const { method, from } = other.section.how;
      if (method !== 'fork' || from !== attempt.section) continue;
      group.attempts.delete(other);
      this.callOff(other, details);
    }
    this.lastRefusal = details === 'busy' || details === 'declined' ? 'rejected' : 'failed';
    if (details === 'no_answer') this.lastRefusal = null;
    if (attempt.section.isOpen && reason !== 'redirected') {
      this.close(attempt.section, reason, details, {
        by: attempt.section.destination.participantId,
      });
    }
    if (group.attempts.size === 0) {
      this.ringing = null;
      group.exhausted(attempt, details);
    }
  }

  /** Rings no more, because of others. */
  callOff(attempt: Attempt, details: string): void {
    this.endAttempt(attempt);
    this.close(attempt.section, 'cancelled', details, {
      by: attempt.section.destination.participantId,
    });
  }

  endAttempt(attempt: Attempt): void {
    cancelAll(attempt.timers);
    attempt.truth.endedAt ??= iso(this.pbx.clock.now());
    if (attempt.leg) this.pbx.legs.remove(attempt.leg);
  }

  /** Somebody hangs up, or the PBX ends the call. */
  hangUp(by: 'source' | 'destination'): void {
    if (this.isOver) return;
    const isWaiting = this.waiting !== null;
    const ending =
      by === 'source'
        ? this.source.party
        : this.connected && recordedAs(this.connected, this.source);
    for (const attempt of this.ringing?.attempts ?? []) {
      // Nobody can tell a phone that would have refused in a moment from one that rang.
      if (this.truth.direction !== 'outbound') this.hasRung = true;
      this.endAttempt(attempt);
    }
    if (this.connected) this.endAttempt(this.connected);
    for (const section of [...this.openSections]) this.closeFor(section, ending?.participantId);
    this.finish(by === 'source', isWaiting);
  }

  /** The two ends change places, so that the source can be replaced as whoever was called can. */
  turn(): void {
    const { source, connected } = this;
    if (!connected) return;
    const { section, leg, party, truth } = connected;
    const dn = leg ? (this.pbx.directory.get(leg.dn) ?? null) : null;
    this.source = { party: recordedAs(connected, source), legParty: party, leg, dn, truth };
    const startedAt = this.truth.startedAt;
    const was = { dn: source.legParty.dn, startedAt, answeredAt: startedAt, endedAt: null };
    this.connected = {
      ...{ section, leg: source.leg, party: source.legParty, isPerson: true, timers: [] },
      truth: source.truth ?? was,
    };
  }

  /** From now on its sections wait for the end of the call. */
  withhold(): void {
    this.withheld ??= [];
  }

  /** The two who talked in this call are in another one now, or gone. */
  joinInto(other: CallFlow, section: Section, moved: Attempt): void {
    const { mainCallHistoryId } = other.truth;
    this.truth.mainCallHistoryId = mainCallHistoryId;
    for (const one of [...(this.withheld ?? []), ...this.openSections]) {
      one.mainCallHistoryId = mainCallHistoryId;
    }
    this.close(moved.section, 'continued_in', 'joined', { next: section });
    this.hangUp('source');
  }

  /** The PBX gives up: nobody and nowhere left. */
  fail(): void {
    this.finish(false, this.waiting !== null);
  }

  /** @param ending who ended it; the one called, when nobody did */
  closeFor(section: Section, ending: string | undefined): void {
    const { source, destination } = section;
    const by = ending ?? destination.participantId;
    if (by === source.participantId) {
      this.close(section, 'src_participant_terminated', null, { by });
    } else if (by === destination.participantId) {
      this.close(section, 'dst_participant_terminated', null, { by });
    } else if (section.answeredAt === null) {
      this.close(section, 'cancelled', 'terminated_by_originator', { by });
    } else this.close(section, 'dst_participant_terminated', null, { by });
  }

  private handOver(former: Attempt, next: Attempt): void {
    this.endAttempt(former);
    this.close(former.section, 'continued_in', 'none', { next: next.section });
  }

  leaveWaiting(): void {
    this.waiting = null;
    this.pbx.router.removeWaitingLeg(this);
  }

  private finish(callerGaveUp: boolean, endedWaiting: boolean): void {
    this.isOver = true;
    cancelAll(this.timers);
    this.ringing = null;
    this.leaveWaiting();
    for (const section of [...this.openSections]) {
      this.close(section, 'dst_participant_terminated', null);
    }
    for (const { attempt } of this.extras) this.endAttempt(attempt);
    this.extras.clear();
    if (this.source.leg) this.pbx.legs.remove(this.source.leg);
    const { truth } = this;
    truth.endedAt = iso(this.pbx.clock.now());
    if (this.source.truth) this.source.truth.endedAt ??= truth.endedAt;
    truth.outcome = trueOutcome({
      ...{ callerGaveUp, endedWaiting, hasRung: this.hasRung, lastRefusal: this.lastRefusal },
      isAnswered: truth.answeredAt !== null,
      reachedVoicemail: this.reachedVoicemail,
      isOutbound: truth.direction === 'outbound',
    });
    for (const section of this.withheld ?? []) this.pbx.closed(section);
    this.withheld = null;
    this.pbx.ended(this);
  }
}

/** Whoever has the call, as the records know them: the other end of the section than the source. */
export function recordedAs({ section }: Attempt, { party }: SourceEnd): Party {
  const { source, destination } = section;
  return destination.participantId === party.participantId ? source : destination;
}

export function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

function cancelAll(timers: Cancel[]): void {
  for (const cancel of timers.splice(0)) cancel();
}
