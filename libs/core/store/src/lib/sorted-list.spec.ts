import { encodeCursor } from './cursor';
import { SortedList } from './sorted-list';

const LIST = new SortedList<'name' | 'size' | 'at'>({
  id: { sql: 'id', type: 'bigint' },
  fields: {
    name: { sql: 'lower(name)', type: 'text' },
    size: { sql: 'size', type: 'bigint' },
    at: { sql: 'at', type: 'timestamptz' },
  },
  usual: '-at',
});
const NOON = '2026-03-01T12:00:00.000001Z';
const refused = expect.objectContaining({ code: 'INVALID_REQUEST' });

describe('SortedList', () => {
  it('reads the first page in the usual order', () => {
    expect(LIST.page({ limit: 10 }, 1)).toMatchObject({
      after: 'TRUE',
      tail: 'ORDER BY at DESC, id DESC LIMIT 11',
      values: [],
    });
  });

  it('reads on after the last row, in the direction that was asked for', () => {
    const first = LIST.page({ sort: 'size', limit: 2 }, 3);
    const { rows, nextCursor } = first.take([
      { page_key: '1', page_id: '7' },
      { page_key: '5', page_id: '2' },
      { page_key: '5', page_id: '3' },
    ]);
    expect(rows).toHaveLength(2);
    expect(LIST.page({ sort: 'size', cursor: nextCursor ?? '', limit: 2 }, 3)).toMatchObject({
      after: '(size, id) > ($4::bigint, $5::bigint)',
      tail: 'ORDER BY size ASC, id ASC LIMIT 3',
      values: ['5', '2'],
    });
  });

  it('gives no cursor with the last page', () => {
    const page = LIST.page({ limit: 2 }, 0);
    expect(page.take([{ page_key: NOON, page_id: '1' }]).nextCursor).toBeNull();
  });

  it('refuses the cursor of another order', () => {
    const cursor = encodeCursor(['size', '5', '2']);
    expect(() => LIST.page({ sort: '-size', cursor }, 0)).toThrow(refused);
    expect(() => LIST.page({ cursor }, 0)).toThrow(refused);
  });

  it('takes back what it gave', () => {
    const cursor = encodeCursor(['-at', NOON, '2']);
    expect(LIST.page({ cursor }, 0).values).toEqual([NOON, '2']);
  });

  it.each([
    ['no cursor', 'x'],
    ['too few values', encodeCursor(['-at', NOON])],
    ['a time that is none', encodeCursor(['-at', 'noon', '2'])],
    [
      'a day that the calendar does not have',
      encodeCursor(['-at', NOON.replace('03-01', '02-31'), '2']),
    ],
    ['a row that is none', encodeCursor(['-at', NOON, 'two'])],
    ['a number that is too large', encodeCursor(['-at', NOON, '9'.repeat(19)])],
  ])('refuses %s', (_, cursor) => {
    expect(() => LIST.page({ cursor }, 0)).toThrow(refused);
  });

  it('refuses text that PostgreSQL cannot store', () => {
    for (const text of ['a\0', '\ud800']) {
      const cursor = encodeCursor(['name', text, '2']);
      expect(() => LIST.page({ sort: 'name', cursor }, 0)).toThrow(refused);
    }
  });
});
