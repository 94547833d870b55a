import type { RecordView, TableColumns } from '../record-tables';

const ENDS = ['source', 'destination'] as const;

/** Column of the view, and the table's, for one end of a row. */
const END_COLUMNS: readonly (readonly [string, string])[] = [
  ['participant_id', 'participant_id'],
  ['entity', 'entity_type'],
  ['dn', 'dn_number'],
  ['dn_type', 'dn_type'],
  ['dn_name', 'dn_name'],
  ['name', 'participant_name'],
  ['number', 'participant_phone_number'],
  ['did', 'participant_trunk_did'],
];

const ROW_COLUMNS: readonly (readonly [string, string])[] = [
  ['main_id', 'main_call_history_id'],
  ['base_id', 'base_cdr_id'],
  ['originating_id', 'originating_cdr_id'],
  ['continued_id', 'continued_in_cdr_id'],
  ['method', 'creation_method'],
  ['forward_reason', 'creation_forward_reason'],
  ['reason', 'termination_reason'],
  ['details', 'termination_reason_details'],
];

const NEEDED = ['cdr_id', 'call_history_id', 'cdr_started_at', 'cdr_ended_at', 'cdr_answered_at'];

/** `cdroutput`, V20 since U6. */
export function cdrOutputView(tables: TableColumns): RecordView | undefined {
  const columns = tables.get('cdroutput');
  if (!columns || !NEEDED.every((column) => columns.has(column))) return undefined;
  const text = (column: string, alias: string) =>
    columns.has(column) ? `c.${column}::text AS ${alias}` : `NULL::text AS ${alias}`;
  const selected = [
    'c.cdr_id::text AS id',
    'c.call_history_id::text AS call_id',
    'c.cdr_id AS id_key',
    'c.call_history_id AS call_key',
    ...ROW_COLUMNS.map(([alias, column]) => text(column, alias)),
    ...ENDS.flatMap((end) =>
      END_COLUMNS.map(([alias, column]) => text(`${end}_${column}`, `${end}_${alias}`)),
    ),
    'c.cdr_started_at::timestamptz AS started_at',
    'c.cdr_answered_at::timestamptz AS answered_at',
    'c.cdr_ended_at::timestamptz AS ended_at',
    `${costOf(tables)} AS cost`,
  ];
  return {
    table: 'cdroutput',
    sql: `SELECT ${selected.join(', ')} FROM cdroutput c WHERE c.call_history_id IS NOT NULL`,
    ofCalls: 'call_key = ANY ($1::uuid[])',
    ofRows: 'id_key = ANY ($1::uuid[])',
    hasUuids: true,
  };
}

const BILLING = [
  'cdr_id',
  'source_bill_rate',
  'source_bill_duration',
  'destination_bill_rate',
  'destination_bill_duration',
];

/** Rates are by the minute. */
function costOf(tables: TableColumns): string {
  const columns = tables.get('cdrbilling');
  if (!columns || !BILLING.every((column) => columns.has(column))) return 'NULL::float8';
  const share = (end: string) =>
    `b.${end}_bill_rate * extract(epoch FROM b.${end}_bill_duration) / 60`;
  return (
    `(SELECT CASE WHEN count(${share('source')}) + count(${share('destination')}) > 0 ` +
    `THEN coalesce(sum(${share('source')}), 0) + coalesce(sum(${share('destination')}), 0) END ` +
    `FROM cdrbilling b WHERE b.cdr_id = c.cdr_id)::float8`
  );
}
