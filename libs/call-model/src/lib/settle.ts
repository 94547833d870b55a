import type { CallId } from '@3cx-relay/contracts';
import { acceptRecord } from './accept-record';
import type { Call } from './call';
import type { Draft } from './draft';
import { endCall } from './end-call';
import { joinInto, JOINING_MS, mayBeJoining, survivorOf } from './join';
import { isKnownByLegs } from './participants';
import { tellAll } from './tell';
import { laterOf, midpoint, msBetween } from './time';

/** How long a call without legs stays open when XAPI cannot say whether it goes on. */
const WITHOUT_LIST_MS = 60_000;
/** How long the end of a call that we did not see waits for the record, which has the true time. */
const AWAIT_RECORD_MS = 10_000;
/** A list that was under way as the last leg went may still show a call that is over. */
const STALE_LIST_MS = 2_000;

/** Whether legs of the call are there that may be believed. */
function isLiveOnLegs(draft: Draft, call: Call): boolean {
  return call.legs.length > 0 && draft.connected.callcontrol;
}

/**
 * Whether the call goes on as far as legs or XAPI's list show: a record of it is then of a part, or
 * the list is a moment old.
 */
export function isSeenLive(draft: Draft, call: Call): boolean {
  return isLiveOnLegs(draft, call) || call.listed === true;
}

/** Legs that nobody reports on any more, of a call that XAPI's list does not show: it is over. */
function withoutStaleLegs(draft: Draft, call: Call): Call {
  const stale =
    call.legs.length > 0 &&
    !draft.connected.callcontrol &&
    draft.connected.xapi &&
    call.listed === false;
  return stale ? { ...call, legs: [], emptySince: draft.at, vanishedUnseen: true } : call;
}

function isOver(draft: Draft, call: Call): boolean {
  if (call.legs.length > 0) return false;
  if (call.joinedInto !== null) return true;
  const empty = call.emptySince ?? call.lastEventAt;
  if (draft.listAwaySince !== null) {
    return msBetween(laterOf(empty, draft.listAwaySince), draft.at) >= WITHOUT_LIST_MS;
  }
  if (call.listed !== false) return false;
  const mayWait = call.vanishedUnseen && draft.connected.database;
  return !mayWait || msBetween(laterOf(empty, call.listedAt ?? empty), draft.at) >= AWAIT_RECORD_MS;
}

/**
 * When a call ended that has no legs: as the last one went, or, if XAPI's list showed it on after
 * that, half way between the list that last showed it and this one.
 */
function endOf(draft: Draft, call: Call): string {
  const empty = call.emptySince ?? draft.at;
  const { listedAt } = call;
  if (listedAt === null || call.joinedInto !== null) return empty;
  const isStale = isKnownByLegs(call) && msBetween(empty, listedAt) <= STALE_LIST_MS;
  if (isStale) return empty;
  return call.listed === false ? midpoint(listedAt, draft.at) : listedAt;
}

function settleCall(draft: Draft, callId: CallId): void {
  const found = draft.openCalls.get(callId);
  if (!found) return;
  const call = withoutStaleLegs(draft, found);
  draft.put(call);
  // Record and list agree that it is over: its legs are there only because their end was lost.
  const isRefuted = call.listed === false || !isSeenLive(draft, call);
  if (call.pendingRecord !== null && isRefuted) {
    acceptRecord(draft, call, call.pendingRecord);
    return;
  }
  if (!isOver(draft, call)) return;
  endCall(draft, callId, {
    at: endOf(draft, call),
    cause: call.joinedInto === null ? null : 'joined',
    recovered: call.vanishedUnseen || draft.context.recovered,
  });
}

/** Which calls can have come to an end by this observation: touched ones, and all that wait. */
function candidates(draft: Draft): readonly CallId[] {
  const { openCalls, connected } = draft;
  const waiting = connected.callcontrol ? openCalls.waiting() : openCalls.values();
  return [...new Set([...draft.touched, ...Array.from(waiting, ({ callId }) => callId)])];
}

/** Finds out which calls without legs were carried into another one by an attended transfer. */
function joinEmptied(draft: Draft): void {
  if (draft.touched.length === 0) return;
  for (const call of draft.openCalls.emptied()) {
    if (call.emptySince !== null && msBetween(call.emptySince, draft.at) > JOINING_MS) return;
    if (call.emptySince === null || call.joinedInto !== null) continue;
    if (!mayBeJoining(call, draft.at)) continue;
    const survivor = survivorOf(call, draft.openCalls);
    if (survivor) joinInto(draft, call.callId, survivor.callId);
  }
}

/** Tells what happened, then ends every call that is over. */
export function settle(draft: Draft): void {
  joinEmptied(draft);
  tellAll(draft);
  for (const callId of candidates(draft)) settleCall(draft, callId);
}
