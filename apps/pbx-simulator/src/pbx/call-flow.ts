import type { Cancel } from './clock';
import type { Answer, Dn } from './directory';
import type { Leg, LegParty } from './leg';
import type { Pbx } from './pbx';
import { historyId } from './ids';
import { type How, type Party, Section } from './section';
import { type TrueCall, type TrueLeg, trueOutcome } from './truth';

/** How a call goes on by itself; what is left out is steered from outside. */
export interface CallPlan {
  /** In place of how the phones that ring would behave. */
  readonly answer?: Answer;
  readonly answerAfterMs?: number;
  /** How long the two talk before somebody hangs up. */
  readonly talkMs?: number;
  readonly hangUpBy?: 'source' | 'destination';
  /** The caller gives up after this long without an answer. */
  readonly giveUpAfterMs?: number;
  /** A blind transfer by whoever took the call. */
  readonly transfer?: { readonly to: string; readonly afterMs: number };
  /** What the caller presses in an IVR. */
  readonly press?: { readonly digit: string; readonly afterMs: number };
}

/** A target that is being tried, or that has taken the call. */
export interface Attempt {
  readonly section: Section;
  readonly leg: Leg | null;
  /** As the caller's leg shows it. */
  readonly party: LegParty;
  readonly isPerson: boolean;
  readonly truth: TrueLeg;
  readonly timers: Cancel[];
}

/** Targets that ring together; when none is left `exhausted` decides what comes next. */
export interface RingGroup {
  readonly attempts: Set<Attempt>;
  /** The queue's or ring group's own section, which waits for the winner. */
  readonly parent: Section | null;
  readonly exhausted: (last: Attempt, details: string) => void;
}

export interface SourceEnd {
  readonly party: Party;
  /** Other side of the target's leg. */
  readonly legParty: LegParty;
  /** `null` for a caller outside, whose leg no DN shows. */
  readonly leg: Leg | null;
  readonly dn: Dn | null;
}

/** One call flow: who is where, what rings, and what is recorded of it. */
export class CallFlow {
  readonly truth: TrueCall;
  readonly timers: Cancel[] = [];
  readonly openSections = new Set<Section>();
  ringing: RingGroup | null = null;
  connected: Attempt | null = null;
  /** The section in which the caller waits: queue, IVR. */
  waiting: Section | null = null;
  isSourceConnected = false;
  hasRung = false;
  reachedVoicemail = false;
  lastRefusal: 'rejected' | 'failed' | null = null;
  isOver = false;

  constructor(
    readonly pbx: Pbx,
    readonly callId: number,
    readonly source: SourceEnd,
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

  open(destination: Party, how: How): Section {
    const now = this.pbx.clock.now();
    const section = new Section(
      historyId(now, this.pbx.counters.nextRow()),
      this.truth.callHistoryId,
      this.callId,
      this.source.party,
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
    this.pbx.closed(section);
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
    this.pbx.router.planConnected(this, former !== null);
  }

  /** An attempt that came to nothing. */
  refuse(attempt: Attempt, reason: string, details: string): void {
    const group = this.ringing;
    if (!group?.attempts.delete(attempt)) return;
    this.endAttempt(attempt);
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
    const reason = by === 'source' ? 'src_participant_terminated' : 'dst_participant_terminated';
    const isWaiting = this.waiting !== null;
    for (const attempt of this.ringing?.attempts ?? []) this.endAttempt(attempt);
    if (this.connected) this.endAttempt(this.connected);
    for (const section of [...this.openSections]) {
      const end = by === 'source' ? section.source : section.destination;
      this.close(section, reason, null, { by: end.participantId });
    }
    this.finish(by === 'source', isWaiting);
  }

  /** The PBX gives up: nobody and nowhere left. */
  fail(): void {
    this.finish(false, this.waiting !== null);
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
    if (this.source.leg) this.pbx.legs.remove(this.source.leg);
    const { truth } = this;
    truth.endedAt = iso(this.pbx.clock.now());
    truth.outcome = trueOutcome({
      ...{ callerGaveUp, endedWaiting, hasRung: this.hasRung, lastRefusal: this.lastRefusal },
      isAnswered: truth.answeredAt !== null,
      reachedVoicemail: this.reachedVoicemail,
      isOutbound: truth.direction === 'outbound',
    });
    this.pbx.ended(this);
  }
}

export function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

function cancelAll(timers: Cancel[]): void {
  for (const cancel of timers.splice(0)) cancel();
}
