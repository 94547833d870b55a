import type { OrderedMap } from 'immutable';
import type { Call } from './call';
import type { Draft } from './draft';
import { msBetween, shifted } from './time';

/** Late frames of a removed leg, or of an ended call, come within this time if at all. */
const REMOVED_LEG_MS = 60_000;
const ENDED_NUMBER_MS = 120_000;
/** How long an ended call is kept at hand: with its record, and waiting for it. */
const RECORDED_MS = 600_000;
const UNRECORDED_MS = 24 * 3_600_000;
/** More of them than this are not kept in memory; the store has them. */
const MAX_RECORDED = 200;
const MAX_UNRECORDED = 5_000;

function isForgotten(call: Call, at: string): boolean {
  const limit = call.record === null ? UNRECORDED_MS : RECORDED_MS;
  return msBetween(call.lastEventAt, at) > limit;
}

/** Drops what no observation can refer to any more, so that memory stays bounded. */
export function forget(draft: Draft): void {
  const { at } = draft;
  const legsSince = shifted(at, -REMOVED_LEG_MS);
  const numbersSince = shifted(at, -ENDED_NUMBER_MS);
  draft.removedLegs = without(draft.removedLegs, (removedAt) => removedAt < legsSince);
  draft.recentlyEnded = without(draft.recentlyEnded, (ended) => ended.at < numbersSince);
  for (const call of draft.endedCalls.values()) {
    if (isForgotten(call, draft.at)) draft.forgetEnded(call.callId);
  }
  dropOldest(draft, (call) => call.record !== null, MAX_RECORDED);
  dropOldest(draft, (call) => call.record === null, MAX_UNRECORDED);
}

function without<K, V>(all: OrderedMap<K, V>, isOld: (value: V) => boolean): OrderedMap<K, V> {
  return all.deleteAll([...all].flatMap(([key, value]) => (isOld(value) ? [key] : [])));
}

function dropOldest(draft: Draft, isMeant: (call: Call) => boolean, limit: number): void {
  const calls = [...draft.endedCalls.values()].filter(isMeant);
  for (const call of calls.slice(0, Math.max(0, calls.length - limit))) {
    draft.forgetEnded(call.callId);
  }
}
