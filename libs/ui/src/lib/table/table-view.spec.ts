import { type Column, nextSorting, searchRows, sortRows } from './table-view';

interface Row {
  readonly name: string;
  readonly size: number;
}

const COLUMNS: readonly Column<Row>[] = [
  { key: 'name', label: 'Name', text: ({ name }) => name, sort: ({ name }) => name },
  { key: 'size', label: 'Size', text: ({ size }) => String(size), sort: ({ size }) => size },
];
const ROWS: readonly Row[] = [
  { name: 'desk 10', size: 5 },
  { name: 'Desk 9', size: 40 },
  { name: 'app', size: 5 },
];

describe('a table', () => {
  it('sorts names as people do, numbers in them by value', () => {
    const sorted = sortRows(ROWS, COLUMNS, { key: 'name', descending: false });
    expect(sorted.map(({ name }) => name)).toEqual(['app', 'Desk 9', 'desk 10']);
  });

  it('sorts numbers by value and keeps the order of equal ones', () => {
    const sorted = sortRows(ROWS, COLUMNS, { key: 'size', descending: true });
    expect(sorted.map(({ name }) => name)).toEqual(['Desk 9', 'desk 10', 'app']);
  });

  it('shows rows as they came without a sorting, or with one it does not know', () => {
    expect(sortRows(ROWS, COLUMNS, null)).toBe(ROWS);
    expect(sortRows(ROWS, COLUMNS, { key: 'other', descending: false })).toBe(ROWS);
  });

  it('finds rows in which every word occurs, whatever its case', () => {
    expect(searchRows(ROWS, COLUMNS, ' DESK 40 ').map(({ name }) => name)).toEqual(['Desk 9']);
    expect(searchRows(ROWS, COLUMNS, 'nobody')).toEqual([]);
    expect(searchRows(ROWS, COLUMNS, '  ')).toBe(ROWS);
  });

  it('goes from ascending to descending to unsorted', () => {
    const first = nextSorting(null, 'name');
    const second = nextSorting(first, 'name');
    expect(first).toEqual({ key: 'name', descending: false });
    expect(second).toEqual({ key: 'name', descending: true });
    expect(nextSorting(second, 'name')).toBeNull();
    expect(nextSorting(second, 'size')).toEqual({ key: 'size', descending: false });
  });
});
