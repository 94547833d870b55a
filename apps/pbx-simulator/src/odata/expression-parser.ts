import { badRequest } from './odata-error';
import type { EdmModel, EdmStruct } from './edm';
import { callFunction, isFunctionName } from './functions';
import type { Token } from './lexer';
import {
  ADDITIVE,
  arithmetic,
  comparison,
  COMPARISONS,
  logical,
  membership,
  minus,
  MULTIPLICATIVE,
  negation,
  NULL_TERM,
} from './operators';
import {
  constant,
  kindOf,
  memberTerm,
  temporalLiteral,
  type Kind,
  type Scope,
  type Term,
} from './term';
import type { TokenReader } from './token-reader';

/** Deeper nesting is refused, so that no client can exhaust the stack. */
export const MAX_DEPTH = 60;

/** Names that stand for something: the row itself and the variables of lambdas around us. */
type Variables = ReadonlyMap<string, Term>;

const variableTerm = (name: string, kind: Kind, typeName: string): Term => ({
  kind,
  typeName,
  evaluate: (scope) => scope.get(name) ?? null,
});

/**
 * Recursive descent over OData expressions, loosest operator first: or, and, not, comparison,
 * add, mul, minus, primary. Names are checked against the type while parsing, so a wrong name
 * is refused even when there is no row to look at.
 */
export class ExpressionParser {
  private depth = 0;
  private variables: Variables;
  private readonly self: Term;

  constructor(
    private readonly reader: TokenReader,
    private readonly model: EdmModel,
    type: EdmStruct,
    private readonly now: () => number,
  ) {
    this.self = variableTerm('$it', 'struct', type.name);
    this.variables = new Map([['$it', this.self]]);
  }

  /** One whole expression; what follows it is left to the caller. */
  parse(): Term {
    return this.nested(() =>
      this.parseBinary('or', () => this.parseBinary('and', () => this.parseNot())),
    );
  }

  private nested(parse: () => Term): Term {
    this.depth += 1;
    if (this.depth > MAX_DEPTH)
      throw badRequest(`The expression is nested more than ${MAX_DEPTH} levels deep.`);
    const term = parse();
    this.depth -= 1;
    return term;
  }

  private parseBinary(operator: 'and' | 'or', operand: () => Term): Term {
    let left = operand();
    while (this.reader.takeName(operator)) left = logical(operator, left, operand());
    return left;
  }

  private parseNot(): Term {
    if (!this.reader.takeName('not')) return this.parseComparison();
    return this.nested(() => negation(this.parseNot()));
  }

  private parseComparison(): Term {
    const left = this.parseAdditive();
    const operator = this.reader.takeAnyName(COMPARISONS);
    if (operator === undefined) return left;
    if (operator === 'in') return membership(this.model, left, this.parseItems());
    return comparison(this.model, operator, left, this.parseAdditive());
  }

  private parseItems(): readonly Term[] {
    if (!this.reader.take('(')) return [this.parseAdditive()];
    return this.parseArguments();
  }

  private parseAdditive(): Term {
    let left = this.parseMultiplicative();
    for (let operator = this.reader.takeAnyName(ADDITIVE); operator !== undefined;) {
      left = arithmetic(operator, left, this.parseMultiplicative());
      operator = this.reader.takeAnyName(ADDITIVE);
    }
    return left;
  }

  private parseMultiplicative(): Term {
    let left = this.parseUnary();
    for (let operator = this.reader.takeAnyName(MULTIPLICATIVE); operator !== undefined;) {
      left = arithmetic(operator, left, this.parseUnary());
      operator = this.reader.takeAnyName(MULTIPLICATIVE);
    }
    return left;
  }

  private parseUnary(): Term {
    if (!this.reader.take('-')) return this.parsePrimary();
    return this.nested(() => minus(this.parseUnary()));
  }

  private parsePrimary(): Term {
    if (this.reader.take('(')) {
      const inner = this.parse();
      this.reader.expect(')');
      return inner;
    }
    const token = this.reader.next();
    if (token.kind === 'name') return this.parseName(token);
    return this.parseLiteral(token);
  }

