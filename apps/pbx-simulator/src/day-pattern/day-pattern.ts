export const DAY_PATTERNS = ['flat', 'office'] as const;
export type DayPattern = (typeof DAY_PATTERNS)[number];

const HOUR_MS = 3_600_000;
const SATURDAY = 6;
const SUNDAY = 0;
/** How much of the rate each hour of a working day has, UTC: a peak before and one after lunch. */
const OFFICE_HOURS = [
  ...[0.01, 0.01, 0.01, 0.01, 0.01, 0.02, 0.05, 0.2],
  ...[0.6, 0.9, 1, 0.9, 0.5, 0.7, 0.9, 0.8],
  ...[0.6, 0.3, 0.1, 0.05, 0.03, 0.02, 0.01, 0.01],
];
/** A few calls come at the weekend all the same. */
const WEEKEND = 0.05;

/**
 * The share of the full rate of calls at a time of the simulated clock, more than 0 and at most 1.
 * It changes evenly from the middle of one hour to the middle of the next.
 */
export function rateShare(pattern: DayPattern, atMs: number): number {
  if (pattern === 'flat') return 1;
  const share = between(atMs - HOUR_MS / 2);
  const day = new Date(atMs).getUTCDay();
  return day === SATURDAY || day === SUNDAY ? share * WEEKEND : share;
}

function between(atMs: number): number {
  const hour = Math.floor(atMs / HOUR_MS);
  const passed = atMs / HOUR_MS - hour;
  const shareOf = (index: number) => OFFICE_HOURS[((index % 24) + 24) % 24] ?? 1;
  return shareOf(hour) * (1 - passed) + shareOf(hour + 1) * passed;
}
