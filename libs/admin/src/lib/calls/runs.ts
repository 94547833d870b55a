/** Sequences between two of a call that are read along rather than by a page of their own. */
const GAP = 100;
/** Longest run, so that one page of the log holds it. */
const LENGTH = 1_000;

export interface Run {
  readonly first: number;
  readonly last: number;
}

/** Joins ascending sequences that lie close together, so that few pages of the log are read. */
export function runsOf(sequences: readonly number[]): Run[] {
  return sequences.reduce<Run[]>((runs, sequence) => {
    const run = runs.at(-1);
    const joins = run && sequence - run.last <= GAP && sequence - run.first < LENGTH;
    if (joins) return [...runs.slice(0, -1), { first: run.first, last: sequence }];
    return [...runs, { first: sequence, last: sequence }];
  }, []);
}
