import type { DnType, PartyDto } from '@3cx-relay/contracts';
import type { Call } from './call';
import { nextState } from './call-transitions';
import type { Draft } from './draft';
import { blankCall, directionOf, withCaller } from './first-dialled';
import { looksExternal } from './numbers';
import type { ObservedActiveCall } from './observation';
import { isKnownByLegs, newParticipant, participantOf, withParticipant } from './participants';
import { isPerson, keyIn, type Named, NOBODY, type SeenParty, toParty, typeOf } from './party';
import { giveWay, isLateNews, isOverAlready, isTakenOver } from './strangers';
import { epochMs, normalTime } from './time';

const NUMBER_FIRST = /^\s*(\+?[\d*#]+)\s*(.*?)\s*$/;
const NUMBER_LAST = /^\s*(.*?)\s*\((\+?[\d*#]+)\)\s*$/;

/** `101 Name`, `Name (101)` or a number; the format is not published. */
function readText(text: string): { readonly number: string | null; readonly name: string | null } {
  const last = NUMBER_LAST.exec(text);
  if (last) return { number: last[2] ?? null, name: last[1] || null };
  const first = NUMBER_FIRST.exec(text);
  if (first)
    return { number: first[1] ?? null, name: first[2]?.replace(/^\((.*)\)$/, '$1') || null };
  return { number: null, name: text.trim() || null };
}

/** One end of a call as XAPI's list names it; `null` if there is no number in it. */
export function partyFromText(
  text: string | null,
  watched: ReadonlyMap<string, DnType>,
): SeenParty | null {
  const { number, name } = readText(text ?? '');
  if (number === null) return null;
  const external = looksExternal(number) && !watched.has(number);
  if (external) return { external, dn: null, dnType: 'trunk', number, name, trunk: null };
  const dnType = typeOf(number, null, watched);
  return { external, dn: number, dnType, number, name, trunk: null };
}

/** The time that the list tells, if it is one and not in our future. */
function toldTime(time: string | null, at: string): string {
  if (time === null || Number.isNaN(epochMs(time))) return at;
  return epochMs(time) <= epochMs(at) ? normalTime(time) : at;
}

function isTalking(row: ObservedActiveCall): boolean {
  return row.status?.toLowerCase() === 'talking';
}

/** A call that no watched DN takes part in, with what the list says of it. */
function unwatchedCall(draft: Draft, row: ObservedActiveCall): Call {
  const startedAt = toldTime(row.establishedAt, draft.at);
  const blank = blankCall(draft.context.mintCallId(), [row.pbxCallId], startedAt);
  const call = withRow({ ...blank, lastEventAt: startedAt }, row, draft);
  // Who began before we looked may have been transferred since.
  const recovered = draft.context.recovered || draft.isFirstList;
  return {
    ...call,
    recovered,
    isCallerSure: !recovered,
    emptySince: draft.at,
    listedAt: draft.at,
    listed: true,
  };
}

function withFirstCaller(call: Call, row: ObservedActiveCall, draft: Draft): Call {
  if (call.callerKey !== null) return call;
  const caller = partyFromText(row.caller, draft.watched);
  return caller ? withCaller(call, toParty(caller), keyIn(call, caller)) : call;
}

/** The other end, which changes while the call is routed: the last one shown is there. */
function withCurrentCallee(call: Call, row: ObservedActiveCall, draft: Draft): Call {
  const seen = partyFromText(row.callee, draft.watched);
  const key = seen && keyIn(call, seen);
  if (!seen || key === null || key === call.callerKey) return call;
  const callee: PartyDto =
    call.callee === NOBODY || call.callee.number === null ? toParty(seen) : call.callee;
  const known = participantOf(call, key) ?? newParticipant(key, seen, 'ringing');
  const others = call.participants.map((p) =>
    p.key === key || p.key === call.callerKey || p.state === 'left'
      ? p
      : { ...p, state: 'left' as const, leftAt: draft.at },
  );
  const back =
    known.state === 'left' ? { ...known, state: 'ringing' as const, leftAt: null } : known;
  return withParticipant({ ...call, callee, participants: others }, back);
}

/** Talking with somebody who can only be a person: the far side of an outbound call, an extension. */
function withTalk(call: Call, row: ObservedActiveCall, draft: Draft): Call {
  const { at } = draft;
  const seen = call.participants.find((p) => p.key !== call.callerKey && p.state !== 'left');
  if (!isTalking(row) || !seen || !isPerson(seen.dnType)) return call;
  // Legs of a watched DN are on their way, and know better.
  if (draft.connected.callcontrol && seen.dn !== null && draft.watched.has(seen.dn)) return call;
  const answeredAt = call.answeredAt ?? at;
  const state = call.answeredAt === null ? nextState(call.state, 'answer') : call.state;
  const answeredBy = call.answeredBy ?? toParty(seen);
  const participants = call.participants.map((p) =>
    p === seen || (p.key === call.callerKey && p.state !== 'left')
      ? { ...p, state: 'connected' as const, joinedAt: p.joinedAt ?? at }
      : p,
  );
  return { ...call, participants, answeredAt, answeredBy, state };
}

function withRow(call: Call, row: ObservedActiveCall, draft: Draft): Call {
  const named = withCurrentCallee(withFirstCaller(call, row, draft), row, draft);
  const talking = withTalk(named, row, draft);
  const direction = talking.direction ?? directionOf(talking.caller, talking.callee);
  return { ...talking, direction };
}

/**
 * Who called, where we had to guess because the call was first seen in its midst. The first list
 * that shows it is nearest to its beginning; of a call that was put through, or that somebody barged
 * into, a later one names others. So not even the first makes sure: the record has the last word.
 */
function withListedEnds(call: Call, row: ObservedActiveCall, draft: Draft): Call {
  const caller = partyFromText(row.caller, draft.watched);
  const wasListed = call.listed === true || call.listedAt !== null;
  if (call.isCallerSure || wasListed || !caller) return call;
  const key = keyIn(call, caller);
  const known = participantOf(call, key);
  if (!known || key === call.callerKey) return call;
  const other = call.participants.find((p) => p.key !== key && p.state !== 'left');
  const callee = partyFromText(row.callee, draft.watched) ?? other ?? null;
  const ends = {
    caller: toParty(known),
    callerKey: key,
    callee: callee ? toParty(callee) : NOBODY,
  };
  const tookIt = call.answeredBy?.dn === known.dn && other ? toParty(other) : call.answeredBy;
  const direction = directionOf(ends.caller, ends.callee);
  return { ...call, ...ends, answeredBy: tookIt, direction };
}

function listedCall(draft: Draft, call: Call, row: ObservedActiveCall): Call {
  const named = isKnownByLegs(call) ? withListedEnds(call, row, draft) : call;
  if (named.legs.length > 0) return named.listed === true ? named : { ...named, listed: true };
  const listed = { ...named, listed: true, listedAt: draft.at };
  if (isKnownByLegs(call)) return listed;
  const next = withRow(listed, row, draft);
  // An equal call keeps its parts, so that it need not be stored anew at every poll.
  return JSON.stringify(next) === JSON.stringify(listed) ? listed : next;
}

/** The two ends of a row; who is not named is nobody that a call could be told apart by. */
function endsOf(row: ObservedActiveCall, draft: Draft): Named[] {
  const nobody = { dn: null, number: null };
  return [row.caller, row.callee].map((text) => partyFromText(text, draft.watched) ?? nobody);
}

/** Applies XAPI's complete list: keeps what it shows open, adds calls that no watched DN shows. */
export function applyActiveCalls(
  draft: Draft,
  rows: readonly ObservedActiveCall[],
  askedAt: string,
): void {
  const shown = new Set<Call['callId']>();
  for (const row of rows) {
    const known = draft.openCalls.ofNumber(row.pbxCallId);
    const isForeign = known !== undefined && isTakenOver(known, endsOf(row, draft));
    if (known && isForeign) giveWay(draft, known);
    const call = isForeign ? undefined : known;
    if (!call && isNoNewCall(draft, row)) continue;
    const next = call ? listedCall(draft, call, row) : unwatchedCall(draft, row);
    draft.put(next);
    shown.add(next.callId);
  }
  for (const call of draft.openCalls.values()) {
    if (shown.has(call.callId) || call.listed === false) continue;
    // Something happened to it after the list was asked for: the next one will tell.
    if (epochMs(call.lastEventAt) > epochMs(askedAt)) continue;
    draft.put({ ...call, listed: false });
  }
  draft.isFirstList = false;
}

function isNoNewCall(draft: Draft, row: ObservedActiveCall): boolean {
  const ends = [row.caller, row.callee].flatMap((text) => partyFromText(text, draft.watched) ?? []);
  const people = ends.filter(({ dnType }) => isPerson(dnType));
  if (isLateNews(draft, row.pbxCallId, people)) return true;
  return isOverAlready(draft, row.pbxCallId, endsOf(row, draft));
}

/** A source went away: what the last list said no longer counts. */
export function forgetList(draft: Draft): void {
  for (const call of draft.openCalls.values()) {
    if (call.listed !== null) draft.put({ ...call, listed: null });
  }
}
