import type { EdmModel, EdmStruct } from './edm';
import { compareValues } from './operators';
import type { OrderKey, QueryOptions } from './query-options';
import type { Row, Scope } from './term';

export interface Page {
  /** Rows that match before paging. */
  readonly total: number;
  readonly rows: readonly Row[];
}

const scopeOf = (row: Row): Scope => new Map([['$it', row]]);

const sortRows = (rows: readonly Row[], keys: readonly OrderKey[]): Row[] => {
  const keyed = rows.map((row) => ({
    row,
    values: keys.map((key) => key.term.evaluate(scopeOf(row))),
  }));
  keyed.sort((a, b) => {
    for (const [index, key] of keys.entries()) {
      const order = compareValues(a.values[index], b.values[index]);
      if (order !== 0) return key.descending ? -order : order;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
};

/** Filters, searches, sorts (stable; null first when ascending) and cuts, in that order. */
export const applyOptions = (rows: readonly Row[], options: QueryOptions): Page => {
  const { filter, search, orderBy, skip = 0, top } = options;
  let matching = rows;
  if (filter !== undefined)
    matching = matching.filter((row) => filter.evaluate(scopeOf(row)) === true);
  if (search !== undefined) matching = matching.filter(search);
  const sorted = orderBy === undefined ? matching : sortRows(matching, orderBy);
  return {
    total: matching.length,
    rows: sorted.slice(skip, top === undefined ? undefined : skip + top),
  };
};

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const projectValue = (
  model: EdmModel,
  typeName: string,
  value: unknown,
  options: QueryOptions,
): unknown => {
  const struct = model.findStruct(typeName);
  if (struct === undefined || value === null || value === undefined) return value ?? null;
  if (Array.isArray(value)) {
    const rows = value.filter(isRow);
    return applyOptions(rows, options).rows.map((row) => projectRow(model, struct, row, options));
  }
  return isRow(value) ? projectRow(model, struct, value, options) : null;
};

/** Options for a property that is answered: nothing special, or the paths below it. `undefined`: not selected. */
const selectedOf = (
  select: readonly string[] | undefined,
  name: string,
): QueryOptions | undefined => {
  if (select === undefined || select.includes(name)) return {};
  const below = select
    .filter((path) => path.startsWith(`${name}/`))
    .map((path) => path.slice(name.length + 1));
  return below.length === 0 ? undefined : { select: below };
};

/**
 * What is answered of a row: declared properties alone, in declared order, those selected, and of
 * navigation properties those expanded. Properties that the row leaves out are answered as null or [].
 */
export const projectRow = (
  model: EdmModel,
  struct: EdmStruct,
  row: Row,
  options: QueryOptions,
): Row => {
  const answer: Record<string, unknown> = {};
  for (const property of struct.properties.values()) {
    const nested = options.expand?.get(property.name);
    const inner = property.navigation ? undefined : selectedOf(options.select, property.name);
    if (nested === undefined && inner === undefined) continue;
    const value = Object.hasOwn(row, property.name) ? row[property.name] : undefined;
    const present = value ?? (property.collection ? [] : null);
    if (nested?.count === true && Array.isArray(present)) {
      answer[`${property.name}@odata.count`] = applyOptions(present.filter(isRow), nested).total;
    }
    answer[property.name] = projectValue(model, property.type, present, nested ?? inner ?? {});
  }
  return answer;
};

/** The part of `@odata.context` in parentheses: `(Id,Groups(GroupId))`, or nothing. */
export const contextSuffix = (options: QueryOptions): string => {
  const parts = [
    ...(options.select ?? []),
    ...[...(options.expand ?? [])].map(
      ([name, nested]) => `${name}${contextSuffix(nested) || '()'}`,
    ),
  ];
  return parts.length === 0 ? '' : `(${parts.join(',')})`;
};
