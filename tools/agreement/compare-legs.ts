import { isNear, time } from './compare-rows';
import type { CdrRow, SeenLeg, TrueCall, TrueLeg } from './shapes';

/** Translates our clock into the one of the PBX. */
export interface PbxClock {
  readonly speed: number;
  /** The PBX's time when ours was 0. */
  readonly zeroMs: number;
}

/** How far Call Control may lag behind the truth, in real time. */
const LAG_MS = 1_000;

/** How far the clock that is found may be off, in real time. */
const CLOCK_SLACK_MS = 20;

/** What Call Control showed, sorted by what it belongs to. */
export interface SeenCalls {
  readonly all: readonly SeenLeg[];
  readonly byCall: ReadonlyMap<number, readonly SeenLeg[]>;
  /** Legs that changed or were gone before they could be read. */
  readonly unread: readonly SeenLeg[];
  readonly watched: ReadonlySet<string>;
}

export function sortLegs(legs: readonly SeenLeg[], watched: ReadonlySet<string>): SeenCalls {
  const byCall = new Map<number, SeenLeg[]>();
  const unread: SeenLeg[] = [];
  for (const leg of legs) {
    if (leg.lost > 0) unread.push(leg);
    if (leg.callId !== null) byCall.set(leg.callId, [...(byCall.get(leg.callId) ?? []), leg]);
  }
  return { all: legs, byCall, unread, watched };
}

/** The clock that fits most legs: events carry no time, so it is found by what they tell. */
export function clockOf(calls: readonly TrueCall[], seen: SeenCalls, speed: number): PbxClock {
  const zeros = calls.flatMap((call) => {
    const first = seen.byCall.get(call.callId)?.[0];
    return first ? [call.startedAt - first.firstAt * speed] : [];
  });
  // What is seen late lies lower; the earliest sights are the truest.
  zeros.sort((a, b) => b - a);
  return { speed, zeroMs: zeros[Math.floor(zeros.length / 4)] ?? 0 };
}

/** What differs between a call as it was and what Call Control told of it. */
export function compareSeen(
  call: TrueCall,
  rows: readonly CdrRow[],
  seen: SeenCalls,
  clock: PbxClock,
): string[] {
  const left = [...(seen.byCall.get(call.callId) ?? [])];
  const faults: string[] = [];
  for (const leg of call.legs.filter(({ dn }) => seen.watched.has(dn))) {
    const at = nearest(leg, left, clock);
    const found = left[at];
    if (found) faults.push(...compareLeg(leg, found, clock));
    else if (hasRung(leg, rows) && !isUnread(leg, seen, clock)) {
      faults.push(`Call Control showed no leg of ${leg.dn} at ${time(leg.startedAt)}`);
    }
    if (at !== -1) left.splice(at, 1);
  }
  return [...faults, ...left.flatMap((leg) => compareOther(call, leg, clock))];
}

/** Why a phone does not even ring, so that Call Control has nothing to show of it. */
const SILENT = ['busy', 'forward_all', 'not_registered'];

function hasRung(leg: TrueLeg, rows: readonly CdrRow[]): boolean {
  return !rows.some(
    (row) =>
      row.destination_dn_number === leg.dn &&
      row.cdr_answered_at === null &&
      SILENT.includes(row.termination_reason_details ?? '') &&
      isNear(row.cdr_started_at, leg.startedAt),
  );
}

/** Several devices of a DN ring at the same moment; what became of them tells them apart. */
function nearest(leg: TrueLeg, seen: readonly SeenLeg[], clock: PbxClock): number {
  let best = -1;
  let least = Infinity;
  seen.forEach((one, at) => {
    const away =
      Math.abs(leg.startedAt - pbxTime(one.firstAt, clock)) +
      Math.abs((leg.endedAt ?? 0) - pbxTime(one.removedAt ?? 0, clock)) +
      ((leg.answeredAt === null) === (one.connectedAt === null) ? 0 : LAG_MS * clock.speed);
    if (one.dn !== leg.dn || away >= least) return;
    least = away;
    best = at;
  });
  return best;
}

/** Gone before it could be read, or, as in an attended transfer, already in another call. */
function isUnread(leg: TrueLeg, { all, unread }: SeenCalls, clock: PbxClock): boolean {
  const wasElsewhere = ({ readAt }: SeenLeg) =>
    readAt !== null &&
    leg.endedAt !== null &&
    pbxTime(readAt, clock) >= leg.endedAt - CLOCK_SLACK_MS * clock.speed;
  return [...unread, ...all.filter(wasElsewhere)].some(
    (one) => one.dn === leg.dn && isClose(leg.startedAt, pbxTime(one.firstAt, clock), clock),
  );
}

function compareLeg(leg: TrueLeg, seen: SeenLeg, clock: PbxClock): string[] {
  const missedAnswer = seen.connectedAt === null && seen.lost > 0;
  return [
    ...late(`${leg.dn} began`, leg.startedAt, seen.firstAt, clock),
    ...(missedAnswer ? [] : late(`${leg.dn} answered`, leg.answeredAt, seen.connectedAt, clock)),
    ...late(`${leg.dn} left`, leg.endedAt, seen.removedAt, clock),
  ];
}

/** A leg of another kind: the caller's own, a queue, an IVR, a parking place. */
function compareOther(call: TrueCall, seen: SeenLeg, clock: PbxClock): string[] {
  const known = [call.from, call.to, call.queue, ...call.parties, ...call.legs.map((l) => l.dn)];
  const began = pbxTime(seen.firstAt, clock);
  const slackMs = LAG_MS * clock.speed;
  return [
    ...(known.includes(seen.dn) ? [] : [`Call Control showed ${seen.dn}, who has no part in it`]),
    ...(seen.removedAt === null ? [`Call Control never removed ${seen.path}`] : []),
    ...(began < call.startedAt - slackMs || began > (call.endedAt ?? Infinity) + slackMs
      ? [`${seen.path} began at ${time(began)}, outside of the call`]
      : []),
  ];
}

function late(what: string, truly: number | null, seenAt: number | null, clock: PbxClock) {
  const seen = seenAt === null ? null : pbxTime(seenAt, clock);
  if (truly === null || seen === null) {
    return truly === seen ? [] : [`${what} ${time(truly)}, in Call Control ${time(seen)}`];
  }
  return isClose(truly, seen, clock)
    ? []
    : [`${what} ${time(truly)}, in Call Control ${time(seen)}`];
}

function isClose(truly: number, seen: number, { speed }: PbxClock): boolean {
  return Math.abs(truly - seen) <= LAG_MS * speed;
}

export function pbxTime(ours: number, { speed, zeroMs }: PbxClock): number {
  return ours * speed + zeroMs;
}
