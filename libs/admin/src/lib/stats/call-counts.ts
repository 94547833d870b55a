import type {
  AnyRelayEvent,
  CallDto,
  CallSummaryDto,
  Outcome,
  Sequence,
} from '@3cx-relay/contracts';

const MINUTE_MS = 60_000;

export type CountedOutcome = Outcome | 'unknown';

/** How one call was counted so far, and where its events are. */
export interface CountedCall {
  readonly callId: string;
  readonly conversationId: string;
  readonly startedAt: string;
  /** The minute in which it ended, once it did. */
  readonly endedMinute: string | null;
  readonly countedOutcome: CountedOutcome | null;
  /** Numbers and DNs that took part, between blanks. */
  readonly numbers: string;
  readonly summary: CallSummaryDto;
  /** Ascending. */
  readonly sequences: readonly number[];
}

/** What has to be added to a minute; a correction takes away from one outcome. */
export type MinuteCounts = { events: number } & Partial<Record<CountedOutcome, number>>;

export interface Counted {
  readonly calls: readonly CountedCall[];
  readonly minutes: ReadonlyMap<string, MinuteCounts>;
}

export interface LoggedEvent {
  readonly sequence: Sequence;
  readonly event: AnyRelayEvent;
}

/**
 * Counts events: each once in the minute it was logged, each call once in the minute it ended,
 * by its outcome. The record of a call has the last word: it moves the call to another outcome.
 * @param known the calls of these events that were counted before
 */
export function countEvents(
  events: readonly LoggedEvent[],
  known: ReadonlyMap<string, CountedCall>,
): Counted {
  const calls = new Map<string, CountedCall>();
  const minutes = new Map<string, MinuteCounts>();
  const add = (minute: string, what: CountedOutcome | 'events', count: number) => {
    const counts = minutes.get(minute) ?? { events: 0 };
    counts[what] = (counts[what] ?? 0) + count;
    minutes.set(minute, counts);
  };
  for (const { sequence, event } of events) {
    add(minuteOf('loggedAt' in event.data ? event.data.loggedAt : event.time), 'events', 1);
    if (!('call' in event.data)) continue;
    const call = event.data.call;
    const before = calls.get(call.callId) ?? known.get(call.callId);
    const outcome = call.outcome ?? 'unknown';
    const after = { ...toCounted(call, sequence, before) };
    if (event.type === 'call.ended' && after.countedOutcome === null) {
      after.endedMinute = minuteOf(call.endedAt ?? event.time);
      after.countedOutcome = outcome;
      add(after.endedMinute, outcome, 1);
    } else if (event.type === 'call.record' && after.endedMinute && after.countedOutcome) {
      add(after.endedMinute, after.countedOutcome, -1);
      add(after.endedMinute, outcome, 1);
      after.countedOutcome = outcome;
    }
    calls.set(call.callId, after);
  }
  return { calls: [...calls.values()], minutes };
}

function toCounted(call: CallDto, sequence: number, before: CountedCall | undefined) {
  return {
    callId: call.callId,
    conversationId: call.conversationId,
    startedAt: call.startedAt,
    endedMinute: before?.endedMinute ?? null,
    countedOutcome: before?.countedOutcome ?? null,
    numbers: numbersOf(call),
    summary: toSummary(call),
    sequences: [...(before?.sequences ?? []), sequence],
  };
}

export function toSummary(call: CallDto): CallSummaryDto {
  return {
    callId: call.callId,
    conversationId: call.conversationId,
    direction: call.direction,
    caller: call.caller,
    callee: call.callee,
    startedAt: call.startedAt,
    endedAt: call.endedAt,
    outcome: call.outcome,
  };
}

/** As somebody types them: without blanks, dashes and brackets. */
export function plainNumber(text: string): string {
  return text.replaceAll(/[\s()/.-]/g, '');
}

function numbersOf(call: CallDto): string {
  const parties = [call.caller, call.callee, ...call.participants];
  const all = [...parties.flatMap((party) => [party.number, party.dn]), call.did, call.queue];
  const plain = all.filter((number) => number !== null).map(plainNumber);
  return ` ${[...new Set(plain)].join(' ')} `;
}

export function minuteOf(time: string): string {
  return new Date(Math.floor(Date.parse(time) / MINUTE_MS) * MINUTE_MS).toISOString();
}
