import fc from 'fast-check';
import { applyOptions, contextSuffix, projectRow } from './apply';
import { EdmModel } from './edm';
import { ODataError } from './odata-error';
import { parseQueryOptions } from './query-options';
import { parseResourcePath } from './resource-path';

const MODEL = new EdmModel(
  'Test',
  {
    Item: {
      key: 'Id',
      int32: 'Id',
      'string?': 'Name',
      'instant?': 'At',
      'duration?': 'Took',
      'nav Item[]': 'Parts',
      'Kind?': 'Kind',
    },
  },
  { Kind: ['A', 'B'] },
);
const TYPE = MODEL.struct('Item');
const ROWS = [
  {
    Id: 1,
    Name: 'a',
    At: '2026-01-01T00:00:00Z',
    Took: 'PT1S',
    Kind: 'A',
    Parts: [{ Id: 2, Parts: [] }],
  },
  { Id: -1, Name: null, At: 'nonsense', Took: 5, Parts: null },
];

const PIECES = [
  'Id',
  'Name',
  'At',
  'Took',
  'Parts',
  'Kind',
  '$it',
  'p',
  'eq',
  'ne',
  'gt',
  'and',
  'or',
  'not',
  'in',
  'has',
  'add',
  'sub',
  'mul',
  'div',
  'mod',
  'any',
  'all',
  'contains',
  'length',
  'substring',
  'now',
  'hour',
  'date',
  'null',
  'true',
  "'x'",
  "'",
  '1',
  '-1',
  '1.5',
  '2026-01-01',
  '2026-01-01T00:00:00Z',
  "duration'PT1S'",
  "Test.Kind'A'",
  '(',
  ')',
  ',',
  '/',
  ':',
  ';',
  '=',
  '*',
  '-',
  '$count',
  '$filter',
  '$select',
  '$expand',
  '$top',
  'asc',
  'desc',
  '\u0000',
  'é',
] as const;

const OPTIONS = [
  '$filter',
  '$orderby',
  '$select',
  '$expand',
  '$search',
  '$top',
  '$skip',
  '$count',
] as const;

const query = fc
  .tuple(
    fc.constantFrom(...OPTIONS),
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }).map((all) => all.join(' ')),
    ),
  )
  .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);

/** Runs what a client could send; anything but an answer or an ODataError is a defect. */
const survives = (run: () => void): void => {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ODataError);
  }
};

describe('whatever a client sends', () => {
  it('a query is answered or refused with an OData error', () => {
    fc.assert(
      fc.property(query, (raw) => {
        survives(() => {
          const options = parseQueryOptions(raw, MODEL, TYPE, () => 0);
          const page = applyOptions(ROWS, options);
          expect(page.rows.length).toBeLessThanOrEqual(page.total);
          for (const row of page.rows) projectRow(MODEL, TYPE, row, options);
          expect(typeof contextSuffix(options)).toBe('string');
        });
      }),
      { numRuns: 3_000 },
    );
  });

  it('a raw query string is answered or refused with an OData error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        survives(() => parseQueryOptions(raw, MODEL, TYPE, () => 0));
      }),
    );
  });

  it('a path is taken apart or refused with an OData error', () => {
    const path = fc.array(
      fc.constantFrom("'", '(', ')', '/', ',', '=', '%', '%27', 'Users', '1', '.', '$', ' '),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          path.map((parts) => parts.join('')),
        ),
        (raw) => {
          survives(() => parseResourcePath(raw));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('equality with a text literal finds exactly the rows that have it', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 10 }), fc.string(), (names, wanted) => {
        const rows = names.map((Name, Id) => ({ Id, Name }));
        const filter = `Name eq '${wanted.replaceAll("'", "''")}'`;
        const options = parseQueryOptions(
          `$filter=${encodeURIComponent(filter)}`,
          MODEL,
          TYPE,
          () => 0,
        );
        expect(applyOptions(rows, options).total).toBe(
          names.filter((name) => name === wanted).length,
        );
      }),
    );
  });

  it('sorting by a number and paging yields each row once, in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        (numbers, size) => {
          const rows = numbers.map((Id) => ({ Id }));
          const seen: unknown[] = [];
          for (let skip = 0; skip < rows.length; skip += size) {
            const options = parseQueryOptions(
              `$orderby=Id&$top=${size}&$skip=${skip}`,
              MODEL,
              TYPE,
              () => 0,
            );
            seen.push(...applyOptions(rows, options).rows.map((row) => row['Id']));
          }
          expect(seen).toEqual([...numbers].sort((a, b) => a - b));
        },
      ),
    );
  });
});
