import type { AnyRelayEvent, CallDto } from '@3cx-relay/contracts';
import type { TrueCall } from './pbx';

const TOLERANCE_MS = 1_000;

/**
 * Compares what a consumer saw of one call with what truly happened.
 * @returns one line per disagreement; empty when all is well
 */
export function disagreements(truth: TrueCall, events: readonly AnyRelayEvent[]): string[] {
  const faults: string[] = [];
  const count = (type: string) => events.filter((event) => event.type === type).length;
  const expectCount = (type: string, wanted: number) => {
    if (count(type) !== wanted) faults.push(`${count(type)} ${type} instead of ${wanted}`);
  };
  expectCount('call.started', 1);
  expectCount('call.ended', 1);
  // Answered and over within a blink: the end was seen first, and the record has the last word.
  const isCorrected = events.some(
    (event) => event.type === 'call.record' && event.data.corrected.includes('answeredAt'),
  );
  if (!isCorrected) expectCount('call.answered', truth.answeredAt === null ? 0 : 1);
  if (count('call.record') < 1) faults.push('no call.record');
  if (events[0] && events[0].type !== 'call.started') faults.push(`begins with ${events[0].type}`);
  faults.push(...orderFaults(events));
  const last = events.at(-1);
  if (last && 'call' in last.data) faults.push(...callFaults(truth, last.data.call));
  return faults.map((fault) => `call ${truth.callId} (${truth.direction}): ${fault}`);
}

function orderFaults(events: readonly AnyRelayEvent[]): string[] {
  const faults: string[] = [];
  const ended = events.findIndex((event) => event.type === 'call.ended');
  const after = events.slice(ended + 1).map((event) => event.type);
  const late = after.filter((type) => type !== 'call.record' && type !== 'call.recording');
  if (ended >= 0 && late.length > 0) faults.push(`after call.ended came ${late.join(', ')}`);
  for (let index = 1; index < events.length; index += 1) {
    if ((events[index]?.sequence ?? '') <= (events[index - 1]?.sequence ?? '')) {
      faults.push(`sequence ${events[index]?.sequence} out of order`);
    }
  }
  return faults;
}

/** Where a call as it was told last differs from the truth; each begins with the field's name. */
export function callFaults(truth: TrueCall, call: CallDto): string[] {
  const faults: string[] = [];
  const same = (what: string, seen: unknown, wanted: unknown) => {
    if (seen !== wanted) faults.push(`${what} ${String(seen)} instead of ${String(wanted)}`);
  };
  same('direction', call.direction, truth.direction);
  same('outcome', call.outcome, truth.outcome);
  same('caller', call.caller.number, truth.from);
  same('callee', call.callee.number, truth.to);
  same('did', call.did, truth.did);
  same('queue', call.queue, truth.queue);
  for (const field of ['startedAt', 'answeredAt', 'endedAt'] as const) {
    const seen = call[field];
    const wanted = truth[field];
    if (seen === null || wanted === null) same(field, seen, wanted);
    else if (Math.abs(Date.parse(seen) - Date.parse(wanted)) > TOLERANCE_MS) {
      faults.push(`${field} ${seen} instead of ${wanted}`);
    }
  }
  return faults;
}

/** Holes or repeats in the sequences that a consumer of everything saw. */
export function sequenceFaults(events: readonly AnyRelayEvent[]): string[] {
  const faults: string[] = [];
  for (let index = 1; index < events.length; index += 1) {
    const previous = Number(events[index - 1]?.sequence);
    const current = Number(events[index]?.sequence);
    if (current !== previous + 1) faults.push(`after ${previous} came ${current}`);
  }
  return faults;
}
