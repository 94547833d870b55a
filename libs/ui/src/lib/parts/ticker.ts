import { DestroyRef, inject, Injectable, signal } from '@angular/core';

const SECOND_MS = 1_000;

/** The present, to the second: one timer for the whole page. */
@Injectable({ providedIn: 'root' })
export class Ticker {
  private readonly current = signal(Date.now());
  readonly now = this.current.asReadonly();

  constructor() {
    const timer = setInterval(() => this.current.set(Date.now()), SECOND_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }
}
