import type { ClientBase } from 'pg';
import type { Section } from '../pbx';
import type { EndedCall } from './ended-calls';

/** What is written at a time: a section, or a call with all of its sections. */
export type Recorded = Section | EndedCall;

/** A record on its way to the tables. */
export interface RecordToWrite {
  readonly what: Recorded;
  readonly isDoubled: boolean;
}

export interface RecordLayout {
  /** Whether rows are written when a section has ended, or when the whole call has. */
  readonly unit: 'section' | 'call';
  readonly ddl: string;
  /** All tables that are filled, the one with the records first. */
  readonly tables: readonly [string, ...string[]];
  /** Key of the first table. */
  readonly key: string;
  write(client: ClientBase, batch: readonly RecordToWrite[]): Promise<void>;
}

/** The rows of a batch of calls; those of a call that is written twice are there twice. */
export function rowsOfCalls<Row>(
  batch: readonly RecordToWrite[],
  rowsOf: (call: EndedCall) => readonly Row[],
): Row[] {
  return batch.flatMap(({ what, isDoubled }) => {
    if (!('sections' in what)) return [];
    const rows = rowsOf(what);
    return isDoubled ? [...rows, ...rows] : [...rows];
  });
}

/** Writes rows whose names are those of the table's columns. */
export async function insertRows(
  client: ClientBase,
  table: string,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`,
    [JSON.stringify(rows)],
  );
}
