import type { CallId } from '@3cx-relay/contracts';

/** The id of a call that only the PBX's history knows: always the same for the same record. */
export function callIdOfHistory(callHistoryId: string): CallId {
  return `h${callHistoryId.replace(/[^0-9A-Za-z]/g, '').slice(0, 60)}` as CallId;
}
