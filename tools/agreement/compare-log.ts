import { differs, isNear } from './compare-rows';
import type { CdrRow, LogItem, TrueCall } from './shapes';

const DIRECTIONS = { inbound: 'Inbound', outbound: 'Outbound', internal: 'Internal' } as const;

/** What differs between the rows of a call and what XAPI's call log says of them. */
export function compareLog(
  call: TrueCall,
  rows: readonly CdrRow[],
  items: readonly LogItem[],
): string[] {
  const byId = new Map(items.map((item) => [item.CdrId, item]));
  return [
    ...differs('number of items in the call log', rows.length, items.length),
    ...rows.flatMap((row) => {
      const item = byId.get(row.cdr_id);
      if (!item) return [`the call log has no item of ${row.cdr_id}`];
      return compareItem(call, row, item).map((fault) => `${row.cdr_id} in the log, ${fault}`);
    }),
  ];
}

function compareItem(call: TrueCall, row: CdrRow, item: LogItem): string[] {
  const until = row.cdr_answered_at ?? row.cdr_ended_at;
  const talked = row.cdr_answered_at === null ? 0 : row.cdr_ended_at - row.cdr_answered_at;
  return [
    ...differs('CallId', call.callId, item.CallId),
    ...differs('Direction', DIRECTIONS[call.direction], item.Direction),
    ...differs('CallHistoryId', row.call_history_id, item.CallHistoryId),
    ...differs('MainCallHistoryId', row.main_call_history_id, item.MainCallHistoryId),
    ...differs('SourceDn', row.source_dn_number, item.SourceDn),
    ...differs('SourceCallerId', row.source_participant_phone_number, item.SourceCallerId),
    ...differs('DestinationDn', row.destination_dn_number, item.DestinationDn),
    ...differs(
      'DestinationCallerId',
      row.destination_participant_phone_number,
      item.DestinationCallerId,
    ),
    ...differs('Answered', row.cdr_answered_at !== null, item.Answered),
    ...apart('StartTime', row.cdr_started_at, item.StartTime),
    ...apart('RingingDuration', until - row.cdr_started_at, milliseconds(item.RingingDuration)),
    ...apart('TalkingDuration', talked, milliseconds(item.TalkingDuration)),
  ];
}

function apart(what: string, one: number, other: number | null): string[] {
  return isNear(one, other) ? [] : differs(what, one, other);
}

/** An ISO 8601 duration of at most days, such as `PT1M1.432135S`; null when it is none. */
export function milliseconds(duration: string): number | null {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(duration);
  if (!parts) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((v) => Number(v ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
}
