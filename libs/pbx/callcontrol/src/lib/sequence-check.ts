/** Notices that numbers of a rising sequence are missing. Begins with whatever comes first. */
export class SequenceCheck {
  private last: number | undefined;

  /** What is missing before this number, in words; `undefined` when nothing is. */
  missingBefore(sequence: number | null): string | undefined {
    if (sequence === null) return undefined;
    const { last } = this;
    // Repeats and late frames do not turn the count back, or each would look like a gap.
    this.last = Math.max(last ?? sequence, sequence);
    if (last === undefined || sequence <= last + 1) return undefined;
    const from = last + 1;
    const to = sequence - 1;
    return from === to ? `event ${from} is missing` : `events ${from} to ${to} are missing`;
  }
}
