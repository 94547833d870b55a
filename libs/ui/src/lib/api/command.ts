import { signal } from '@angular/core';
import { type ApiFailure, asFailure } from './api-failure';

/** What a form asks of the relay: whether it is under way, and how it failed. */
export class Command {
  private readonly running = signal(false);
  private readonly failed = signal<ApiFailure | null>(null);
  readonly busy = this.running.asReadonly();
  readonly failure = this.failed.asReadonly();

  /** Does it, and answers whether it succeeded. What failed before is forgotten. */
  async run(action: () => Promise<unknown>): Promise<boolean> {
    this.running.set(true);
    this.failed.set(null);
    try {
      await action();
      return true;
    } catch (error) {
      this.failed.set(asFailure(error));
      return false;
    } finally {
      this.running.set(false);
    }
  }

  /** For a form that opens anew. */
  forget(): void {
    this.failed.set(null);
  }
}
