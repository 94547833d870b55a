import { ChangeDetectionStrategy, Component, contentChildren, input } from '@angular/core';
import type { PagedList } from '../api/paged-list';
import { Cell } from './cell';
import { Pager } from './pager';
import { Table } from './table';
import type { Column } from './table-view';

/** The table of a list that the server hands out by cursor, with its pager; cells as in a table. */
@Component({
  selector: 'ui-paged-table',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Pager, Table],
  template: `
    <ui-table
      [label]="label()"
      [state]="list().page()"
      [rows]="list().rows()"
      [partial]="list().isPartial()"
      [columns]="columns()"
      [rowId]="rowId()"
      [filtered]="filtered()"
      [stale]="stale()"
      [emptyTitle]="emptyTitle()"
      [emptyHint]="emptyHint()"
      [givenCells]="cells()"
      (ordered)="list().sortBy($event)"
      (retry)="list().reload()"
    />
    <ui-pager [list]="list()" [label]="label()" />
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--space-4);
    }
  `,
})
export class PagedTable<T, F, S extends string> {
  readonly list = input.required<PagedList<T, F, S>>();
  readonly label = input.required<string>();
  readonly columns = input.required<readonly Column<T, S>[]>();
  readonly rowId = input.required<(row: T) => string>();
  readonly emptyTitle = input.required<string>();
  readonly emptyHint = input('');
  readonly filtered = input(false);
  readonly stale = input(false);
  readonly cells = contentChildren<Cell<T>>(Cell);
}
