import { applyOptions, contextSuffix, projectRow } from './apply';
import { EdmModel } from './edm';
import { parseQueryOptions, type QueryOptions } from './query-options';

const MODEL = new EdmModel(
  'Test',
  {
    Right: { string: 'Role' },
    Group: { 'string?': 'Name', int32: 'Id', 'nav Right?': 'Right' },
    Home: { 'string?': 'City', 'int32?': 'Floor' },
    User: {
      key: 'Id',
      int32: 'Id',
      'string?': 'Name Mail',
      'Home?': 'Home',
      'string[]': 'Phones',
      'nav Group[]': 'Groups',
    },
  },
  {},
);
const USER = MODEL.struct('User');
const ROWS = [
  {
    Id: 1,
    Name: 'Ann',
    Groups: [
      { Name: 'A', Id: 1, Right: { Role: 'r' } },
      { Name: 'B', Id: 2 },
    ],
  },
  { Id: 2, Name: 'Bob', Secret: 'hidden' },
  { Id: 3, Name: 'Cora Ann', Mail: 'cora@example.com' },
];

const parse = (query: string): QueryOptions => parseQueryOptions(query, MODEL, USER, () => 0);
const first = (query: string): unknown => projectRow(MODEL, USER, ROWS[0] ?? {}, parse(query));
const found = (query: string): unknown[] =>
  applyOptions(ROWS, parse(query)).rows.map((row) => row['Id']);

describe('query options', () => {
  it('pages after filtering and counts before paging', () => {
    const page = applyOptions(ROWS, parse('$filter=Id gt 1&$skip=1&$top=5&$count=true'));
    expect(page).toEqual({ total: 2, rows: [ROWS[2]] });
    expect(applyOptions(ROWS, parse('$top=0')).rows).toEqual([]);
  });

  it('answers all declared properties but navigation, absent ones as null or []', () => {
    expect(first('')).toEqual({ Id: 1, Name: 'Ann', Mail: null, Home: null, Phones: [] });
  });

  it('never answers what the type does not declare', () => {
    expect(projectRow(MODEL, USER, ROWS[1] ?? {}, {})).not.toHaveProperty('Secret');
  });

  it('answers what is selected, and navigation only when it is expanded', () => {
    expect(first('$select=Name')).toEqual({ Name: 'Ann' });
    expect(first('$select=Name,Groups')).toEqual({ Name: 'Ann' });
    expect(first('$select=Id&$expand=Groups')).toEqual({
      Id: 1,
      Groups: [
        { Name: 'A', Id: 1 },
        { Name: 'B', Id: 2 },
      ],
    });
    expect(first('$select=*')).toEqual(first(''));
  });

  it('selects below complex properties', () => {
    const row = { Id: 1, Home: { City: 'Oslo', Floor: 2 } };
    const project = (query: string): unknown => projectRow(MODEL, USER, row, parse(query));
    expect(project('$select=Home/City')).toEqual({ Home: { City: 'Oslo' } });
    expect(project('$select=Home/City,Home')).toEqual({ Home: { City: 'Oslo', Floor: 2 } });
  });

  it('applies options of their own to what is expanded', () => {
    const query =
      '$select=Id&$expand=Groups($select=Name;$filter=Id gt 1;$count=true;$orderby=Id desc;$top=1)';
    expect(first(query)).toEqual({ Id: 1, 'Groups@odata.count': 1, Groups: [{ Name: 'B' }] });
    expect(first('$select=Id&$expand=Groups($select=Id;$expand=Right;$top=1)')).toEqual({
      Id: 1,
      Groups: [{ Id: 1, Right: { Role: 'r' } }],
    });
    expect(first('$select=Id&$expand=Groups/Right')).toMatchObject({
      Groups: [{ Right: { Role: 'r' } }, { Right: null }],
    });
    expect(first('$select=Id&$expand=*')).toMatchObject({ Groups: [{ Name: 'A' }, { Name: 'B' }] });
  });

  it('names what is answered in the context', () => {
    expect(contextSuffix(parse(''))).toBe('');
    expect(contextSuffix(parse('$select=Id,Name&$expand=Groups($select=Id)'))).toBe(
      '(Id,Name,Groups(Id))',
    );
    expect(contextSuffix(parse('$expand=Groups'))).toBe('(Groups())');
  });

  it.each([
    ['ann', [1, 3]],
    ['ANN cora', [3]],
    ['ann AND cora', [3]],
    ['bob OR cora', [2, 3]],
    ['ann NOT cora', [1]],
    ['"cora ann"', [3]],
    ['cora@example.com', [3]],
    ['', [1, 2, 3]],
  ])('searches texts for %s', (phrase, expected) => {
    expect(found(`$search=${encodeURIComponent(phrase)}`)).toEqual(expected);
  });

  it('decodes plus and percent, and lets options of others pass', () => {
    expect(found('?$filter=Name+eq+%27Bob%27&other=1&')).toEqual([2]);
  });

  it.each([
    '$top=-1',
    '$top=1.5',
    '$top=x',
    '$top=',
    '$skip=99999999999999999999',
    '$count=yes',
    '$select=Nobody',
    '$select=Home/Street',
    '$select=',
    '$expand=Nobody',
    '$expand=Name',
    '$expand=Groups(',
    '$expand=Groups($select=Nobody)',
    '$expand=Groups($foo=1)',
    '$top=1&$top=2',
    '$search=a&$search=b',
    '$apply=groupby((Name))',
    '$filter=%zz',
    `$expand=${'Groups($expand=Right($expand='.repeat(100)}`,
  ])('refuses %s with 400', (query) => {
    expect(() => parse(query)).toThrow(
      expect.objectContaining({ name: 'ODataError', status: 400 }),
    );
  });
});
