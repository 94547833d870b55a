import { PAGE_LIMITS } from '@3cx-relay/contracts';
import { decodeCursor, encodeCursor, refusedCursor } from './cursor';

/** How a value is compared, and what it looks like in a cursor. */
export type SortType = 'text' | 'bigint' | 'timestamptz';

/** An SQL expression over a row that is never NULL, and its type. */
export interface SortKey {
  readonly sql: string;
  readonly type: SortType;
}

/** What a list can be asked for: `name` is ascending, `-name` descending. */
export type Sort<Name extends string> = Name | `-${Name}`;

export interface SortedListSpec<Name extends string> {
  /** Tells rows with an equal key apart, so that no page repeats or skips one. */
  readonly id: SortKey;
  readonly fields: Readonly<Record<Name, SortKey>>;
  /** When nothing was asked for. */
  readonly usual: Sort<Name>;
}

export interface SortedQuery<Name extends string> {
  readonly sort?: Sort<Name> | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** What {@link SortedPage.columns} adds to each row. */
export interface PagedRow {
  readonly page_key: string;
  readonly page_id: string;
}

/** The parts of a statement that reads one page, and what to make of its rows. */
export interface SortedPage {
  /** For the select list. */
  readonly columns: string;
  /** For WHERE: what comes after the page before; TRUE on the first one. */
  readonly after: string;
  /** The end of the statement: ORDER BY and LIMIT. */
  readonly tail: string;
  /** The values of the parameters that `after` names. */
  readonly values: readonly string[];
  /** The rows of the page, and where the next one begins. */
  take<Row extends PagedRow>(rows: readonly Row[]): { rows: Row[]; nextCursor: string | null };
}

const WHOLE = /^-?\d{1,18}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/**
 * A list in pages that can be sorted by one of several fields. A page begins after the last row of
 * the page before, by value and not by count: rows that come and go meanwhile move no other.
 */
export class SortedList<Name extends string> {
  constructor(private readonly spec: SortedListSpec<Name>) {}

  /**
   * @param used how many parameters the statement has besides
   * @throws RelayError INVALID_REQUEST for a cursor of another list, or of another order
   */
  page({ sort, cursor, limit }: SortedQuery<Name>, used: number): SortedPage {
    const order = sort ?? this.spec.usual;
    const key = this.spec.fields[fieldOf(order)];
    const { id } = this.spec;
    const [compare, direction] = order.startsWith('-') ? ['<', 'DESC'] : ['>', 'ASC'];
    const values = cursor === undefined ? [] : this.read(cursor, order, key);
    const size = limit ?? PAGE_LIMITS.default;
    return {
      columns: `${textOf(key)} AS page_key, ${textOf(id)} AS page_id`,
      after:
        values.length === 0
          ? 'TRUE'
          : `(${key.sql}, ${id.sql}) ${compare} ($${used + 1}::${key.type}, $${used + 2}::${id.type})`,
      tail: `ORDER BY ${key.sql} ${direction}, ${id.sql} ${direction} LIMIT ${size + 1}`,
      values,
      take: (rows) => {
        const shown = rows.slice(0, size);
        const last = rows.length > size ? shown.at(-1) : undefined;
        return {
          rows: shown,
          nextCursor: last ? encodeCursor([order, last.page_key, last.page_id]) : null,
        };
      },
    };
  }

  private read(cursor: string, order: Sort<Name>, key: SortKey): string[] {
    const [of, ...values] = decodeCursor(cursor, 3).map(String);
    const [keyValue = '', idValue = ''] = values;
    const fits = of === order && isOf(key.type, keyValue) && isOf(this.spec.id.type, idValue);
    if (!fits) throw refusedCursor();
    return values;
  }
}

function fieldOf<Name extends string>(order: Sort<Name>): Name {
  return (order.startsWith('-') ? order.slice(1) : order) as Name;
}

/** As text that compares equal when it is read again; a time keeps its microseconds. */
function textOf({ sql, type }: SortKey): string {
  return type === 'timestamptz'
    ? `to_char((${sql}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
    : `(${sql})::text`;
}

/** A client can send anything: what PostgreSQL would refuse is bad input, not a fault of ours. */
function isOf(type: SortType, value: string): boolean {
  switch (type) {
    case 'text':
      return !value.includes('\0') && value.isWellFormed();
    case 'bigint':
      return WHOLE.test(value);
    case 'timestamptz':
      return TIME.test(value) && isInCalendar(value);
    default:
      return type satisfies never;
  }
}

/** JavaScript takes the 31st of February for the 3rd of March. */
function isInCalendar(value: string): boolean {
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === value.slice(0, 19);
}
