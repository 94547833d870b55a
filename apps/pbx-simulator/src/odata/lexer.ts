import { badRequest } from './odata-error';

export const TOKEN_KINDS = [
  'name',
  'string',
  'number',
  'instant',
  'date',
  'time',
  'guid',
  'typed',
  'punctuation',
  'end',
] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

export interface Token {
  readonly kind: TokenKind;
  /** Unquoted text; for `typed` literals the text between the quotes. */
  readonly text: string;
  /** For `typed` literals what stands before the quote, such as `duration` or `Pbx.PeerType`. */
  readonly prefix?: string;
  readonly at: number;
}

/** Longer expressions are refused before any work is done with them. */
export const MAX_EXPRESSION_LENGTH = 8_000;

const QUOTED = "'(?:[^']|'')*'";
const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ['guid', /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/iy],
  ['instant', /\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,12})?)?(?:Z|[+-]\d{2}:\d{2})/iy],
  ['date', /\d{4,}-\d{2}-\d{2}(?![\d-])/y],
  ['time', /\d{2}:\d{2}(?::\d{2}(?:\.\d{1,12})?)?/y],
  ['number', /-?(?:INF\b|\d+(?:\.\d+)?(?:e[+-]?\d+)?)[lmfd]?(?![\w.])/iy],
  ['typed', new RegExp(`[A-Za-z_][\\w.]*${QUOTED}`, 'y')],
  ['string', new RegExp(QUOTED, 'y')],
  ['name', /[$@]?[A-Za-z_][\w.]*/y],
  ['punctuation', /[(),/:;=*-]/y],
];

const unquote = (text: string): string => text.slice(1, -1).replaceAll("''", "'");

const toToken = (kind: TokenKind, text: string, at: number): Token => {
  if (kind === 'string') return { kind, text: unquote(text), at };
  if (kind !== 'typed') return { kind, text, at };
  const quote = text.indexOf("'");
  return { kind, prefix: text.slice(0, quote), text: unquote(text.slice(quote)), at };
};

const nextToken = (source: string, at: number): { token: Token; end: number } => {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match !== null) return { token: toToken(kind, match[0], at), end: pattern.lastIndex };
  }
  throw badRequest(
    `Syntax error: character '${source[at] ?? ''}' is not valid at position ${at} in '${source}'.`,
  );
};

/** Splits an expression into tokens, ended by one of kind `end`. Throws ODataError 400. */
export const tokenize = (source: string): Token[] => {
  if (source.length > MAX_EXPRESSION_LENGTH) {
    throw badRequest(`The expression is longer than ${MAX_EXPRESSION_LENGTH} characters.`);
  }
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    if (/\s/.test(source.charAt(at))) {
      at += 1;
      continue;
    }
    const { token, end } = nextToken(source, at);
    tokens.push(token);
    at = end;
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
};
