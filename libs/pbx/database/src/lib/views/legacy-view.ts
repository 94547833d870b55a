import type { RecordView, TableColumns } from '../record-tables';

const NEEDED: Readonly<Record<string, readonly string[]>> = {
  cl_segments: ['id', 'call_id', 'src_part_id', 'dst_part_id', 'start_time', 'end_time', 'type'],
  cl_participants: ['id', 'dn', 'dn_type', 'caller_number', 'display_name'],
};

/** Of the numbers for kinds of DN no vendor page tells; these are what two programs agree on. */
const ENTITY = (column: string) =>
  `CASE ${column} WHEN 0 THEN 'extension' WHEN 1 THEN 'external_line' WHEN 2 THEN 'ring_group_ring_all' ` +
  `WHEN 4 THEN 'queue' WHEN 5 THEN 'voicemail' WHEN 6 THEN 'ivr' WHEN 13 THEN 'inbound_routing' ELSE 'unknown' END`;

/** The tables from before U6: `cl_segments` of type 1 ring, those of type 2 are connected. */
export function legacyView(tables: TableColumns): RecordView | undefined {
  const isThere = Object.entries(NEEDED).every(([table, needed]) =>
    needed.every((column) => tables.get(table)?.has(column)),
  );
  if (!isThere) return undefined;
  const hasDid = tables.get('cl_participants')?.has('did_number') === true;
  const selected = [
    `'cl-' || s.id AS id`,
    `${callOf(tables)} AS call_id`,
    ...UNKNOWN.map((alias) => `NULL::text AS ${alias}`),
    ...endOf('source', 'a', hasDid),
    ...endOf('destination', 'b', hasDid),
    's.start_time::timestamptz AS started_at',
    'CASE WHEN s.type = 2 THEN s.start_time::timestamptz END AS answered_at',
    's.end_time::timestamptz AS ended_at',
    'NULL::float8 AS cost',
  ];
  const sql =
    `SELECT ${selected.join(', ')} FROM cl_segments s ` +
    'LEFT JOIN cl_participants a ON a.id = s.src_part_id ' +
    'LEFT JOIN cl_participants b ON b.id = s.dst_part_id';
  return {
    table: 'cl_segments',
    sql,
    ofCalls: 'call_id = ANY ($1)',
    ofRows: 'id = ANY ($1)',
    hasUuids: false,
  };
}

/** What these tables do not tell. */
const UNKNOWN = [
  'main_id',
  'base_id',
  'originating_id',
  'continued_id',
  'method',
  'forward_reason',
  'reason',
  'details',
];

function callOf(tables: TableColumns): string {
  const number = "'cl-' || s.call_id";
  const hasHistoryId = tables.get('cl_segments')?.has('call_history_id') === true;
  return hasHistoryId ? `coalesce(nullif(s.call_history_id::text, ''), ${number})` : number;
}

function endOf(end: string, alias: string, hasDid: boolean): string[] {
  return [
    `${alias}.id::text AS ${end}_participant_id`,
    `${ENTITY(`${alias}.dn_type`)} AS ${end}_entity`,
    `${alias}.dn::text AS ${end}_dn`,
    `NULL::text AS ${end}_dn_type`,
    `NULL::text AS ${end}_dn_name`,
    `${alias}.display_name::text AS ${end}_name`,
    `coalesce(nullif(${alias}.caller_number::text, ''), ${alias}.dn::text) AS ${end}_number`,
    `${hasDid ? `nullif(${alias}.did_number::text, '')` : 'NULL::text'} AS ${end}_did`,
  ];
}
