import { badRequest } from './odata-error';
import type { EdmModel, EdmStruct } from './edm';
import { ExpressionParser, MAX_DEPTH } from './expression-parser';
import { parseSearch, type RowPredicate } from './search';
import type { Term } from './term';
import { TokenReader } from './token-reader';

export interface OrderKey {
  readonly term: Term;
  readonly descending: boolean;
}

/** Everything a query asks of a collection or of one entity, names already checked. */
export interface QueryOptions {
  readonly filter?: Term;
  readonly search?: RowPredicate;
  readonly orderBy?: readonly OrderKey[];
  readonly top?: number;
  readonly skip?: number;
  readonly count?: boolean;
  /** Names to answer, or paths into complex properties; absent: all that need no expanding. */
  readonly select?: readonly string[];
  /** Navigation properties to answer, each with options of its own. */
  readonly expand?: ReadonlyMap<string, QueryOptions>;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const OPTION_NAMES = [
  '$filter',
  '$search',
  '$orderby',
  '$top',
  '$skip',
  '$count',
  '$select',
  '$expand',
] as const;
type OptionName = (typeof OPTION_NAMES)[number];
const isOptionName = (name: string): name is OptionName =>
  OPTION_NAMES.some((known) => known === name);

/** Options that a service of this kind accepts without acting on them. */
const IGNORED = new Set(['$format', '$levels', '$schemaversion']);

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw badRequest(`The query '${text.slice(0, 80)}' is not well-formed percent-encoding.`);
  }
};

/** Splits a raw query string; names and values are decoded. */
export const splitQuery = (raw: string): [name: string, value: string][] =>
  raw
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals < 0
        ? [decode(part), '']
        : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))];
    });

/** Reads one set of options; nested ones are read by a parser of their own type on the same tokens. */
class OptionsParser {
  private readonly options: Mutable<QueryOptions> = {};
  private readonly seen = new Set<string>();

  constructor(
    private readonly model: EdmModel,
    private readonly type: EdmStruct,
    private readonly now: () => number,
    private readonly depth: number,
  ) {
    if (depth > MAX_DEPTH)
      throw badRequest(`$expand is nested more than ${MAX_DEPTH} levels deep.`);
  }

  result(): QueryOptions {
    return this.options;
  }

  /** `name` from the query, its value still unread in `reader`. */
  read(name: string, reader: TokenReader): void {
    if (IGNORED.has(name)) {
      reader.next();
      return;
    }
    if (!isOptionName(name))
      throw badRequest(`The query parameter '${name}' is not supported.`, name);
    if (this.seen.has(name))
      throw badRequest(`Query option '${name}' was specified more than once.`, name);
    this.seen.add(name);
    this.readKnown(name, reader);
  }

  setSearch(text: string): void {
    this.options.search = parseSearch(text);
  }

  private readKnown(name: OptionName, reader: TokenReader): void {
    switch (name) {
      case '$filter':
        this.options.filter = this.readFilter(reader);
        break;
      case '$search':
        this.setSearch(reader.next().text);
        break;
      case '$orderby':
        this.options.orderBy = this.readOrderBy(reader);
        break;
      case '$top':
        this.options.top = this.readWhole(name, reader);
        break;
      case '$skip':
        this.options.skip = this.readWhole(name, reader);
        break;
      case '$count':
        this.options.count = this.readCount(reader);
        break;
      case '$select':
        this.options.select = this.readSelect(reader);
        break;
      case '$expand':
        this.options.expand = this.readExpand(reader);
        break;
    }
  }

  private expression(reader: TokenReader): Term {
    return new ExpressionParser(reader, this.model, this.type, this.now).parse();
  }

  private readFilter(reader: TokenReader): Term {
    const term = this.expression(reader);
    if (term.kind === 'boolean' || term.kind === 'null') return term;
    throw badRequest(`The $filter expression must be boolean, it is '${term.kind}'.`, '$filter');
  }

