/** Milliseconds since the epoch of an ISO 8601 time. */
export function epochMs(time: string): number {
  return Date.parse(time);
}

/** The same moment as the relay writes it: UTC with milliseconds. */
export function normalTime(time: string): string {
  return new Date(epochMs(time)).toISOString();
}

/** The later of two times. */
export function laterOf(a: string, b: string): string {
  return epochMs(a) >= epochMs(b) ? a : b;
}

/** Seconds from one time to another with milliseconds, never negative. */
export function secondsBetween(from: string, to: string): number {
  return Math.max(0, epochMs(to) - epochMs(from)) / 1000;
}

export function msBetween(from: string, to: string): number {
  return epochMs(to) - epochMs(from);
}

/** The moment that many milliseconds after another one, or before it when negative. */
export function shifted(time: string, ms: number): string {
  return new Date(epochMs(time) + ms).toISOString();
}

/** The moment half way between two times. */
export function midpoint(a: string, b: string): string {
  return new Date((epochMs(a) + epochMs(b)) / 2).toISOString();
}
