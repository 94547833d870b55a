import type { CdrRow, TrueCall, TrueLeg } from './shapes';

/** Moments that different interfaces tell may differ by so much. */
const TOLERANCE_MS = 1_000;

/**
 * One second, or a tenth of a real one where the PBX lives fast: it stamps what it does one after
 * another, and a machine that is busy for 50 ms then moves a whole second of the PBX.
 */
export function toleranceAt(speed: number): number {
  return Math.max(TOLERANCE_MS, speed * 100);
}

/** What differs between a call as it was and its rows of `cdroutput`. */
export function compareRows(
  call: TrueCall,
  rows: readonly CdrRow[],
  toleranceMs = TOLERANCE_MS,
): string[] {
  if (rows.length === 0) return ['cdroutput has no row of it'];
  const first = rows.filter(({ creation_method }) => creation_method === 'call_init');
  if (first.length !== 1 || first[0] === undefined) {
    return [`cdroutput has ${first.length} rows made by call_init`];
  }
  return [
    ...compareStart(call, first[0]),
    ...compareTimes(call, rows, toleranceMs),
    ...compareLegs(call, rows, toleranceMs),
    ...compareOutcome(call, rows),
  ];
}

function compareStart(call: TrueCall, first: CdrRow): string[] {
  return [
    ...differs('caller', call.from, first.source_participant_phone_number),
    ...differs('direction', call.direction, directionOf(first)),
    ...(call.did === null ? [] : differs('did', call.did, first.destination_dn_number)),
    ...differs('main_call_history_id', call.mainCallHistoryId, first.main_call_history_id),
    ...(first.base_cdr_id === null && first.originating_cdr_id === null
      ? []
      : ['the call_init row names a row before it']),
  ];
}

export function directionOf(first: CdrRow): TrueCall['direction'] {
  if (first.source_entity_type === 'external_line') return 'inbound';
  return ['outbound_rule', 'external_line'].includes(first.destination_entity_type)
    ? 'outbound'
    : 'internal';
}

function compareTimes(call: TrueCall, rows: readonly CdrRow[], within: number): string[] {
  const start = Math.min(...rows.map((row) => row.cdr_started_at));
  const end = Math.max(...rows.map((row) => row.cdr_ended_at));
  const answers = rows.filter(isPerson).flatMap((row) => row.cdr_answered_at ?? []);
  return [
    ...apart('start', call.startedAt, start, within),
    ...apart('end', call.endedAt, end, within),
    ...apart('answer', call.answeredAt, answers.length === 0 ? null : Math.min(...answers), within),
  ];
}

/** Rows that lead to somebody: an extension, the far side, or the program of a route point. */
export function isPerson(row: CdrRow): boolean {
  return isLeg(row) && row.destination_dn_type !== 'parking_orbit';
}

function isLeg({ destination_entity_type }: CdrRow): boolean {
  return ['extension', 'external_line'].includes(destination_entity_type);
}

/** Whose leg a row is: who barges in is told as its source. */
function dnOf(row: CdrRow): string {
  return row.creation_method === 'barge_in' ? row.source_dn_number : row.destination_dn_number;
}

function compareLegs(call: TrueCall, rows: readonly CdrRow[], within: number): string[] {
  const left = rows.filter(isLeg);
  const faults: string[] = [];
  for (const leg of call.legs) {
    const at = left.findIndex((row) => dnOf(row) === leg.dn && isOf(leg, row, within));
    if (at === -1) faults.push(`no row is like the leg of ${leg.dn}`);
    else left.splice(at, 1);
  }
  return [...faults, ...left.map((row) => `the row of ${dnOf(row)} has no leg (${row.cdr_id})`)];
}

function isOf(leg: TrueLeg, row: CdrRow, within: number): boolean {
  return (
    isNear(leg.startedAt, row.cdr_started_at, within) &&
    isNear(leg.answeredAt, row.cdr_answered_at, within) &&
    isNear(leg.endedAt, row.cdr_ended_at, within)
  );
}

function compareOutcome(call: TrueCall, rows: readonly CdrRow[]): string[] {
  return differs('outcome', call.outcome, outcomeOf(call, rows));
}

/** What became of a call, read from its rows alone. */
export function outcomeOf({ direction }: TrueCall, rows: readonly CdrRow[]): string {
  if (rows.some((row) => isPerson(row) && row.cdr_answered_at !== null)) return 'answered';
  if (rows.some((row) => row.destination_entity_type === 'voicemail')) return 'voicemail';
  const last = lastOf(rows);
  const hasGivenUp = last.termination_reason === 'src_participant_terminated';
  if (rows.some(endsWaiting)) return 'abandoned';
  if (hasGivenUp && (direction === 'outbound' || !rows.some(isPerson))) return 'abandoned';
  const isRejected = rows.some(isRefused);
  // The rule also says no_route when the line it led to refused.
  if (last.termination_reason_details === 'no_route' && !isRejected) return 'failed';
  return !hasGivenUp && isRejected ? 'rejected' : 'missed';
}

/** A phone or a line said no. A ring group without anyone free has rung in vain instead. */
function isRefused(row: CdrRow): boolean {
  return row.termination_reason === 'rejected' && isPerson(row);
}

/** The row in which the flow ended: none continues it, and none branched off it later. */
function lastOf(rows: readonly CdrRow[]): CdrRow {
  const [first] = rows;
  if (first === undefined) throw new Error('a call has no rows');
  const ends = rows.filter((row) => row.continued_in_cdr_id === null);
  return ends.reduce((last, row) => (row.cdr_ended_at > last.cdr_ended_at ? row : last), first);
}

/** It ended in a queue or a menu, whether the caller or the PBX lost patience. */
function endsWaiting(row: CdrRow): boolean {
  return ['queue', 'ivr'].includes(row.destination_entity_type) && row.continued_in_cdr_id === null;
}

export function isNear(
  one: number | null,
  other: number | null,
  within: number = TOLERANCE_MS,
): boolean {
  if (one === null || other === null) return one === other;
  return Math.abs(one - other) <= within;
}

export function differs(what: string, one: unknown, other: unknown): string[] {
  return one === other ? [] : [`${what}: ${String(one)} against ${String(other)}`];
}

function apart(what: string, one: number | null, other: number | null, within: number): string[] {
  return isNear(one, other, within) ? [] : [`${what}: ${time(one)} against ${time(other)}`];
}

export function time(ms: number | null): string {
  return ms === null ? 'none' : new Date(ms).toISOString().slice(11, 23);
}
