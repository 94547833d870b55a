import { NgTemplateOutlet } from '@angular/common';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  contentChildren,
  input,
  output,
  signal,
} from '@angular/core';
import type { Loadable } from '../api/loadable';
import type { Order } from '../api/paged-list';
import { Icon } from '../parts/icon';
import { StateView } from '../parts/state-view';
import { UI_TEXTS } from '../ui-texts';
import { Cell } from './cell';
import {
  type Column,
  nextSorting,
  orderOf,
  searchRows,
  type Sorting,
  sortRows,
} from './table-view';

const LOCAL_PAGE = 25;

/**
 * A table with every state it can be in. Rows come from a `Loadable`; a column sorts
 * by the server, over all pages (`ordered` tells how), or else sorts the rows given; the latter is
 * not offered in a `partial` table, one page of what the server has. `local` tables search
 * and page by themselves; others put their search and pager around. Narrow screens show each row
 * as a card, and sort by a list of choices.
 */
@Component({
  selector: 'ui-table',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, NgTemplateOutlet, StateView],
  templateUrl: './table.html',
  styleUrl: './table.css',
})
export class Table<T, S extends string = string> {
  readonly label = input.required<string>();
  readonly state = input.required<Loadable<unknown>>();
  readonly rows = input.required<readonly T[]>();
  readonly columns = input.required<readonly Column<T, S>[]>();
  readonly rowId = input.required<(row: T) => string>();
  readonly emptyTitle = input.required<string>();
  readonly emptyHint = input('');
  readonly local = input(false);
  readonly partial = input(false);
  readonly stale = input(false);
  readonly filtered = input(false);
  readonly retry = output();
  /** The order that the server shall give the rows in; null is its own. */
  readonly ordered = output<Order<S> | null>();
  readonly cells = contentChildren<Cell<T>>(Cell);
  /** Cells that came into a component round this table. */
  readonly givenCells = input<readonly Cell<T>[]>([]);

  protected readonly texts = UI_TEXTS;
  protected readonly sorting = signal<Sorting | null>(null);
  protected readonly search = signal('');
  protected readonly pageIndex = signal(0);

  protected readonly found = computed(() =>
    this.local() ? searchRows(this.rows(), this.columns(), this.search()) : this.rows(),
  );
  /** One row is found without a search; what was searched for can always be taken back. */
  protected readonly worthSearching = computed(
    () => this.rows().length > 1 || this.search() !== '',
  );
  protected readonly sortable = computed(() =>
    this.columns().filter(({ sort, order }) => order ?? (sort && !this.partial())),
  );
  protected readonly sorted = computed(() =>
    sortRows(this.found(), this.sortable(), this.sorting()),
  );
  protected readonly lastPage = computed(() =>
    Math.max(0, Math.ceil(this.found().length / LOCAL_PAGE) - 1),
  );
  protected readonly page = computed(() => Math.min(this.pageIndex(), this.lastPage()));
  protected readonly shown = computed(() =>
    this.local()
      ? this.sorted().slice(this.page() * LOCAL_PAGE, (this.page() + 1) * LOCAL_PAGE)
      : this.sorted(),
  );
  protected readonly range = computed(() => {
    const total = this.found().length;
    const from = this.page() * LOCAL_PAGE;
    return UI_TEXTS.table.range(from + 1, Math.min(from + LOCAL_PAGE, total), total);
  });
  protected readonly nothing = computed(() => {
    const searching = this.filtered() || (this.local() && this.search() !== '');
    return searching
      ? { title: UI_TEXTS.table.noMatch, hint: UI_TEXTS.table.noMatchHint }
      : { title: this.emptyTitle(), hint: this.emptyHint() };
  });
  protected readonly templates = computed(
    () =>
      new Map(
        [...this.givenCells(), ...this.cells()].map((cell) => [cell.uiCell(), cell.template]),
      ),
  );

  protected ariaSort(key: string): 'ascending' | 'descending' | 'none' {
    const sorting = this.sorting();
    if (sorting?.key !== key) return 'none';
    return sorting.descending ? 'descending' : 'ascending';
  }

  protected sortBy(key: string): void {
    this.sortAs(nextSorting(this.sorting(), key));
  }

  protected canSortBy(column: Column<T, S>): boolean {
    return this.sortable().includes(column);
  }

  /** What the list of choices has chosen: a key, with a minus for the other way round. */
  protected choose(choice: string): void {
    const descending = choice.startsWith('-');
    const key = descending ? choice.slice(1) : choice;
    this.sortAs(key === '' ? null : { key, descending });
  }

  protected isChosen(key: string, descending: boolean): boolean {
    const sorting = this.sorting();
    return sorting?.key === key && sorting.descending === descending;
  }

  protected searchFor(text: string): void {
    this.search.set(text);
    this.pageIndex.set(0);
  }

  private sortAs(sorting: Sorting | null): void {
    this.sorting.set(sorting);
    this.ordered.emit(orderOf(this.columns(), sorting));
  }
}
