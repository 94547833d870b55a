/** The time during which this relay is the writer, under one term after another. */
export class Tenure {
  hasEnded = false;
  private doubt: { readonly over: Promise<void>; readonly end: () => void } | null = null;

  constructor(private current: number) {}

  get term(): number {
    return this.current;
  }

  get isInDoubt(): boolean {
    return this.doubt !== null;
  }

  /** Whether it is known that this relay still writes, and under this term. */
  isSureOf(term: number): boolean {
    return this.doubt === null && term === this.current;
  }

  /** Resolves at once, or when the doubt is over, one way or the other. */
  untilSure(): Promise<void> {
    return this.doubt?.over ?? Promise.resolve();
  }

  pause(): void {
    if (this.doubt || this.hasEnded) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.doubt = { over: promise, end: resolve };
  }

  resume(term: number): void {
    this.current = term;
    this.endDoubt();
  }

  end(): void {
    this.hasEnded = true;
    this.endDoubt();
  }

  private endDoubt(): void {
    const doubt = this.doubt;
    this.doubt = null;
    doubt?.end();
  }
}
