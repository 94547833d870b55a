/** Milliseconds between 1601, where Windows begins to count, and 1970. */
const FILETIME_EPOCH_MS = 11_644_473_600_000n;

/**
 * Ids as the PBX's records have them: four zero bytes, eight bytes Windows FILETIME (100 ns since
 * 1601, UTC), four bytes counter. Source: 3cx/database.md section 2.
 */
export function historyId(atMs: number, counter: number): string {
  const ticks = (BigInt(Math.round(atMs)) + FILETIME_EPOCH_MS) * 10_000n;
  const time = ticks.toString(16).padStart(16, '0');
  const count = (counter >>> 0).toString(16).padStart(8, '0');
  return `00000000-${time.slice(0, 4)}-${time.slice(4, 8)}-${time.slice(8, 12)}-${time.slice(12)}${count}`;
}

/** The PBX's counters; each begins anew when the service restarts. */
export class Counters {
  private calls = 0;
  private legs = 0;
  private rows = 0;
  private participants = 0;

  nextCall(): number {
    return (this.calls += 1);
  }

  nextLeg(): number {
    return (this.legs += 1);
  }

  nextRow(): number {
    return (this.rows += 1);
  }

  nextParticipant(): number {
    return (this.participants += 1);
  }

  restart(): void {
    this.calls = 0;
    this.legs = 0;
    this.rows = 0;
    this.participants = 0;
  }
}
