/** Milliseconds between 1601, where FILETIME begins, and 1970. */
const FILETIME_OFFSET_MS = 11_644_473_600_000n;
const TICKS_PER_MS = 10_000n;
const LAYOUT = /^0{8}([0-9a-f]{16})([0-9a-f]{8})$/;

export interface HistoryIdFacts {
  /** When the id was made: ISO 8601, UTC. */
  readonly madeAt: string;
  /** Counts up from the start of the PBX; seen to equal the runtime number of the call. */
  readonly counter: number;
}

/** Reads `call_history_id`: four zero bytes, a FILETIME, a counter. `null` for any other layout. */
export function historyIdFacts(callHistoryId: string): HistoryIdFacts | null {
  const match = LAYOUT.exec(callHistoryId.replaceAll('-', '').toLowerCase());
  if (!match?.[1] || !match[2]) return null;
  const ms = Number(BigInt(`0x${match[1]}`) / TICKS_PER_MS - FILETIME_OFFSET_MS);
  const date = new Date(ms);
  if (Number.isNaN(date.getTime()) || ms < 0) return null;
  return { madeAt: date.toISOString(), counter: Number.parseInt(match[2], 16) };
}
