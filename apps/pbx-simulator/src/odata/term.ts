import { badRequest } from './odata-error';
import { isPrimitive, type EdmModel, type EdmProperty, type PrimitiveName } from './edm';
import { parseDate, parseDuration, parseInstant, parseTime } from './temporal';

/** An entity or complex value as it will be answered: plain JSON. */
export type Row = Readonly<Record<string, unknown>>;

/** Static types of expressions. Times of all kinds are numbers once evaluated. */
export const KINDS = [
  'string',
  'number',
  'boolean',
  'instant',
  'date',
  'time',
  'duration',
  'enum',
  'null',
  'struct',
  'list',
] as const;
export type Kind = (typeof KINDS)[number];

/** What range variables stand for while an expression is evaluated; `$it` is the row itself. */
export type Scope = ReadonlyMap<string, unknown>;

/** A checked expression, ready to be evaluated on any row. Evaluating never throws. */
export interface Term {
  readonly kind: Kind;
  /** Struct or enum name for `struct`, `enum`; what the items are for `list`. */
  readonly typeName?: string;
  /** Set on literals alone, so that enum literals can be checked. */
  readonly literal?: string;
  readonly evaluate: (scope: Scope) => unknown;
}

const PRIMITIVE_KINDS: Readonly<Record<PrimitiveName, Kind>> = {
  string: 'string',
  boolean: 'boolean',
  uint8: 'number',
  int32: 'number',
  int64: 'number',
  decimal: 'number',
  double: 'number',
  instant: 'instant',
  date: 'date',
  time: 'time',
  duration: 'duration',
};

const TEMPORAL: Readonly<Partial<Record<Kind, (text: string) => number | undefined>>> = {
  instant: parseInstant,
  date: parseDate,
  time: parseTime,
  duration: parseDuration,
};

/** The kind of values of a declared type. */
export const kindOf = (model: EdmModel, type: string): Kind => {
  if (isPrimitive(type)) return PRIMITIVE_KINDS[type];
  return model.findEnum(type) === undefined ? 'struct' : 'enum';
};

/** A stored JSON value as expressions see it; what is absent is null. */
export const fromJson = (kind: Kind, value: unknown): unknown => {
  if (value === undefined || value === null) return null;
  const parse = TEMPORAL[kind];
  return parse === undefined || typeof value !== 'string' ? value : (parse(value) ?? null);
};

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads a declared property of whatever struct `owner` yields. */
export const memberTerm = (model: EdmModel, owner: Term, property: EdmProperty): Term => {
  const itemKind = kindOf(model, property.type);
  const read = (scope: Scope): unknown => {
    const row = owner.evaluate(scope);
    return isRow(row) && Object.hasOwn(row, property.name) ? row[property.name] : null;
  };
  if (property.collection) {
    return { kind: 'list', typeName: property.type, evaluate: (scope) => read(scope) ?? [] };
  }
  const evaluate = (scope: Scope): unknown => fromJson(itemKind, read(scope));
  return { kind: itemKind, typeName: property.type, evaluate };
};

export const constant = (kind: Kind, value: unknown, literal?: string): Term => ({
  kind,
  ...(literal === undefined ? {} : { literal }),
  evaluate: () => value,
});

/** A date, time, duration or instant literal, or 400 if it is none that exists. */
export const temporalLiteral = (
  kind: 'instant' | 'date' | 'time' | 'duration',
  text: string,
): Term => {
  const value = TEMPORAL[kind]?.(text);
  if (value === undefined) throw badRequest(`'${text}' is not a valid ${kind} literal.`);
  return constant(kind, value, text);
};
