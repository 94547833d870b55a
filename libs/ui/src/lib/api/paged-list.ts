import {
  computed,
  linkedSignal,
  resource,
  type Signal,
  signal,
  type WritableSignal,
} from '@angular/core';
import { toLoadable } from './loadable';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** By a field of the rows, rising, or falling with a minus before it. */
export type Order<S extends string> = S | `-${S}`;

export interface PageRequest<F, S extends string> {
  readonly filter: F;
  readonly cursor: string | undefined;
  readonly limit: number;
  /** Undefined: as the server likes best. */
  readonly sort: Order<S> | undefined;
}

export const PAGE_SIZES = [25, 50, 100] as const;

/**
 * A list that the server hands out by cursor: pages forward, and back by the cursors it came by.
 * Another filter or order starts at the first page. Make it where injection is possible.
 */
export class PagedList<T, F, S extends string = never> {
  private readonly trail: WritableSignal<readonly string[]>;
  private readonly size = signal<number>(PAGE_SIZES[0]);
  private readonly order = signal<Order<S> | undefined>(undefined);
  private readonly source;

  readonly pageSize = this.size.asReadonly();
  readonly pageNumber = computed(() => this.trail().length + 1);
  readonly page;
  readonly rows = computed<readonly T[]>(() => {
    const page = this.page();
    return page.status === 'ready' ? page.value.items : [];
  });
  readonly hasNext = computed(() => this.nextCursor() !== null);
  /** Whether the server has more than what is here: sorting these rows would then tell nothing. */
  readonly isPartial = computed(() => this.hasNext() || this.trail().length > 0);

  constructor(filter: Signal<F>, load: (request: PageRequest<F, S>) => Promise<Page<T>>) {
    this.trail = linkedSignal<F, readonly string[]>({ source: filter, computation: () => [] });
    this.source = resource({
      params: () => ({
        filter: filter(),
        cursor: this.trail().at(-1),
        limit: this.size(),
        sort: this.order(),
      }),
      loader: ({ params }) => load(params),
    });
    this.page = toLoadable<Page<T>>(this.source);
  }

  next(): void {
    const cursor = this.nextCursor();
    if (cursor !== null) this.trail.update((trail) => [...trail, cursor]);
  }

  previous(): void {
    this.trail.update((trail) => trail.slice(0, -1));
  }

  resize(size: number): void {
    this.trail.set([]);
    this.size.set(size);
  }

  /** A cursor belongs to its order: another one starts at the first page. */
  sortBy(order: Order<S> | null): void {
    this.trail.set([]);
    this.order.set(order ?? undefined);
  }

  reload(): void {
    this.source.reload();
  }

  private nextCursor(): string | null {
    const page = this.page();
    return page.status === 'ready' ? page.value.nextCursor : null;
  }
}
