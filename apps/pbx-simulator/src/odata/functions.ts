import { badRequest } from './odata-error';
import type { Kind, Scope, Term } from './term';

interface FunctionRule {
  /** Kinds each argument may have; optional ones stand last. */
  readonly takes: readonly (readonly Kind[])[];
  readonly required?: number;
  readonly gives: Kind;
  readonly compute: (args: readonly unknown[], now: () => number) => unknown;
}

const TEXT: readonly Kind[] = ['string', 'enum'];
const NUMBER: readonly Kind[] = ['number'];
const DAY: readonly Kind[] = ['instant', 'date'];
const CLOCK: readonly Kind[] = ['instant', 'time'];
const DAY_MS = 86_400_000;

const text = (value: unknown): string => String(value);
const number = (value: unknown): number => Number(value);
const dateOf = (value: unknown): Date => new Date(number(value));

const onText = (
  compute: (a: string, b: string) => unknown,
  gives: Kind,
  arity: 1 | 2,
): FunctionRule => ({
  takes: arity === 1 ? [TEXT] : [TEXT, TEXT],
  gives,
  compute: ([a, b]) => compute(text(a), text(b)),
});

const onDay = (compute: (date: Date) => number): FunctionRule => ({
  takes: [DAY],
  gives: 'number',
  compute: ([value]) => compute(dateOf(value)),
});

const onNumber = (compute: (value: number) => number): FunctionRule => ({
  takes: [NUMBER],
  gives: 'number',
  compute: ([value]) => compute(number(value)),
});

/** Seconds since midnight of an instant (milliseconds since 1970) or a time (seconds already). */
const secondsOfDay = (value: unknown, kind: Kind): number =>
  kind === 'time' ? number(value) : (((number(value) % DAY_MS) + DAY_MS) % DAY_MS) / 1_000;

const onClock = (compute: (seconds: number) => number): ((kind: Kind) => FunctionRule) => {
  return (kind) => ({
    takes: [CLOCK],
    gives: 'number',
    compute: ([value]) => compute(secondsOfDay(value, kind)),
  });
};

const substring = (value: string, from: number, length?: number): string => {
  const start = Math.max(0, from);
  return length === undefined
    ? value.slice(start)
    : value.slice(start, start + Math.max(0, length));
};

const RULES: Readonly<Record<string, FunctionRule>> = {
  contains: onText((a, b) => a.includes(b), 'boolean', 2),
  startswith: onText((a, b) => a.startsWith(b), 'boolean', 2),
  endswith: onText((a, b) => a.endsWith(b), 'boolean', 2),
  indexof: onText((a, b) => a.indexOf(b), 'number', 2),
  concat: onText((a, b) => a + b, 'string', 2),
  tolower: onText((a) => a.toLowerCase(), 'string', 1),
  toupper: onText((a) => a.toUpperCase(), 'string', 1),
  trim: onText((a) => a.trim(), 'string', 1),
  length: onText((a) => a.length, 'number', 1),
  substring: {
    takes: [TEXT, NUMBER, NUMBER],
    required: 2,
    gives: 'string',
    compute: ([value, from, length]) =>
      substring(text(value), number(from), length === undefined ? undefined : number(length)),
  },
  year: onDay((date) => date.getUTCFullYear()),
  month: onDay((date) => date.getUTCMonth() + 1),
  day: onDay((date) => date.getUTCDate()),
  date: {
    takes: [DAY],
    gives: 'date',
    compute: ([value]) => Math.floor(number(value) / DAY_MS) * DAY_MS,
  },
  now: { takes: [], gives: 'instant', compute: (_args, now) => now() },
  mindatetime: { takes: [], gives: 'instant', compute: () => -62_135_596_800_000 },
  maxdatetime: { takes: [], gives: 'instant', compute: () => 253_402_300_799_999 },
  round: onNumber((value) => Math.sign(value) * Math.round(Math.abs(value))),
  floor: onNumber(Math.floor),
  ceiling: onNumber(Math.ceil),
  totalseconds: { takes: [['duration']], gives: 'number', compute: ([value]) => value },
};

/** These depend on whether they are given an instant or a time of day. */
const CLOCK_RULES: Readonly<Record<string, (kind: Kind) => FunctionRule>> = {
  hour: onClock((seconds) => Math.floor(seconds / 3_600)),
  minute: onClock((seconds) => Math.floor((seconds % 3_600) / 60)),
  second: onClock((seconds) => Math.floor(seconds % 60)),
  fractionalseconds: onClock((seconds) => seconds % 1),
  time: (kind) => ({
    takes: [CLOCK],
    gives: 'time',
    compute: ([value]) => secondsOfDay(value, kind),
  }),
};

/** Names count in any case, as clients in the field write `startsWith` too. */
export const isFunctionName = (name: string): boolean =>
  Object.hasOwn(RULES, name.toLowerCase()) || Object.hasOwn(CLOCK_RULES, name.toLowerCase());

const ruleFor = (name: string, args: readonly Term[]): FunctionRule => {
  const plain = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  const clock = Object.hasOwn(CLOCK_RULES, name) ? CLOCK_RULES[name] : undefined;
  const rule = plain ?? clock?.(args[0]?.kind ?? 'null');
  if (rule === undefined) throw badRequest(`An unknown function with name '${name}' was found.`);
  return rule;
};

const fits = (rule: FunctionRule, args: readonly Term[]): boolean =>
  args.length >= (rule.required ?? rule.takes.length) &&
  args.length <= rule.takes.length &&
  args.every((arg, index) => arg.kind === 'null' || (rule.takes[index] ?? []).includes(arg.kind));

/** A call of one of the built-in functions; null in any argument makes the result null. */
export const callFunction = (called: string, args: readonly Term[], now: () => number): Term => {
  const name = called.toLowerCase();
  const rule = ruleFor(name, args);
  if (!fits(rule, args)) {
    const kinds = args.map((arg) => arg.kind).join(', ');
    throw badRequest(
      `No function signature for the function with name '${name}' matches the arguments (${kinds}).`,
    );
  }
  const evaluate = (scope: Scope): unknown => {
    const values = args.map((arg) => arg.evaluate(scope));
    return values.includes(null) ? null : rule.compute(values, now);
  };
  return { kind: rule.gives, evaluate };
};
