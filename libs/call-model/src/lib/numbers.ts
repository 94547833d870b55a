/** Digits that have to agree for two spellings of an external number to be the same. */
const SIGNIFICANT_DIGITS = 7;
/** A number with fewer digits and no `+` is internal. */
const EXTERNAL_DIGITS = 6;

/** Whether a number can only be outside of the PBX. */
export function looksExternal(number: string): boolean {
  return number.startsWith('+') || number.replace(/\D/g, '').length >= EXTERNAL_DIGITS;
}

/** Whether two spellings (`+442071234560`, `02071234560`) name the same line. */
export function sameNumber(a: string, b: string): boolean {
  if (a === b) return true;
  const [left, right] = [significant(a), significant(b)];
  if (left === right) return left !== '';
  const shorter = Math.min(left.length, right.length);
  if (shorter < SIGNIFICANT_DIGITS) return false;
  return left.slice(-shorter) === right.slice(-shorter);
}

function significant(number: string): string {
  return number.replace(/\D/g, '').replace(/^0+/, '');
}
