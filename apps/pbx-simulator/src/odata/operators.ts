import { badRequest } from './odata-error';
import type { EdmModel } from './edm';
import { constant, type Kind, type Scope, type Term } from './term';

export const COMPARISONS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'has', 'in'] as const;
export type Comparison = (typeof COMPARISONS)[number];
export const ADDITIVE = ['add', 'sub'] as const;
export const MULTIPLICATIVE = ['mul', 'div', 'divby', 'mod'] as const;
export type Arithmetic = (typeof ADDITIVE)[number] | (typeof MULTIPLICATIVE)[number];

const incompatible = (operator: string, left: Term, right: Term): never => {
  throw badRequest(
    `A binary operator with incompatible types was detected. Found operand types '${left.kind}' and '${right.kind}' for operator kind '${operator}'.`,
  );
};

/** An enum is compared with its members by name; a string literal that is no member is refused. */
const checkEnumLiteral = (model: EdmModel, enumTerm: Term, other: Term): void => {
  const members = model.findEnum(enumTerm.typeName ?? '')?.members ?? [];
  if (other.literal === undefined) return;
  if (other.literal.split(',').every((part) => members.includes(part.trim()))) return;
  throw badRequest(
    `The string '${other.literal}' is not a valid value of type '${enumTerm.typeName ?? ''}'.`,
  );
};

const TIMELINE: readonly Kind[] = ['instant', 'date'];

const checkComparable = (model: EdmModel, operator: Comparison, left: Term, right: Term): void => {
  if (left.kind === 'null' || right.kind === 'null') return;
  if (left.kind === 'list' || right.kind === 'list') incompatible(operator, left, right);
  if (left.kind === 'enum') checkEnumLiteral(model, left, right);
  if (right.kind === 'enum') checkEnumLiteral(model, right, left);
  const textual = [left.kind, right.kind].every((kind) => kind === 'enum' || kind === 'string');
  const onTimeline = TIMELINE.includes(left.kind) && TIMELINE.includes(right.kind);
  const ordered = operator !== 'eq' && operator !== 'ne';
  if (left.kind === 'struct' || right.kind === 'struct') incompatible(operator, left, right);
  if (ordered && operator !== 'has' && left.kind === 'boolean') incompatible(operator, left, right);
  if (left.kind !== right.kind && !textual && !onTimeline) incompatible(operator, left, right);
};

/** Order of two values of one kind; null stands before everything. */
export const compareValues = (left: unknown, right: unknown): number => {
  if (left === right) return 0;
  if (left === null || left === undefined) return -1;
  if (right === null || right === undefined) return 1;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (left === true || right === true) return left === true ? 1 : -1;
  if (typeof left !== 'string' || typeof right !== 'string') return 0;
  return left < right ? -1 : left > right ? 1 : 0;
};

const ORDERINGS: Readonly<Record<'gt' | 'ge' | 'lt' | 'le', (order: number) => boolean>> = {
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
};

const hasFlags = (value: unknown, flags: unknown): boolean => {
  const present = new Set(
    String(value)
      .split(',')
      .map((part) => part.trim()),
  );
  return String(flags)
    .split(',')
    .every((part) => present.has(part.trim()));
};

/** `eq ne gt ge lt le has`. Equality with null holds for null alone; every other comparison with null is false. */
export const comparison = (
  model: EdmModel,
  operator: Exclude<Comparison, 'in'>,
  left: Term,
  right: Term,
): Term => {
  checkComparable(model, operator, left, right);
  const decide = (a: unknown, b: unknown): boolean => {
    if (operator === 'eq') return a === b;
    if (operator === 'ne') return a !== b;
    if (a === null || b === null) return false;
    if (operator === 'has') return hasFlags(a, b);
    return ORDERINGS[operator](compareValues(a, b));
  };
  return {
    kind: 'boolean',
    evaluate: (scope) => decide(left.evaluate(scope), right.evaluate(scope)),
  };
};

/** `left in (a,b)`, and `left in Collection` for lists of plain values. */
export const membership = (model: EdmModel, left: Term, items: readonly Term[]): Term => {
  for (const item of items) {
    if (item.kind !== 'list') checkComparable(model, 'eq', left, item);
  }
  const evaluate = (scope: Scope): boolean => {
    const value = left.evaluate(scope);
    return items.some((item) => {
      const candidate = item.evaluate(scope);
      return Array.isArray(candidate) ? candidate.includes(value) : candidate === value;
    });
  };
  return { kind: 'boolean', evaluate };
};

const toTruth = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);

const requireBoolean = (operator: string, term: Term): void => {
  if (term.kind === 'boolean' || term.kind === 'null') return;
  throw badRequest(`The operator '${operator}' needs boolean operands, found '${term.kind}'.`);
};

/** Three-valued `and` and `or`. */
export const logical = (operator: 'and' | 'or', left: Term, right: Term): Term => {
  requireBoolean(operator, left);
  requireBoolean(operator, right);
  const decisive = operator === 'or';
  const evaluate = (scope: Scope): boolean | null => {
    const a = toTruth(left.evaluate(scope));
    if (a === decisive) return decisive;
    const b = toTruth(right.evaluate(scope));
    if (b === decisive) return decisive;
    return a === null || b === null ? null : !decisive;
  };
  return { kind: 'boolean', evaluate };
};

export const negation = (term: Term): Term => {
  requireBoolean('not', term);
  const evaluate = (scope: Scope): boolean | null => {
    const value = toTruth(term.evaluate(scope));
    return value === null ? null : !value;
  };
  return { kind: 'boolean', evaluate };
};

const COMPUTE: Readonly<Record<Arithmetic, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => (Number.isInteger(a) && Number.isInteger(b) ? Math.trunc(a / b) : a / b),
  divby: (a, b) => a / b,
  mod: (a, b) => a % b,
};

/** Kind of the result, and what the right operand is multiplied with to fit the left one's unit. */
const arithmeticShape = (
  operator: Arithmetic,
  left: Kind,
  right: Kind,
): { kind: Kind; scale: number } | undefined => {
  const numeric = (kind: Kind): boolean => kind === 'number' || kind === 'null';
  if (numeric(left) && numeric(right)) return { kind: 'number', scale: 1 };
  if (operator !== 'add' && operator !== 'sub') return undefined;
  if (left === 'duration' && right === 'duration') return { kind: 'duration', scale: 1 };
  if (TIMELINE.includes(left) && right === 'duration') return { kind: left, scale: 1_000 };
  return undefined;
};

/** `add sub mul div divby mod` on numbers, `add sub` on instants, dates and durations. Dividing by zero is null. */
export const arithmetic = (operator: Arithmetic, left: Term, right: Term): Term => {
  const shape = arithmeticShape(operator, left.kind, right.kind);
  if (shape === undefined) return incompatible(operator, left, right);
  const evaluate = (scope: Scope): number | null => {
    const a = left.evaluate(scope);
    const b = right.evaluate(scope);
    if (typeof a !== 'number' || typeof b !== 'number') return null;
    const result = COMPUTE[operator](a, b * shape.scale);
    return Number.isFinite(result) ? result : null;
  };
  return { kind: shape.kind, evaluate };
};

export const minus = (term: Term): Term => {
  if (term.kind !== 'number' && term.kind !== 'duration') {
    throw badRequest(`The unary operator '-' cannot be applied to '${term.kind}'.`);
  }
  const evaluate = (scope: Scope): number | null => {
    const value = term.evaluate(scope);
    return typeof value === 'number' ? -value : null;
  };
  return { kind: term.kind, evaluate };
};

export const NULL_TERM: Term = constant('null', null);