  private parseLiteral(token: Token): Term {
    switch (token.kind) {
      case 'string':
      case 'guid':
        return constant('string', token.text, token.text);
      case 'number':
        return constant(
          'number',
          Number(token.text.replace(/[lmfd]$/i, '').replace('INF', 'Infinity')),
        );
      case 'instant':
      case 'date':
      case 'time':
        return temporalLiteral(token.kind, token.text);
      case 'typed':
        return this.parseTyped(token);
      default:
        return this.reader.fail(token);
    }
  }

  /** `duration'PT1S'` and enum members such as `Pbx.PeerType'Queue'`. */
  private parseTyped(token: Token): Term {
    if (token.prefix === 'duration') return temporalLiteral('duration', token.text);
    const name = (token.prefix ?? '').slice((token.prefix ?? '').lastIndexOf('.') + 1);
    const members = this.model.findEnum(name)?.members;
    if (members === undefined)
      throw badRequest(`The type '${token.prefix ?? ''}' of a literal is not known.`);
    if (!members.includes(token.text)) {
      throw badRequest(
        `The string '${token.text}' is not a valid value of type '${token.prefix ?? ''}'.`,
      );
    }
    return { ...constant('enum', token.text, token.text), typeName: name };
  }

  private parseName(token: Token): Term {
    if (token.text === 'null') return NULL_TERM;
    if (token.text === 'true' || token.text === 'false')
      return constant('boolean', token.text === 'true');
    if (isFunctionName(token.text) && this.reader.take('(')) {
      return callFunction(token.text, this.parseArguments(), this.now);
    }
    const variable = this.variables.get(token.text);
    return this.parseSegments(variable ?? this.member(this.self, token.text));
  }

  /** The rest of an argument list whose opening parenthesis is taken. */
  private parseArguments(): Term[] {
    const terms: Term[] = [];
    if (this.reader.take(')')) return terms;
    do terms.push(this.parse());
    while (this.reader.take(','));
    this.reader.expect(')');
    return terms;
  }

  private parseSegments(start: Term): Term {
    let term = start;
    while (this.reader.take('/')) {
      const token = this.reader.next();
      if (token.kind !== 'name') return this.reader.fail(token);
      if (term.kind === 'list') return this.parseListSegment(term, token);
      if (token.text === '$count') throw badRequest("'$count' can only follow a collection.");
      term = this.member(term, token.text);
    }
    return term;
  }

  private member(owner: Term, name: string): Term {
    if (owner.kind !== 'struct')
      throw badRequest(`'${name}' cannot be a property of a value of type '${owner.kind}'.`);
    return memberTerm(
      this.model,
      owner,
      this.model.property(this.model.struct(owner.typeName ?? ''), name),
    );
  }

  private parseListSegment(list: Term, token: Token): Term {
    const items = (scope: Scope): readonly unknown[] => {
      const value = list.evaluate(scope);
      return Array.isArray(value) ? value : [];
    };
    if (token.text === '$count')
      return { kind: 'number', evaluate: (scope) => items(scope).length };
    if (token.text !== 'any' && token.text !== 'all') {
      throw badRequest(`'${token.text}' cannot follow a collection: 'any', 'all' or '$count' can.`);
    }
    this.reader.expect('(');
    if (token.text === 'any' && this.reader.take(')')) {
      return { kind: 'boolean', evaluate: (scope) => items(scope).length > 0 };
    }
    return this.parseLambda(token.text, list.typeName ?? '', items);
  }

  private parseLambda(
    quantifier: 'any' | 'all',
    itemType: string,
    items: (scope: Scope) => readonly unknown[],
  ): Term {
    const name = this.reader.next();
    if (name.kind !== 'name') return this.reader.fail(name);
    this.reader.expect(':');
    const outer = this.variables;
    this.variables = new Map(outer).set(
      name.text,
      variableTerm(name.text, kindOf(this.model, itemType), itemType),
    );
    const predicate = this.parse();
    this.variables = outer;
    this.reader.expect(')');
    const holds = (scope: Scope, item: unknown): boolean =>
      predicate.evaluate(new Map(scope).set(name.text, item)) === true;
    const evaluate = (scope: Scope): boolean =>
      quantifier === 'any'
        ? items(scope).some((item) => holds(scope, item))
        : items(scope).every((item) => holds(scope, item));
    return { kind: 'boolean', evaluate };
  }
}
