import { parseResourcePath, readBoolean, readInt, readText } from './resource-path';

const plain = (path: string): unknown =>
  parseResourcePath(path).map(({ name, called, positional, named }) => ({
    name,
    called,
    ...(positional === undefined ? {} : { positional }),
    ...(named.size === 0 ? {} : { named: Object.fromEntries(named) }),
  }));

describe('resource paths', () => {
  it('take keys, alternate keys and bound operations apart', () => {
    expect(plain('/Users(29)/Groups')).toEqual([
      { name: 'Users', called: true, positional: '29' },
      { name: 'Groups', called: false },
    ]);
    expect(plain("/Users(Number='100')")).toEqual([
      { name: 'Users', called: true, named: { Number: "'100'" } },
    ]);
    expect(plain('/SystemStatus/Pbx.SystemHealthStatus()')).toEqual([
      { name: 'SystemStatus', called: false },
      { name: 'Pbx.SystemHealthStatus', called: true },
    ]);
  });

  it('keep commas, slashes and parentheses inside quotes', () => {
    expect(plain("/A/Pbx.F(a='x,y/(z)',b=2026-01-01T00:00:00.000Z,c='O''Neill')")).toEqual([
      { name: 'A', called: false },
      {
        name: 'Pbx.F',
        called: true,
        named: { a: "'x,y/(z)'", b: '2026-01-01T00:00:00.000Z', c: "'O''Neill'" },
      },
    ]);
  });

  it('are percent-decoded, encoded quotes and slashes included', () => {
    expect(plain('/Users(Number=%27100%27)')).toEqual(plain("/Users(Number='100')"));
    expect(plain("/Backups('a%2Fb')")).toEqual([
      { name: 'Backups', called: true, positional: "'a/b'" },
    ]);
  });

  it('may be empty', () => {
    expect(plain('')).toEqual([]);
    expect(plain('/')).toEqual([]);
  });

  it.each(['/Users(', '/Users(1', '/Users)1(', '/Us ers', '/a//b', '/Users(1,2)', '/%00'])(
    'answer 404 to %s',
    (path) => {
      expect(() => parseResourcePath(path)).toThrow(expect.objectContaining({ status: 404 }));
    },
  );

  it('answer 400 to broken encoding and to endless paths', () => {
    expect(() => parseResourcePath('/%zz')).toThrow(expect.objectContaining({ status: 400 }));
    expect(() => parseResourcePath(`/${'a'.repeat(9_000)}`)).toThrow(
      expect.objectContaining({ status: 400 }),
    );
  });
});

describe('arguments in paths', () => {
  it('are read by their type, undefined when they are not of it', () => {
    expect([readText("'a''b'"), readText('null'), readText("''"), readText('a')]).toEqual([
      "a'b",
      '',
      '',
      undefined,
    ]);
    expect([
      readInt('12'),
      readInt('-1'),
      readInt("'1'"),
      readInt('1.5'),
      readInt('99999999999'),
    ]).toEqual([12, -1, undefined, undefined, undefined]);
    expect([readBoolean('true'), readBoolean('false'), readBoolean('True')]).toEqual([
      true,
      false,
      undefined,
    ]);
  });
});
