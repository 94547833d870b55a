import { badRequest } from './odata-error';
import { tokenize, type Token } from './lexer';

const END: Token = { kind: 'end', text: '', at: 0 };

/** A place in a token list. `take…` moves on only when it finds what it is asked for. */
export class TokenReader {
  private readonly tokens: readonly Token[];
  private index = 0;

  constructor(private readonly source: string) {
    this.tokens = tokenize(source);
  }

  peek(): Token {
    return this.tokens[this.index] ?? END;
  }

  next(): Token {
    const token = this.peek();
    this.index += 1;
    return token;
  }

  take(punctuation: string): boolean {
    const token = this.peek();
    if (token.kind !== 'punctuation' || token.text !== punctuation) return false;
    this.index += 1;
    return true;
  }

  takeName(name: string): boolean {
    return this.takeAnyName([name]) !== undefined;
  }

  takeAnyName<Name extends string>(names: readonly Name[]): Name | undefined {
    const token = this.peek();
    const found = token.kind === 'name' ? names.find((name) => name === token.text) : undefined;
    if (found !== undefined) this.index += 1;
    return found;
  }

  expect(punctuation: string): void {
    if (!this.take(punctuation)) this.fail(this.peek(), `'${punctuation}' was expected`);
  }

  /** Nothing may be left over. */
  expectEnd(): void {
    if (this.peek().kind !== 'end') this.fail(this.peek());
  }

  fail(token: Token, reason = `'${token.text}' was not expected`): never {
    throw badRequest(`Syntax error at position ${token.at} in '${this.source}': ${reason}.`);
  }
}
