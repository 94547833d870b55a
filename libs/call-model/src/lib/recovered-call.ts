import type { Call, Participant } from './call';
import { callIdOfHistory } from './call-id';
import type { Draft } from './draft';
import { blankCall } from './first-dialled';
import { historyIdFacts } from './history-id';
import type { ObservedRecord } from './observation';
import { marked, plainEvent } from './tell';
import { withRecord } from './apply-record';
import { laterOf } from './time';

/** A party that had not begun to take part at some moment is not shown there. */
function asOf(participant: Participant, time: string, isCaller: boolean): Participant | null {
  const { joinedAt, leftAt } = participant;
  const joined = joinedAt !== null && joinedAt <= time;
  if (isCaller && !joined) return { ...participant, state: 'dialing', leftAt: null };
  if (!joined) return null;
  if (leftAt !== null && leftAt <= time) return participant;
  return { ...participant, state: 'connected', leftAt: null };
}

/** The finished call as it was at an earlier moment: what consumers would have been told then. */
export function callAsOf(call: Call, callerKey: string | null, time: string): Call {
  const isAnswered = call.answeredAt !== null && call.answeredAt <= time;
  return {
    ...call,
    state: isAnswered ? 'connected' : 'ringing',
    participants: call.participants.flatMap((p) => asOf(p, time, p.key === callerKey) ?? []),
    answeredAt: isAnswered ? call.answeredAt : null,
    answeredBy: isAnswered ? call.answeredBy : null,
    endedAt: null,
    outcome: null,
    cause: null,
    queue: null,
    recovered: true,
    lastEventAt: time,
  };
}

/** Whoever took the call first, as the call lists them. */
export function answererIn(call: Call): Participant | null {
  const { answeredBy, callerKey } = call;
  const matches = (p: Participant): boolean =>
    p.dn === answeredBy?.dn && (p.dn !== null || p.number === answeredBy.number);
  return call.participants.find((p) => p.key !== callerKey && matches(p)) ?? null;
}

function callerKeyOf(call: Call): string | null {
  const { dn, number } = call.caller;
  return call.participants.find((p) => p.dn === dn && p.number === number)?.key ?? null;
}

/** The call that only a record tells of: its id is always the same for the same record. */
export function callFromRecord(record: ObservedRecord, conversationId: string | null): Call {
  const callId = callIdOfHistory(record.callHistoryId);
  const id = historyIdFacts(record.callHistoryId);
  const blank = blankCall(callId, id ? [id.counter] : [], record.startedAt);
  const call = withRecord(blank, record, conversationId ?? callId);
  const callerKey = callerKeyOf(call);
  return { ...call, callerKey, recovered: true, lastEventAt: call.endedAt ?? call.startedAt };
}

/** Tells start, answer and end of a call that took place while nobody looked, as it happened. */
export function tellRecovered(draft: Draft, call: Call): Call {
  const { callerKey, startedAt, answeredAt } = call;
  const recovered = true;
  const started = callAsOf(call, callerKey, startedAt);
  const atStart = { ...started, state: 'ringing' as const, answeredAt: null, answeredBy: null };
  draft.emit(plainEvent('call.started', atStart, { recovered, time: startedAt }));
  if (answeredAt !== null) {
    const answered = callAsOf(call, callerKey, answeredAt);
    draft.emit(
      plainEvent('call.answered', answered, {
        participant: answererIn(answered),
        recovered,
        time: answeredAt,
      }),
    );
  }
  const time = laterOf(call.endedAt ?? startedAt, answeredAt ?? startedAt);
  const ended = marked(call, time, recovered);
  draft.emit(plainEvent('call.ended', ended, { cause: call.cause, recovered, time }));
  return ended;
}
