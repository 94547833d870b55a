/**
 * A value as JSON that PostgreSQL's jsonb takes: it knows neither NUL nor half a surrogate pair, and a
 * garbled name from outside must not stop what it came with.
 */
export function storableJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g,
    '$1\\ufffd',
  );
}
