import type { Order } from '../api/paged-list';

/** A column of a table. `text` is shown unless a cell template of that key is given. */
export interface Column<T, S extends string = string> {
  readonly key: string;
  readonly label: string;
  readonly text?: (row: T) => string;
  /** Makes the column sortable here, among the rows given. */
  readonly sort?: (row: T) => string | number;
  /** Makes the column sortable by the server, over all pages: the field that it sorts by. */
  readonly order?: S;
  readonly align?: 'end';
  /** On a card it stands in the corner, beside what the card begins with. */
  readonly corner?: boolean;
}

export interface Sorting {
  readonly key: string;
  readonly descending: boolean;
}

/** The order to ask the server for; null is its own. */
export function orderOf<T, S extends string>(
  columns: readonly Column<T, S>[],
  sorting: Sorting | null,
): Order<S> | null {
  const order = columns.find(({ key }) => key === sorting?.key)?.order;
  if (!sorting || order === undefined) return null;
  return sorting.descending ? (`-${order}` as const) : order;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Rows in the order of a column, ties as they came. Without a sorting, as they came. */
export function sortRows<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  sorting: Sorting | null,
): readonly T[] {
  const value = columns.find(({ key }) => key === sorting?.key)?.sort;
  if (!sorting || !value) return rows;
  const sign = sorting.descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * compare(value(a), value(b)));
}

/** Rows in which every word of the search occurs in some text of the row, whatever its case. */
export function searchRows<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  search: string,
): readonly T[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = columns
      .map(({ text: shown }) => shown?.(row) ?? '')
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** A click on a head: ascending, descending, then as it came. */
export function nextSorting(current: Sorting | null, key: string): Sorting | null {
  if (current?.key !== key) return { key, descending: false };
  return current.descending ? null : { key, descending: true };
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}
