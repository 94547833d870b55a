import type { PartyDto } from '@3cx-relay/contracts';
import type { Call } from './call';
import { type HistoryIdFacts, historyIdFacts } from './history-id';
import { sameNumber } from './numbers';
import type { ObservedRecord } from './observation';
import { epochMs } from './time';

/** How far a call's first sight may be from the time in the record's id, skew taken off. */
const ID_TOLERANCE_MS = 30_000;
/** The same where only parties and times speak for it. */
const TIME_TOLERANCE_MS = 5_000;
/** From here on a counter that differs from the runtime number speaks against a match. */
const TRUSTED_FROM = 3;

export interface Match {
  readonly call: Call;
  /** Whether the counter in the record's id was the call's runtime number; `null` if it has none. */
  readonly byCounter: boolean | null;
}

export interface MatchFacts {
  /** How far the PBX's clock is ahead of ours. */
  readonly clockSkewMs: number;
  readonly counterTrust: number;
}

function sameParty(a: PartyDto, b: PartyDto): boolean {
  if (a.dn !== null && b.dn !== null) return a.dn === b.dn;
  return a.number !== null && b.number !== null && sameNumber(a.number, b.number);
}

function isKnown(party: PartyDto): boolean {
  return party.dn !== null || party.number !== null;
}

/** Everybody in the record, as parties. */
function everybody(record: ObservedRecord): readonly PartyDto[] {
  return [record.caller, record.callee, ...record.participants];
}

/** Whether somebody of the call is in the record, in whatever part. */
function shareSomebody(call: Call, record: ObservedRecord): boolean {
  const recorded = everybody(record);
  return [call.caller, call.callee, ...call.participants].some((party) =>
    recorded.some((one) => sameParty(party, one)),
  );
}

/** Whether the callers cannot be the same, as far as we are sure of ours. */
function contradicts(call: Call, record: ObservedRecord): boolean {
  if (!isKnown(call.caller) || !isKnown(record.caller)) return false;
  if (sameParty(call.caller, record.caller)) return false;
  return call.isCallerSure || !shareSomebody(call, record);
}

/** Same caller, and one of those called is in both. */
function agrees(call: Call, record: ObservedRecord): boolean {
  if (!isKnown(call.caller) || contradicts(call, record)) return false;
  const others = [call.callee, ...call.participants.filter((p) => p.key !== call.callerKey)];
  const called = others.filter(isKnown);
  if (called.length === 0) return true;
  return called.some((party) => everybody(record).some((one) => sameParty(party, one)));
}

interface Distance {
  readonly startMs: number;
  /** Whether the call was first seen while the recorded one was under way. */
  readonly inside: boolean;
  /** Whether it was first seen just after that: an answer was on its way, or the PBX's clock lags. */
  readonly justAfter: boolean;
}

/** When the recorded call was, by our clock. */
interface Period {
  readonly startMs: number;
  readonly endMs: number;
  /** Within these a call of it was first seen, as the relay writes times. */
  readonly earliest: string;
  readonly latest: string;
}

function periodOf({ startedAt, endedAt }: ObservedRecord, skewMs: number): Period {
  const startMs = epochMs(startedAt) - skewMs;
  const endMs = epochMs(endedAt) - skewMs;
  const latestMs = Math.max(startMs + ID_TOLERANCE_MS, endMs + TIME_TOLERANCE_MS);
  const earliest = new Date(startMs - ID_TOLERANCE_MS).toISOString();
  return { startMs, endMs, earliest, latest: new Date(latestMs).toISOString() };
}

function distance(call: Call, { startMs, endMs }: Period): Distance {
  const seenMs = epochMs(call.startedAt);
  return {
    startMs: Math.abs(seenMs - startMs),
    inside: seenMs >= startMs && seenMs <= endMs,
    justAfter: seenMs > endMs && seenMs <= endMs + TIME_TOLERANCE_MS,
  };
}

/** Lower is better; `null`: cannot be. */
function rank(
  call: Call,
  record: ObservedRecord,
  id: HistoryIdFacts | null,
  period: Period,
  counterTrust: number,
): { readonly score: number; readonly byCounter: boolean | null } | null {
  if (call.callHistoryId !== null || call.record !== null) return null;
  const { startMs, inside, justAfter } = distance(call, period);
  const isSameCaller = sameParty(call.caller, record.caller);
  const isLateSight = call.recovered && justAfter && isSameCaller && agrees(call, record);
  const isNear = startMs <= ID_TOLERANCE_MS || inside || isLateSight;
  if (!isNear || contradicts(call, record)) return null;
  const firstSeenLate = call.recovered && inside;
  const numbers = call.pbxCallIds;
  const byCounter = id === null || numbers.length === 0 ? null : numbers.includes(id.counter);
  if (byCounter) return { score: startMs, byCounter };
  if (byCounter === false && counterTrust >= TRUSTED_FROM) return null;
  if (!agrees(call, record) || !(startMs <= TIME_TOLERANCE_MS || firstSeenLate)) return null;
  return { score: ID_TOLERANCE_MS + 86_400_000 + startMs, byCounter };
}

/**
 * The call that a record is of, among calls that have none yet: by the identifiers where they
 * agree (counter and runtime number, time of the id near the call's start), else by parties and
 * times. A call that has a record never gets another one's.
 */
export function matchRecord(
  record: ObservedRecord,
  calls: Iterable<Call>,
  facts: MatchFacts,
): Match | null {
  const id = historyIdFacts(record.callHistoryId);
  const period = periodOf(record, facts.clockSkewMs);
  let best: (Match & { readonly score: number }) | null = null;
  for (const call of calls) {
    // Of thousands of calls few come into question, and comparing texts tells which.
    if (call.startedAt < period.earliest || call.startedAt > period.latest) continue;
    const ranked = rank(call, record, id, period, facts.counterTrust);
    if (ranked && (best === null || ranked.score < best.score)) best = { call, ...ranked };
  }
  return best && { call: best.call, byCounter: best.byCounter };
}
