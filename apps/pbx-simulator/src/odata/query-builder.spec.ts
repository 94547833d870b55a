import buildQuery from 'odata-query';
import { applyOptions, projectRow } from './apply';
import { EdmModel } from './edm';
import { parseQueryOptions } from './query-options';

const MODEL = new EdmModel(
  'Test',
  {
    Group: { int32: 'Id', 'string?': 'Name' },
    User: {
      key: 'Id',
      int32: 'Id',
      'string?': 'Name',
      'boolean?': 'Enabled',
      'instant?': 'Since',
      'nav Group[]': 'Groups',
    },
  },
  {},
);
const TYPE = MODEL.struct('User');
const ROWS = [
  {
    Id: 1,
    Name: 'Ann',
    Enabled: true,
    Since: '2026-01-01T00:00:00Z',
    Groups: [{ Id: 5, Name: 'Sales' }],
  },
  { Id: 2, Name: "O'Neill", Enabled: false, Since: '2026-02-01T00:00:00Z', Groups: [] },
];

const answer = (query: Parameters<typeof buildQuery>[0]): unknown => {
  const options = parseQueryOptions(buildQuery(query), MODEL, TYPE, () => 0);
  return applyOptions(ROWS, options).rows.map((row) => projectRow(MODEL, TYPE, row, options));
};

describe('queries made by a query builder', () => {
  it.each([
    [{ Id: 2 }, [2]],
    [{ Name: "O'Neill" }, [2]],
    [{ Name: { contains: 'nn' } }, [1]],
    [{ and: [{ Enabled: true }, { Id: { ge: 1, le: 5 } }] }, [1]],
    [{ or: [{ Id: 1 }, { Id: 2 }] }, [1, 2]],
    [{ not: { Name: { startswith: 'A' } } }, [2]],
    [{ Id: { in: [1, 3] } }, [1]],
    [{ Since: { gt: new Date('2026-01-15T00:00:00Z') } }, [2]],
    [{ 'tolower(Name)': 'ann' }, [1]],
    [{ Groups: { any: { Name: 'Sales' } } }, [1]],
    [{ Name: { ne: null } }, [1, 2]],
  ])('find what %j says', (filter, expected) => {
    expect(answer({ filter, select: ['Id'] })).toEqual(expected.map((Id) => ({ Id })));
  });

  it('page, sort and expand', () => {
    expect(
      answer({
        select: ['Id'],
        orderBy: ['Since desc', 'Id'],
        top: 1,
        skip: 1,
        count: true,
        expand: {
          Groups: { select: ['Name'], filter: { Id: { gt: 4 } }, orderBy: 'Name', top: 3 },
        },
      }),
    ).toEqual([{ Id: 1, Groups: [{ Name: 'Sales' }] }]);
  });
});
