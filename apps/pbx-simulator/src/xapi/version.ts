/** The numeric parts of a PBX version such as `20.0.9.995`; what is not a number counts as 0. */
const parts = (version: string): number[] =>
  version.split('.').map((part) => Number.parseInt(part, 10) || 0);

/** Whether a PBX of `version` has what came with `wanted`; build numbers beyond it do not matter. */
export const isAtLeast = (version: string, wanted: string): boolean => {
  const actual = parts(version);
  for (const [index, needed] of parts(wanted).entries()) {
    const have = actual[index] ?? 0;
    if (have !== needed) return have > needed;
  }
  return true;
};