  private readOrderBy(reader: TokenReader): OrderKey[] {
    const keys: OrderKey[] = [];
    do {
      const term = this.expression(reader);
      if (term.kind === 'list' || term.kind === 'struct') {
        throw badRequest(`$orderby cannot sort by a value of type '${term.kind}'.`, '$orderby');
      }
      keys.push({ term, descending: reader.takeAnyName(['asc', 'desc']) === 'desc' });
    } while (reader.take(','));
    return keys;
  }

  private readWhole(name: OptionName, reader: TokenReader): number {
    const token = reader.next();
    const value = Number(token.text);
    if (token.kind === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw badRequest(
      `Invalid value '${token.text}' for ${name} query option found: a whole number from 0 is needed.`,
      name,
    );
  }

  private readCount(reader: TokenReader): boolean {
    const value = reader.takeAnyName(['true', 'false']);
    if (value === undefined)
      throw badRequest(
        "Invalid value for $count query option found: 'true' or 'false' is needed.",
        '$count',
      );
    return value === 'true';
  }

  private readSelect(reader: TokenReader): readonly string[] {
    const names: string[] = [];
    do {
      if (reader.take('*')) names.push('*');
      else names.push(this.readPath(reader));
    } while (reader.take(','));
    return names.includes('*') ? [...this.type.properties.keys()] : names;
  }

  /** A property, or a path into a complex one. */
  private readPath(reader: TokenReader): string {
    const token = reader.next();
    if (token.kind !== 'name') return reader.fail(token);
    let property = this.model.property(this.type, token.text);
    let path = token.text;
    while (reader.take('/')) {
      const next = reader.next();
      if (next.kind !== 'name') return reader.fail(next);
      property = this.model.property(this.model.struct(property.type), next.text);
      path = `${path}/${next.text}`;
    }
    return path;
  }

  private readExpand(reader: TokenReader): ReadonlyMap<string, QueryOptions> {
    const expanded = new Map<string, QueryOptions>();
    do {
      if (reader.take('*')) {
        for (const property of this.type.properties.values()) {
          if (property.navigation) expanded.set(property.name, expanded.get(property.name) ?? {});
        }
        continue;
      }
      const token = reader.next();
      if (token.kind !== 'name') return reader.fail(token);
      expanded.set(token.text, this.readExpanded(token.text, reader));
    } while (reader.take(','));
    return expanded;
  }

  private readExpanded(name: string, reader: TokenReader): QueryOptions {
    const property = this.model.property(this.type, name);
    const target = this.model.findStruct(property.type);
    if (target === undefined) {
      throw badRequest(
        `Property '${name}' on type '${this.model.namespace}.${this.type.name}' is not a navigation property or complex property.`,
        '$expand',
      );
    }
    const nested = new OptionsParser(this.model, target, this.now, this.depth + 1);
    if (reader.take('/')) {
      // `A/B` is the older way to write `A($expand=B)`.
      const next = reader.next();
      if (next.kind !== 'name') return reader.fail(next);
      return { expand: new Map([[next.text, nested.readExpanded(next.text, reader)]]) };
    }
    if (!reader.take('(')) return {};
    do {
      const option = reader.next();
      reader.expect('=');
      nested.read(option.text, reader);
    } while (reader.take(';'));
    reader.expect(')');
    return nested.result();
  }
}

/**
 * Reads the `$` options of a query string for a collection or entity of `type`; options without `$`
 * are not ours and stay unread. `now` gives milliseconds for the function `now()`. Throws ODataError 400.
 */
export const parseQueryOptions = (
  raw: string,
  model: EdmModel,
  type: EdmStruct,
  now: () => number,
): QueryOptions => {
  const parser = new OptionsParser(model, type, now, 0);
  let search: string | undefined;
  for (const [name, value] of splitQuery(raw)) {
    if (!name.startsWith('$')) continue;
    if (name === '$search') {
      if (search !== undefined)
        throw badRequest("Query option '$search' was specified more than once.", name);
      search = value;
      continue;
    }
    const reader = new TokenReader(value);
    parser.read(name, reader);
    if (isOptionName(name)) reader.expectEnd();
  }
  if (search !== undefined) parser.setSearch(search);
  return parser.result();
};
