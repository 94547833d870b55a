import { badRequest } from './odata-error';
import type { Row } from './term';

export type RowPredicate = (row: Row) => boolean;

const MAX_SEARCH_LENGTH = 1_000;

const texts = (row: Row): string[] =>
  Object.values(row).filter((value): value is string => typeof value === 'string');

const containsWord = (word: string): RowPredicate => {
  const wanted = word.toLowerCase();
  return (row) => texts(row).some((text) => text.toLowerCase().includes(wanted));
};

/** Words, quoted phrases, `NOT word`; neighbours and `AND` narrow, `OR` widens. Case does not matter. */
export const parseSearch = (source: string): RowPredicate => {
  if (source.length > MAX_SEARCH_LENGTH)
    throw badRequest('The search phrase is too long.', '$search');
  const words = source.match(/"[^"]*"|\S+/g) ?? [];
  const alternatives: RowPredicate[][] = [[]];
  let negated = false;
  for (const word of words) {
    if (word === 'OR') alternatives.push([]);
    else if (word === 'NOT') negated = !negated;
    else if (word !== 'AND') {
      const matches = containsWord(word.replace(/^"(.*)"$/, '$1').replace(/^\((.*)\)$/, '$1'));
      const wanted = !negated;
      alternatives.at(-1)?.push((row) => matches(row) === wanted);
      negated = false;
    }
  }
  return (row) => alternatives.some((all) => all.every((matches) => matches(row)));
};
