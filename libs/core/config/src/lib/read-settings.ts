import { SETTINGS, type SettingName, type SettingValues } from './setting-table';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ReadResult {
  readonly values: SettingValues;
  /** One line each: the variable, what it got, what it needs. */
  readonly faults: readonly string[];
  /** Names that look like a setting with a slip in it. */
  readonly warnings: readonly string[];
}

const SHOWN_MAX = 60;

/** Reads every setting of the table; an empty text counts as absent. */
export function readSettings(environment: Environment, ownNames: readonly string[]): ReadResult {
  const faults: string[] = [];
  const entries = Object.entries(SETTINGS).map(([name, setting]) => {
    const given = environment[name]?.trim();
    const text = given === undefined || given === '' ? setting.default : given;
    if (text === undefined) return [name, undefined] as const;
    const parsed = setting.kind(text);
    if ('value' in parsed) return [name, parsed.value] as const;
    const got = 'secret' in setting ? 'a value that does not fit' : `"${text.slice(0, SHOWN_MAX)}"`;
    faults.push(`${name}: got ${got}, needs ${parsed.needs}.`);
    return [name, undefined] as const;
  });
  return {
    values: Object.fromEntries(entries) as SettingValues,
    faults,
    warnings: ownNames.flatMap(nearMiss),
  };
}

/** A name in `.env` that is not a setting, but nearly. */
function nearMiss(name: string): string[] {
  const names = Object.keys(SETTINGS) as SettingName[];
  if (names.some((known) => known === name)) return [];
  const near = names
    .map((known) => ({ known, distance: editDistance(name.toUpperCase(), known) }))
    .filter(({ distance, known }) => distance <= (known.length > 6 ? 2 : 1))
    .sort((a, b) => a.distance - b.distance)[0];
  return near ? [`${name}: there is no such setting; did you mean ${near.known}?`] : [];
}

/** Steps from one text to another: a letter more, less, changed, or two swapped. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(
        (previous[j] ?? 0) + 1,
        (current[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + cost,
      );
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      current.push(best);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
