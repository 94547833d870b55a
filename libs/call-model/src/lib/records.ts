import type { Call } from './call';
import { acceptRecord, acceptUnknown, knownCalls } from './accept-record';
import type { Draft } from './draft';
import { matchRecord } from './match-record';
import type { ObservedRecord } from './observation';
import { isSeenLive } from './settle';
import { msBetween } from './time';

/** A record that is still incomplete this long after its last section stays so: take it as it is. */
const INCOMPLETE_FOR_GOOD_MS = 4 * 3_600_000;

function isFinal(draft: Draft, record: ObservedRecord): boolean {
  return record.complete || msBetween(record.endedAt, draft.at) > INCOMPLETE_FOR_GOOD_MS;
}

function callOf(draft: Draft, record: ObservedRecord): Call | null {
  const bound = draft.openCalls.ofRecord(record.callHistoryId);
  if (bound) return bound;
  for (const call of knownCalls(draft)) {
    if (call.callHistoryId === record.callHistoryId) return call;
  }
  const match = matchRecord(record, knownCalls(draft), {
    clockSkewMs: draft.context.clockSkewMs ?? 0,
    counterTrust: draft.counterTrust,
  });
  if (match && match.byCounter !== null) draft.counterTrust += match.byCounter ? 1 : -1;
  return match?.call ?? null;
}

/** From now on the record belongs to the call, though it has not been told yet. */
function bound(call: Call, record: ObservedRecord): Call {
  const { callHistoryId, mainCallHistoryId } = record;
  return { ...call, callHistoryId, mainCallHistoryId };
}

/** Applies one record; the same content twice changes nothing. */
export function applyRecord(draft: Draft, record: ObservedRecord): void {
  const call = callOf(draft, record);
  const final = isFinal(draft, record);
  if (!call) {
    if (final) acceptUnknown(draft, record);
    return;
  }
  if (call.record?.hash === record.hash) return;
  if (call.state === 'ended') {
    if (final) acceptRecord(draft, call, record);
    else if (call.record === null && call.callHistoryId === null)
      draft.putEnded(bound(call, record));
    return;
  }
  if (!final) {
    if (call.callHistoryId === null) draft.put(bound(call, record));
    return;
  }
  if (isSeenLive(draft, call)) draft.put({ ...bound(call, record), pendingRecord: record });
  else acceptRecord(draft, call, record);
}
