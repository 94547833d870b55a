import { time } from './compare-rows';
import type { CdrRow } from './shapes';

/** 1 January 1601 to 1 January 1970, in milliseconds. */
const FILETIME_EPOCH_MS = 11_644_473_600_000n;

/** What is one moment in truth may be stamped so far apart in two rows, or in a row and its id. */
const TOLERANCE_MS = 1_000;

const CONTINUES = ['continued_in', 'redirected'];

/** What is wrong with how the rows of one call refer to one another. */
export function compareChains(rows: readonly CdrRow[]): string[] {
  const byId = new Map(rows.map((row) => [row.cdr_id, row]));
  if (byId.size !== rows.length) return ['a row is there twice'];
  return rows.flatMap((row) => [
    ...missingLinks(row, byId),
    ...wrongOrder(row, byId),
    ...wrongEnd(row),
    ...wrongIdentifier(row),
  ]);
}

function missingLinks(row: CdrRow, byId: ReadonlyMap<string, CdrRow>): string[] {
  const links = ['base_cdr_id', 'originating_cdr_id', 'continued_in_cdr_id'] as const;
  return links.flatMap((link) => {
    const to = row[link];
    return to === null || byId.has(to) ? [] : [`${link} of ${row.cdr_id} names no row: ${to}`];
  });
}

function wrongOrder(row: CdrRow, byId: ReadonlyMap<string, CdrRow>): string[] {
  const parent = byId.get(row.originating_cdr_id ?? '');
  const next = byId.get(row.continued_in_cdr_id ?? '');
  return [
    ...(row.cdr_ended_at < row.cdr_started_at ? [`${row.cdr_id} ends before it starts`] : []),
    ...(row.cdr_answered_at !== null && row.cdr_answered_at < row.cdr_started_at
      ? [`${row.cdr_id} is answered before it starts`]
      : []),
    ...(row.cdr_answered_at !== null && row.cdr_answered_at > row.cdr_ended_at
      ? [`${row.cdr_id} is answered after it ended`]
      : []),
    ...(parent && parent.cdr_started_at > row.cdr_started_at
      ? [`${row.cdr_id} starts before the row that started it`]
      : []),
    ...(next && next.cdr_ended_at < row.cdr_ended_at - TOLERANCE_MS
      ? [
          `${row.cdr_id} ends after ${next.cdr_id}, which continues it: ` +
            `${time(row.cdr_ended_at)} against ${time(next.cdr_ended_at)}`,
        ]
      : []),
  ];
}

function wrongEnd(row: CdrRow): string[] {
  const goesOn = row.continued_in_cdr_id !== null;
  return goesOn === CONTINUES.includes(row.termination_reason)
    ? []
    : [`${row.cdr_id} ends as ${row.termination_reason}, continued: ${goesOn}`];
}

function wrongIdentifier(row: CdrRow): string[] {
  const told = momentOf(row.cdr_id);
  return told !== null && Math.abs(told - row.cdr_started_at) <= TOLERANCE_MS
    ? []
    : [`the moment in ${row.cdr_id} is not that of its start`];
}

/**
 * The moment that an identifier of the PBX carries: 4 zero bytes, 8 bytes of 100 ns since 1601,
 * 4 bytes of a counter. Null when it is none.
 */
export function momentOf(id: string): number | null {
  const digits = id.replaceAll('-', '');
  if (!/^0{8}[0-9a-f]{24}$/.test(digits)) return null;
  return Number(BigInt(`0x${digits.slice(8, 24)}`) / 10_000n - FILETIME_EPOCH_MS);
}

export function counterOf(id: string): number {
  return parseInt(id.slice(-8), 16);
}
