import { withRecord, correctedFields } from './apply-record';
import type { Call } from './call';
import { callIdOfHistory } from './call-id';
import type { Draft } from './draft';
import type { ObservedRecord } from './observation';
import { tellRecording } from './recordings';
import { recordedSegments } from './recorded';
import { answererIn, callAsOf, callFromRecord, tellRecovered } from './recovered-call';
import { eventFacts, marked, plainEvent, tell } from './tell';
import { laterOf } from './time';

/** The calls that the draft knows, and those of the store that the caller gave. */
export function* knownCalls(draft: Draft): Iterable<Call> {
  yield* draft.openCalls.values();
  yield* draft.endedCalls.values();
  for (const call of draft.context.candidates ?? []) {
    if (!draft.openCalls.has(call.callId) && !draft.endedCalls.has(call.callId)) yield call;
  }
}

/** The conversation that the flows of a merged call share; `null` if the call stands alone. */
function sharedConversation(draft: Draft, record: ObservedRecord): string | null {
  const main = record.mainCallHistoryId;
  if (main !== null && main !== record.callHistoryId) {
    for (const call of knownCalls(draft)) {
      if (call.callHistoryId === main) return call.conversationId;
    }
    return callIdOfHistory(main);
  }
  for (const call of knownCalls(draft)) {
    const merged = call.callHistoryId !== null && call.callHistoryId !== record.callHistoryId;
    if (merged && call.mainCallHistoryId === record.callHistoryId) return call.conversationId;
  }
  return null;
}

/** Tells `call.record` and what recordings it brings; the call is an ended one from here on. */
function tellRecord(draft: Draft, before: Call, after: Call, record: ObservedRecord): void {
  const revision = (before.record?.revision ?? 0) + 1;
  const { recovered } = draft.context;
  const time = laterOf(draft.at, before.lastEventAt);
  const told = { ...marked(after, time, recovered), record: { hash: record.hash, revision } };
  draft.putEnded(told);
  draft.emit({
    type: 'call.record',
    ...eventFacts(told, { cause: told.cause, recovered, time }),
    record: { segments: recordedSegments(record.segments), cost: record.cost, revision },
    corrected: correctedFields(before, after),
  });
  for (const recording of record.recordings) tellRecording(draft, told.callId, recording);
}

/** An open call that the record shows to be over: its answer, if we missed it, and its end. */
function closeOpen(draft: Draft, call: Call, after: Call): Call {
  tell(draft, call.callId);
  const open = draft.openCalls.get(call.callId) ?? call;
  const unseen = open.vanishedUnseen || open.legs.length > 0 || draft.context.recovered;
  if (open.answeredAt === null && after.answeredAt !== null) {
    const time = laterOf(after.answeredAt, open.lastEventAt);
    const answered = marked(callAsOf(after, open.callerKey, after.answeredAt), time, true);
    draft.putTold(answered);
    const participant = answererIn(answered);
    draft.emit(plainEvent('call.answered', answered, { participant, recovered: true, time }));
    return close(draft, answered, after, unseen);
  }
  return close(draft, open, after, unseen);
}

function close(draft: Draft, open: Call, after: Call, recovered: boolean): Call {
  const time = laterOf(after.endedAt ?? draft.at, open.lastEventAt);
  const wasRecovered = open.recovered;
  const ended = marked({ ...after, recovered: wasRecovered }, time, recovered);
  draft.putEnded(ended);
  draft.emit(plainEvent('call.ended', ended, { cause: ended.cause, recovered, time }));
  return ended;
}

/** Applies a complete record to its call: ends it if it is open, then tells the record. */
export function acceptRecord(draft: Draft, call: Call, record: ObservedRecord): void {
  const shared = sharedConversation(draft, record) ?? call.conversationId;
  const after = withRecord(call, record, shared);
  if (call.state === 'ended') {
    tellRecord(draft, call, after, record);
    return;
  }
  const ended = closeOpen(draft, call, after);
  tellRecord(draft, ended, ended, record);
}

/** Makes the call that only this record tells of, whole. */
export function acceptUnknown(draft: Draft, record: ObservedRecord): void {
  const call = callFromRecord(record, sharedConversation(draft, record));
  const ended = tellRecovered(draft, call);
  tellRecord(draft, ended, ended, record);
}
