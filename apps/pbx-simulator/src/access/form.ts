const NAME = /[;\s]name=(?:"([^"]*)"|([^\s;"]+))/i;
const BLANK_LINE = /\r?\n\r?\n/;
/** A head of a part that is longer is none of ours. */
const MAX_HEAD = 1_000;

/**
 * Fields of a form, urlencoded or multipart by its content type. Names may come without quotes,
 * as .NET writes them. Takes time in proportion to the text, whatever a client sends.
 */
export function formFields(contentType: string, text: string): Map<string, string> {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return new Map(new URLSearchParams(text));
  const fields = new Map<string, string>();
  for (const part of text.split(`--${boundary}`)) {
    const blank = BLANK_LINE.exec(part.slice(0, MAX_HEAD));
    if (!blank) continue;
    const name = NAME.exec(part.slice(0, blank.index));
    const value = part.slice(blank.index + blank[0].length).replace(/\r?\n$/, '');
    if (name) fields.set(name[1] ?? name[2] ?? '', value);
  }
  return fields;
}
