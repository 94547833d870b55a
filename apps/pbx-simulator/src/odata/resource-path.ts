import { badRequest, notFound } from './odata-error';

/** One segment of a resource path: `Users`, `Users(29)`, `Users(Number='100')`, `Pbx.MakeCall`. */
export interface PathSegment {
  readonly name: string;
  /** Whether parentheses were there; `()` counts. */
  readonly called: boolean;
  /** The raw text of a single unnamed argument, quotes still on. */
  readonly positional?: string;
  /** Raw texts of named arguments, quotes still on, in the order given. */
  readonly named: ReadonlyMap<string, string>;
}

const MAX_PATH_LENGTH = 8_000;

const decodePath = (raw: string): string => {
  try {
    return decodeURIComponent(raw);
  } catch {
    throw badRequest('The path is not well-formed percent-encoding.');
  }
};

/** Cuts at a character wherever it stands outside quotes and parentheses. */
const splitOutside = (text: string, separator: string): string[] => {
  const parts: string[] = [];
  let quoted = false;
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === "'") quoted = !quoted;
    if (quoted) continue;
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === separator && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
};

const parseArguments = (text: string): Pick<PathSegment, 'positional' | 'named'> => {
  const named = new Map<string, string>();
  let positional: string | undefined;
  for (const part of text.trim() === '' ? [] : splitOutside(text, ',')) {
    const match = /^\s*([A-Za-z_]\w*)\s*=\s*([\s\S]*?)\s*$/.exec(part);
    if (match?.[1] !== undefined && match[2] !== undefined) named.set(match[1], match[2]);
    else if (positional === undefined) positional = part.trim();
    else throw notFound('A key has one unnamed value at most.');
  }
  return positional === undefined ? { named } : { positional, named };
};

const parseSegment = (text: string): PathSegment => {
  const match = /^([$\w.]+)(?:\(([\s\S]*)\))?$/.exec(text);
  if (match?.[1] === undefined) throw notFound(`The segment '${text}' is not a resource.`);
  if (match[2] === undefined) return { name: match[1], called: false, named: new Map() };
  return { name: match[1], called: true, ...parseArguments(match[2]) };
};

/** Takes a raw path below the service root apart. Throws ODataError 400 or 404. */
export const parseResourcePath = (raw: string): PathSegment[] => {
  if (raw.length > MAX_PATH_LENGTH)
    throw badRequest(`The path is longer than ${MAX_PATH_LENGTH} characters.`);
  const text = decodePath(raw).replace(/^\/+/, '').replace(/\/+$/, '');
  return text === '' ? [] : splitOutside(text, '/').map(parseSegment);
};

/** The text of a quoted argument; `undefined` when it is not quoted (`null` is the empty text). */
export const readText = (raw: string): string | undefined => {
  if (raw === 'null') return '';
  const match = /^'((?:[^']|'')*)'$/.exec(raw);
  return match?.[1]?.replaceAll("''", "'");
};

/** A 32-bit whole number argument. */
export const readInt = (raw: string): number | undefined => {
  const value = /^-?\d{1,10}$/.test(raw) ? Number(raw) : Number.NaN;
  return Number.isInteger(value) && Math.abs(value) <= 2_147_483_648 ? value : undefined;
};

export const readBoolean = (raw: string): boolean | undefined =>
  raw === 'true' ? true : raw === 'false' ? false : undefined;
