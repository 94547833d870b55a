import type { CallId } from '@3cx-relay/contracts';
import type { Call, Participant } from './call';
import { changesBetween } from './changes';
import type { Draft } from './draft';
import type { ModelEvent, PlainCallEventType } from './model-event';
import { laterOf } from './time';
import { participantToDto, toDto } from './to-dto';

/** DNs that have taken part so far: what consumers' DN filters look at. */
export function dnsOf(call: Call): readonly string[] {
  const dns = [call.caller.dn, call.callee.dn, call.queue, ...call.participants.map((p) => p.dn)];
  return [...new Set(dns.filter((dn) => dn !== null))];
}

interface PlainFacts {
  readonly participant?: Participant | null;
  readonly cause?: string | null;
  readonly recovered: boolean;
  readonly time: string;
}

/** An event of a call as it stands, without data of its own. */
export function plainEvent(type: PlainCallEventType, call: Call, facts: PlainFacts): ModelEvent {
  return { type, ...eventFacts(call, facts) };
}

/** What every event of a call carries. */
export function eventFacts(call: Call, { participant, cause, recovered, time }: PlainFacts) {
  return {
    call: toDto(call),
    participant: participant ? participantToDto(participant) : null,
    cause: cause ?? null,
    time,
    recovered,
    dns: dnsOf(call),
  };
}

/** The call, marked with an event that is about to be told of it. */
export function marked(call: Call, time: string, recovered: boolean): Call {
  return { ...call, lastEventAt: time, recovered: call.recovered || recovered };
}

/** Tells what happened to one open call since it was last told. */
export function tell(draft: Draft, callId: CallId): void {
  const after = draft.openCalls.get(callId);
  const before = draft.lastTold(callId);
  if (!after || before === after) return;
  const startedEarlier = before === null && after.recovered;
  const recovered = draft.context.recovered || startedEarlier;
  const { call, changes } = changesBetween(before, after);
  if (changes.length === 0) {
    draft.putTold(call);
    return;
  }
  const time = laterOf(draft.at, call.lastEventAt);
  const told = marked(call, time, recovered);
  draft.putTold(told);
  for (const { type, participant, cause } of changes) {
    const at = type === 'call.started' ? told.startedAt : time;
    draft.emit(plainEvent(type, told, { participant, cause, recovered, time: at }));
  }
}

/** Tells what happened to every call that the observation touched. */
export function tellAll(draft: Draft): void {
  for (const callId of draft.touched) tell(draft, callId);
}
