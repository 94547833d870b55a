/** One line of the report: what was done how often, and how that compares. */
export interface Row {
  readonly name: string;
  readonly perSecond: number;
  readonly remark?: string;
}

export interface Group {
  readonly title: string;
  readonly unit: string;
  readonly rows: readonly Row[];
}

/** How often a second `work` does what it counts. */
export async function rate(count: number, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return count / ((performance.now() - began) / 1_000);
}

/** Runs `work` for 0 to `count`, so many at a time. */
export async function inParallel(
  count: number,
  lanes: number,
  work: (n: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Each group as a table; the ratio is to its first row. */
export function report(groups: readonly Group[]): string {
  return groups
    .map(({ title, unit, rows }) => {
      const base = rows[0]?.perSecond ?? 1;
      const lines = rows.map(({ name, perSecond, remark }) => {
        const ratio = perSecond / base;
        const times = ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(2);
        return `| ${name} | ${Math.round(perSecond)} | ${times} | ${remark ?? ''} |`;
      });
      return [
        `${title}\n`,
        `| what | ${unit} a second | ratio | |`,
        '| --- | ---: | ---: | --- |',
        ...lines,
        '',
      ].join('\n');
    })
    .join('\n');
}
