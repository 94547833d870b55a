import type { HistoryItemDto } from '@3cx-relay/contracts';

type Cell = string | number | boolean | null;

/** Columns of the CSV export, in their order. */
const COLUMNS: Readonly<Record<string, (call: HistoryItemDto) => Cell>> = {
  callId: (call) => call.callId,
  conversationId: (call) => call.conversationId,
  direction: (call) => call.direction,
  startedAt: (call) => call.startedAt,
  answeredAt: (call) => call.answeredAt,
  endedAt: (call) => call.endedAt,
  ringSeconds: (call) => call.ringSeconds,
  talkSeconds: (call) => call.talkSeconds,
  outcome: (call) => call.outcome,
  cause: (call) => call.cause,
  callerNumber: (call) => call.caller.number,
  callerName: (call) => call.caller.name,
  callerDn: (call) => call.caller.dn,
  calleeNumber: (call) => call.callee.number,
  calleeName: (call) => call.callee.name,
  calleeDn: (call) => call.callee.dn,
  answeredByNumber: (call) => call.answeredBy?.number ?? null,
  answeredByName: (call) => call.answeredBy?.name ?? null,
  answeredByDn: (call) => call.answeredBy?.dn ?? null,
  did: (call) => call.did,
  trunk: (call) => call.trunk,
  queue: (call) => call.queue,
  cost: (call) => call.cost,
  recovered: (call) => call.recovered,
};

/** What spreadsheets take for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;
/** A number in international form is no formula. */
const PLUS_NUMBER = /^\+\d+$/;

/** One cell: RFC 4180, and harmless when a spreadsheet opens it. */
export function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const safe = FORMULA.test(value) && !PLUS_NUMBER.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvHeader(): string {
  return `${Object.keys(COLUMNS).join(',')}\r\n`;
}

export function csvLine(call: HistoryItemDto): string {
  const cells = Object.values(COLUMNS).map((valueOf) => csvCell(valueOf(call)));
  return `${cells.join(',')}\r\n`;
}

/** The export, a header and one line per call, made as the calls are read. */
export async function* historyCsv(calls: AsyncIterable<HistoryItemDto>): AsyncGenerator<string> {
  yield csvHeader();
  for await (const call of calls) yield csvLine(call);
}
