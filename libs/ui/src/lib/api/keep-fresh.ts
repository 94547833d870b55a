import { DestroyRef, DOCUMENT, inject } from '@angular/core';
import type { PagedList } from './paged-list';

const EVERY_MS = 5_000;

/**
 * Reads a list again and again while somebody looks at it, for what the live connection does not
 * tell of. A list that failed waits for the user to try again: it would only flicker. Call it
 * where injection is possible.
 */
export function keepFresh<T, F, S extends string>(list: PagedList<T, F, S>): void {
  const document = inject(DOCUMENT);
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible' && list.page().status === 'ready') list.reload();
  }, EVERY_MS);
  inject(DestroyRef).onDestroy(() => clearInterval(timer));
}
