import { readFileSync } from 'node:fs';
import path from 'node:path';

const DOCS = path.resolve(__dirname, '../../docs');
const page = readFileSync(path.join(DOCS, 'contract-coverage.md'), 'utf8');
const files = new Map(
  [...page.matchAll(/^\[([\w-]+)\]: (\S+)$/gm)].map(([, name = '', file = '']) => [name, file]),
);
const promises = page.split('\n').filter((line) => /^\| (?!promise|---)/.test(line));

describe('the list of what holds the contract', () => {
  it('names a test for each promise', () => {
    expect(promises.length).toBeGreaterThan(80);
    expect(promises.filter((line) => testsOf(line).length === 0)).toEqual([]);
  });

  it('names tests that are there', () => {
    const gone = promises.flatMap(testsOf).filter(([name, words]) => {
      const file = files.get(name);
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
