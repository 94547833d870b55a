import {
  type CallRecording,
  type CallSegment,
  dnTypeOf,
  type SegmentEnd,
} from '@3cx-relay/pbx-connection';

type Text = string | null;

/** A row as the views give it. Times are text with microseconds, UTC. */
export type RecordRow = {
  readonly id: string;
  readonly call_id: string;
  readonly main_id: Text;
  readonly base_id: Text;
  readonly originating_id: Text;
  readonly continued_id: Text;
  readonly method: Text;
  readonly forward_reason: Text;
  readonly reason: Text;
  readonly details: Text;
  readonly started_at: string;
  readonly answered_at: Text;
  readonly ended_at: Text;
  readonly cost: number | null;
} & Readonly<Record<EndColumn, Text>>;

const END_FIELDS = [
  'participant_id',
  'entity',
  'dn',
  'dn_type',
  'dn_name',
  'name',
  'number',
  'did',
] as const;
type EndColumn = `${'source' | 'destination'}_${(typeof END_FIELDS)[number]}`;

const TEXT_COLUMNS = [
  'id',
  'call_id',
  'main_id',
  'base_id',
  'originating_id',
  'continued_id',
  'method',
  'forward_reason',
  'reason',
  'details',
  ...END_FIELDS.flatMap((field) => [`source_${field}`, `destination_${field}`]),
];

/** A moment as ISO 8601 text, UTC, microseconds kept; the session's time zone is UTC. */
export function isoColumn(column: string): string {
  return `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** What to select from a view to get `RecordRow`s. */
export const RECORD_COLUMNS = [
  ...TEXT_COLUMNS,
  ...['started_at', 'answered_at', 'ended_at'].map((name) => `${isoColumn(name)} AS ${name}`),
  'cost',
].join(', ');

export function toSegment(row: RecordRow, recordings: readonly CallRecording[]): CallSegment {
  return {
    segmentId: row.id,
    callHistoryId: row.call_id,
    mainCallHistoryId: text(row.main_id),
    source: endOf(row, 'source'),
    destination: endOf(row, 'destination'),
    baseSegmentId: text(row.base_id),
    originatingSegmentId: text(row.originating_id),
    continuedInSegmentId: text(row.continued_id),
    method: text(row.method),
    forwardReason: word(row.forward_reason),
    terminationReason: text(row.reason),
    terminationDetails: word(row.details),
    startedAt: row.started_at,
    answeredAt: row.answered_at,
    endedAt: row.ended_at,
    cost: row.cost,
    recordings,
  };
}

function endOf(row: RecordRow, end: 'source' | 'destination'): SegmentEnd {
  const entity = text(row[`${end}_entity`])?.toLowerCase() ?? 'unknown';
  return {
    participantId: text(row[`${end}_participant_id`]),
    entity,
    dn: text(row[`${end}_dn`]),
    dnType: dnTypeOf(entity, text(row[`${end}_dn_type`])?.toLowerCase() ?? null),
    dnName: text(row[`${end}_dn_name`]),
    name: nameOf(row[`${end}_name`]),
    number: text(row[`${end}_number`]),
    did: text(row[`${end}_did`]),
  };
}

/** Empty text and NULL are the same nothing. */
function text(value: Text): string | null {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/** `none` is a word for nothing. */
function word(value: Text): string | null {
  const present = text(value);
  return present === 'none' ? null : present;
}

/** Names of inbound callers were seen with a colon at the end. */
function nameOf(value: Text): string | null {
  return text(value?.trim().replace(/:+$/, '') ?? null);
}
