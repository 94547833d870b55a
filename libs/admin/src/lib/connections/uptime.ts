import type { ConnectionState, HistorySpan, UptimeBarDto, UptimeDto } from '@3cx-relay/contracts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** How each span is divided into bars. */
export const BARS = {
  '24h': { barMs: 30 * MINUTE_MS, count: 48 },
  '30d': { barMs: DAY_MS, count: 30 },
} as const satisfies Record<HistorySpan, { barMs: number; count: number }>;

/** From the worst to the best, for the colour of a bar. */
const WORST_FIRST: readonly ConnectionState[] = [
  'disconnected',
  'connecting',
  'connected',
  'disabled',
];

/** A state, from a time until the next one; `null`: the relay was not running. */
export interface StateChange {
  readonly atMs: number;
  readonly state: ConnectionState | null;
}

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly state: ConnectionState;
}

/**
 * The bars of a connection.
 * @param changes ascending; the one in force when the span begins may be older than it
 */
export function uptimeOf(
  changes: readonly StateChange[],
  span: HistorySpan,
  nowMs: number,
): UptimeDto {
  const { barMs, count } = BARS[span];
  const end = Math.floor(nowMs / barMs) * barMs + barMs;
  const stretches = toStretches(changes, nowMs);
  const bars = Array.from({ length: count }, (_, index) => {
    const fromMs = end - (count - index) * barMs;
    return toBar(stretches, fromMs, Math.min(fromMs + barMs, nowMs));
  });
  const whole = clip(stretches, end - count * barMs, nowMs);
  return { uptimePercent: percentOf(whole), bars };
}

function toStretches(changes: readonly StateChange[], nowMs: number): Stretch[] {
  return changes.flatMap(({ atMs, state }, index) => {
    const toMs = changes[index + 1]?.atMs ?? nowMs;
    if (state === null || toMs <= atMs) return [];
    return isAskedFor(changes[index - 1], state) ? [] : [{ fromMs: atMs, toMs, state }];
  });
}

/**
 * A connection that is lost is told as `disconnected` before it connects again; one that goes on
 * to connect from `connected` was ended by an administrator, and that is no fault of it.
 */
function isAskedFor(before: StateChange | undefined, state: ConnectionState): boolean {
  return before?.state === 'connected' && state === 'connecting';
}

function toBar(stretches: readonly Stretch[], fromMs: number, toMs: number): UptimeBarDto {
  const within = clip(stretches, fromMs, toMs);
  const states = new Set(within.map(({ state }) => state));
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    uptimePercent: percentOf(within),
    worst: WORST_FIRST.find((state) => states.has(state)) ?? null,
  };
}

function clip(stretches: readonly Stretch[], fromMs: number, toMs: number): Stretch[] {
  return stretches
    .map((one) => ({
      ...one,
      fromMs: Math.max(one.fromMs, fromMs),
      toMs: Math.min(one.toMs, toMs),
    }))
    .filter((one) => one.toMs > one.fromMs);
}

/** Share of the time that is known and in which the component was not disabled. */
function percentOf(stretches: readonly Stretch[]): number | null {
  const sum = (those: readonly Stretch[]) =>
    those.reduce((total, { fromMs, toMs }) => total + toMs - fromMs, 0);
  const enabled = stretches.filter(({ state }) => state !== 'disabled');
  const known = sum(enabled);
  if (known === 0) return null;
  const up = sum(enabled.filter(({ state }) => state === 'connected'));
  return Math.round((up / known) * 100_000) / 1_000;
}
