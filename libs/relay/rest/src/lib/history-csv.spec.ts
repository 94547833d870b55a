import fc from 'fast-check';
import { csvCell, historyCsv } from './history-csv';

describe('a cell of the CSV export', () => {
  it.each([
    ['+442071234560', '+442071234560'],
    ['+44 20', "'+44 20"],
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-5', "'-5"],
    ['\t=1', "'\t=1"],
    ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
    ['a,b', '"a,b"'],
    ['two\nlines', '"two\nlines"'],
    ['', ''],
    [null, ''],
    [12.5, '12.5'],
    [true, 'true'],
  ])('writes %j as %s', (value, expected) => {
    expect(csvCell(value)).toBe(expected);
  });

  it('never begins a formula, whatever the PBX sent', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const shown = csvCell(text).replace(/^"/, '');
        expect(/^[=@\t\r-]/.test(shown)).toBe(false);
        expect(/^\+(?!\d+$)/.test(shown)).toBe(false);
      }),
    );
  });
});

describe('the CSV export', () => {
  it('begins with a header, also when there is no call', async () => {
    const lines: string[] = [];
    for await (const line of historyCsv((async function* () {})())) lines.push(line);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^callId,.*,recovered\r\n$/);
  });
});
