import type { RecordView, TableColumns } from '../record-tables';

/** What a column may be called: no description of this table is published. */
const NAMES = {
  id: ['cdr_id', 'id', 'uuid'],
  call_id: ['call_history_id', 'history_id', 'historyid', 'call_id', 'callid'],
  main_id: ['main_call_history_id'],
  source_dn: ['source_dn_number', 'source_dn', 'from_dn', 'src_dn', 'caller_dn'],
  source_number: [
    'source_number',
    'from_no',
    'from_number',
    'caller_number',
    'caller_id',
    'caller',
    'src',
    'source',
  ],
  source_name: ['source_name', 'from_dispname', 'from_name', 'caller_name', 'src_name'],
  source_type: ['source_entity_type', 'source_type', 'from_type', 'src_type', 'caller_type'],
  destination_dn: ['destination_dn_number', 'destination_dn', 'to_dn', 'dst_dn', 'callee_dn'],
  destination_number: [
    'destination_number',
    'to_no',
    'to_number',
    'callee_number',
    'called_number',
    'dial_no',
    'callee',
    'dst',
    'destination',
  ],
  destination_name: ['destination_name', 'to_dispname', 'to_name', 'callee_name', 'dst_name'],
  destination_type: [
    'destination_entity_type',
    'destination_type',
    'to_type',
    'dst_type',
    'callee_type',
  ],
  did: ['did', 'did_number', 'trunk_did'],
  answered: ['answer_time', 'answered_time', 'time_answered', 'answered_at', 'established_time'],
  ended: ['end_time', 'time_end', 'ended_at', 'stop_time', 'hangup_time'],
  reason: ['termination_reason', 'reason_terminated', 'hangup_cause', 'end_status', 'disposition'],
} as const satisfies Record<string, readonly string[]>;

type Field = keyof typeof NAMES;

/** What this table does not tell. */
const UNKNOWN = [
  'base_id',
  'originating_id',
  'continued_id',
  'method',
  'forward_reason',
  'details',
];

/** A simple `cdr_output` with `start_time`: one row a call, times in UTC. */
export function simpleView(tables: TableColumns): RecordView | undefined {
  const columns = tables.get('cdr_output');
  if (!columns?.has('start_time')) return undefined;
  const { has, text, time } = expressions(columns);
  const id = has('id') ? text('id') : 'md5(c::text)';
  const duration = columns.has('duration') ? DURATION : "interval '0'";
  const selected = [
    `${id} AS id`,
    `coalesce(${text('call_id')}, ${id}) AS call_id`,
    `${text('main_id')} AS main_id`,
    ...UNKNOWN.map((alias) => `NULL::text AS ${alias}`),
    `${text('reason')} AS reason`,
    ...endOf('source', text, text('did')),
    ...endOf('destination', text, 'NULL::text'),
    'c.start_time::timestamptz AS started_at',
    `${time('answered')} AS answered_at`,
    `coalesce(${time('ended')}, coalesce(${time('answered')}, c.start_time::timestamptz) + ${duration}) AS ended_at`,
    `${columns.has('cost') ? 'c.cost::float8' : 'NULL::float8'} AS cost`,
  ];
  return {
    table: 'cdr_output',
    sql: `SELECT ${selected.join(', ')} FROM cdr_output c`,
    ofCalls: 'call_id = ANY ($1)',
    ofRows: 'id = ANY ($1)',
    hasUuids: false,
  };
}

/** SQL for the fields, under whatever names this table has them. */
function expressions(columns: ReadonlySet<string>) {
  const find = (field: Field) => NAMES[field].find((name) => columns.has(name));
  const cast = (field: Field, type: string) => {
    const name = find(field);
    const value = name === undefined ? 'NULL' : `nullif(c.${name}::text, '')`;
    return `${value}::${type}`;
  };
  return {
    has: (field: Field) => find(field) !== undefined,
    text: (field: Field) => cast(field, 'text'),
    time: (field: Field) => cast(field, 'timestamptz'),
  };
}

/** Seconds, or an interval such as 00:01:30. */
const DURATION =
  "CASE WHEN c.duration::text ~ '^[0-9.]+$' THEN c.duration::text::float8 * interval '1 second' " +
  "ELSE coalesce(nullif(c.duration::text, '')::interval, interval '0') END";

/** Six digits or more, or a plus, are a number outside: so says the type, or else the number. */
function endOf(
  end: 'source' | 'destination',
  text: (field: Field) => string,
  did: string,
): string[] {
  const dn = text(`${end}_dn`);
  const number = text(`${end}_number`);
  const name = text(`${end}_name`);
  const type = text(`${end}_type`);
  const entity =
    `CASE WHEN lower(${type}) IN ('line', 'external', 'external_line', 'provider', 'trunk') THEN 'external_line' ` +
    `WHEN ${type} IS NOT NULL THEN lower(${type}) ` +
    `WHEN coalesce(${number}, ${dn}, '') ~ '^[+]|^[0-9]{6,}$' THEN 'external_line' ELSE 'extension' END`;
  const isExternal = `(${entity}) = 'external_line'`;
  return [
    `NULL::text AS ${end}_participant_id`,
    `${entity} AS ${end}_entity`,
    `CASE WHEN ${isExternal} THEN ${dn} ELSE coalesce(${dn}, ${number}) END AS ${end}_dn`,
    `NULL::text AS ${end}_dn_type`,
    `NULL::text AS ${end}_dn_name`,
    `${name} AS ${end}_name`,
    `coalesce(${number}, ${dn}) AS ${end}_number`,
    `${did} AS ${end}_did`,
  ];
}
