import type { Call } from '@3cx-relay/ui';
import { partyText } from '../../parts/call-words';

export interface CallFilter {
  readonly search: string;
  readonly state: Call['state'] | '';
  readonly direction: NonNullable<Call['direction']> | '';
}

/** Calls in which every word of the search occurs in some party, queue, DID or trunk. */
export function filterCalls(calls: readonly Call[], filter: CallFilter): readonly Call[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  return calls.filter(
    (call) =>
      (filter.state === '' || call.state === filter.state) &&
      (filter.direction === '' || call.direction === filter.direction) &&
      (words.length === 0 || hasWords(call, words)),
  );
}

function hasWords(call: Call, words: readonly string[]): boolean {
  const parties = [call.caller, call.callee, ...(call.answeredBy ? [call.answeredBy] : [])];
  const text = [
    ...parties.map(partyText),
    ...call.participants.flatMap(({ name, number, dn }) => [name, number, dn]),
    call.queue,
    call.did,
    call.trunk,
  ]
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}
