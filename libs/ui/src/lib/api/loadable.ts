import { linkedSignal, type ResourceRef, type Signal } from '@angular/core';
import { type ApiFailure, asFailure } from './api-failure';

/**
 * What a page shows of one read. `busy` is a read under way while there is something to show;
 * a failed read is never shown as an empty one.
 */
export type Loadable<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly failure: ApiFailure }
  | { readonly status: 'ready'; readonly value: T; readonly busy: boolean };

/** Keeps what was read last on the screen while it is read again. */
export function toLoadable<T>(ref: ResourceRef<T | undefined>): Signal<Loadable<T>> {
  return linkedSignal<Loadable<T>, Loadable<T>>({
    source: () => snapshot(ref),
    computation: (now, previous) =>
      now.status === 'loading' && previous?.value.status === 'ready'
        ? { ...previous.value, busy: true }
        : now,
  });
}

function snapshot<T>(ref: ResourceRef<T | undefined>): Loadable<T> {
  const error = ref.error();
  if (error) return { status: 'failed', failure: asFailure(error) };
  const value = ref.hasValue() ? ref.value() : undefined;
  if (value === undefined) return { status: 'loading' };
  return { status: 'ready', value, busy: ref.isLoading() };
}

/** The value, or null while there is none. */
export function valueOf<T>(loadable: Loadable<T>): T | null {
  return loadable.status === 'ready' ? loadable.value : null;
}
