import { readFileSync } from 'node:fs';
import path from 'node:path';

const DOCS = path.resolve(__dirname, '../../docs');

describe.each([
  ['contract-coverage.md', 80],
  ['dashboard-coverage.md', 30],
])('the list of what holds each promise in %s', (name, fewest) => {
  const page = readFileSync(path.join(DOCS, name), 'utf8');
  const files = new Map(
    [...page.matchAll(/^\[([\w-]+)\]: (\S+)$/gm)].map(([, key = '', file = '']) => [key, file]),
  );
  const promises = page.split('\n').filter((line) => /^\| (?!promise|---)/.test(line));

  it('names a test for each promise', () => {
    expect(promises.length).toBeGreaterThan(fewest);
    expect(promises.filter((line) => testsOf(line).length === 0)).toEqual([]);
  });

  it('names tests that are there', () => {
    const gone = promises.flatMap(testsOf).filter(([key, words]) => {
      const file = files.get(key);
      return file === undefined || !readFileSync(path.join(DOCS, file), 'utf8').includes(words);
    });
    expect(gone).toEqual([]);
  });
});

/** As `[file, words of the name]`. */
function testsOf(promise: string): [string, string][] {
  return [...promise.matchAll(/\[([\w-]+)\] "([^"]+)"/g)].map(([, name = '', words = '']) => [
    name,
    words,
  ]);
}
