import type { TableColumns } from '../record-tables';

/**
 * SELECTs of what was recorded, by segment; `recordings` tells most, and where it is not there
 * `cdrrecordings`, of which two sets of columns are told. Parameter 1: ids of segments, UUIDs.
 */
export function recordingSources(tables: TableColumns): string[] {
  const recordings = tables.get('recordings');
  if (recordings?.has('cdr_id') && recordings.has('id_recording')) {
    const text = (column: string) => (recordings.has(column) ? `r.${column}::text` : 'NULL::text');
    return [
      `SELECT r.cdr_id::text AS segment_id, r.id_recording::text AS recording_id, ` +
        `${text('recording_url')} AS url, ${text('transcription')} AS transcription, ` +
        `${text('summary')} AS summary FROM recordings r WHERE r.cdr_id = ANY ($1::uuid[])`,
    ];
  }
  const links = tables.get('cdrrecordings');
  if (!links?.has('cdr_id')) return [];
  const url = links.has('recording_url') ? 'r.recording_url::text' : 'NULL::text';
  const id = links.has('recording_id')
    ? 'r.recording_id::text'
    : `coalesce(${url}, r.cdr_id::text)`;
  return [
    `SELECT r.cdr_id::text AS segment_id, ${id} AS recording_id, ${url} AS url, ` +
      `NULL::text AS transcription, NULL::text AS summary ` +
      `FROM cdrrecordings r WHERE r.cdr_id = ANY ($1::uuid[])`,
  ];
}
