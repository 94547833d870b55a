import type { Cancel } from './clock';
import type { Answer, Dn } from './directory';
import type { Leg, LegParty } from './leg';
import type { Party, Section } from './section';
import type { TrueLeg } from './truth';

/** Which end of a call: its source, or whoever has taken it. */
export type End = 'source' | 'destination';

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
  /** An attended transfer by whoever took the call: asks there, talks, and joins the two. */
  readonly consult?: {
    readonly to: string;
    readonly afterMs: number;
    readonly talkMs: number;
    /** Whoever asked stays in, and the three talk. */
    readonly conference?: boolean;
  };
  /** This is a consultation: once answered it is joined with another call. */
  readonly joins?: {
    readonly callId: number;
    readonly afterMs: number;
    readonly conference: boolean;
  };
  /** Whoever took the call parks it, and somebody fetches it. */
  readonly park?: { readonly afterMs: number; readonly waitMs: number; readonly pickUpBy: string };
  /** Somebody enters the conversation of two and leaves again, while they talk on. */
  readonly bargeIn?: { readonly by: string; readonly afterMs: number; readonly staysMs: number };
  /** The queue's agents let so many waves ring in vain. */
  readonly idleWaves?: number;
  /** Where the phone first dialled sends its calls, and when. */
  readonly divert?: { readonly when: 'always' | 'busy' | 'no_answer'; readonly to: string };
  /** Every device of a phone rings with a leg of its own. */
  readonly everyDevice?: boolean;
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
  /** The end whose place the winner takes; without it that of whoever had the call. */
  readonly replaces?: End;
}

export interface SourceEnd {
  readonly party: Party;
  /** Other side of the target's leg. */
  readonly legParty: LegParty;
  /** `null` for a caller outside, whose leg no DN shows. */
  readonly leg: Leg | null;
  readonly dn: Dn | null;
  /** Of a source that was once called itself. */
  readonly truth?: TrueLeg;
}

/** A third party in a conversation. */
export interface Extra {
  readonly dn: string;
  readonly attempt: Attempt;
  /** Came unasked, and is nobody to go on with. */
  readonly isGuest: boolean;
}
