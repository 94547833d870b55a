import type { PartyDto } from '@3cx-relay/contracts';
import type { CallRecord } from './call-record';
import type { HistoryQuery } from './call-records.port';

/** Whether a record fits the conditions that need the whole call to decide. */
export function matchesHistory(record: CallRecord, query: HistoryQuery): boolean {
  if (query.direction !== undefined && record.direction !== query.direction) return false;
  if (query.answered !== undefined && (record.answeredAt !== null) !== query.answered) return false;
  if (query.extension !== undefined && !hasTakenPart(record, query.extension)) return false;
  if (query.visibleDns?.some((dn) => isSeenBy(record, dn)) === false) return false;
  return query.number === undefined || hasNumber(record, query.number);
}

/** Whoever was dialled saw the call, also when it never got there. */
function isSeenBy(record: CallRecord, dn: string): boolean {
  const { caller, callee, queue } = record;
  return [caller.dn, callee.dn, queue].includes(dn) || hasTakenPart(record, dn);
}

function hasTakenPart(record: CallRecord, dn: string): boolean {
  return record.participants.some((participant) => participant.dn === dn);
}

function hasNumber(record: CallRecord, part: string): boolean {
  const wanted = digitsOf(part);
  const parties: readonly Pick<PartyDto, 'number'>[] = [
    record.caller,
    record.callee,
    ...record.participants,
    { number: record.did },
  ];
  return parties.some(({ number }) => number !== null && digitsOf(number).includes(wanted));
}

/** Numbers are compared without blanks, dashes and plus, however they were typed. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}
