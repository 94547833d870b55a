/** What the PBX's ids say: four zero bytes, a Windows FILETIME, a counter. */
export interface DecodedHistoryId {
  /** When the id was made, UTC with microseconds. */
  readonly madeAt: string;
  /** Starts anew when the PBX restarts. */
  readonly counter: number;
}

const LAYOUT = /^00000000-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})([0-9a-f]{8})$/i;
const TICKS_PER_MICROSECOND = 10n;
/** From 1601 to 1970. */
const EPOCH_OFFSET_MICROSECONDS = 11_644_473_600_000_000n;

/** Reads an id of the PBX's layout; `null` for any other, such as those of migrated rows. */
export function decodeHistoryId(id: string): DecodedHistoryId | null {
  const parts = LAYOUT.exec(id);
  if (!parts) return null;
  const [, high, middle, low, rest, counter] = parts;
  const ticks = BigInt(`0x${high}${middle}${low}${rest}`);
  const microseconds = ticks / TICKS_PER_MICROSECOND - EPOCH_OFFSET_MICROSECONDS;
  const year2000 = 946_684_800_000_000n;
  const year2200 = 7_258_118_400_000_000n;
  if (microseconds < year2000 || microseconds > year2200) return null;
  const madeAt = new Date(Number(microseconds / 1_000n)).toISOString();
  const fraction = String(microseconds % 1_000n).padStart(3, '0');
  return {
    madeAt: madeAt.replace('Z', `${fraction}Z`),
    counter: Number.parseInt(counter ?? '0', 16),
  };
}

/** The counter of an id, `null` where its layout tells none. */
export function counterOf(id: string): number | null {
  return decodeHistoryId(id)?.counter ?? null;
}
