import type { ClientBase } from 'pg';
import type { Section } from '../pbx';
import type { Recording } from '../recordings/recording';
import { recordingRows } from '../recordings/recording-rows';
import { recordRow } from './record-row';

interface SectionToWrite {
  readonly section: Section;
  readonly isDoubled: boolean;
}
interface Wording {
  readonly recordingOf: (section: Section) => Recording | undefined;
  /** Details that a record has not are empty, not null. */
  readonly emptyDetails: boolean;
}

/**
 * Writes records into the tables of V20. What is there already stays, so that a batch whose end was
 * not heard of can be written again.
 */
export async function insertRecords(
  client: ClientBase,
  batch: readonly SectionToWrite[],
  { recordingOf, emptyDetails }: Wording,
): Promise<void> {
  const rows = batch.flatMap(({ section, isDoubled }) => {
    const told = recordRow(section);
    const details = told['termination_reason_details'] ?? (emptyDetails ? '' : null);
    const row = { ...told, termination_reason_details: details };
    return isDoubled ? [row, row] : [row];
  });
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  await client.query(
    `INSERT INTO cdroutput (${columns})
     SELECT ${columns} FROM jsonb_populate_recordset(NULL::cdroutput, $1) fresh
      WHERE NOT EXISTS (SELECT 1 FROM cdroutput there WHERE there.cdr_id = fresh.cdr_id)`,
    [JSON.stringify(rows)],
  );
  const sections = batch.map(({ section }) => section);
  await insertRecordings(client, sections, recordingOf);
  await insertBilling(client, sections);
}

async function insertBilling(client: ClientBase, sections: readonly Section[]): Promise<void> {
  const billed = sections.filter(isBilled).map((section) => ({
    ...{ cdr_id: section.cdrId, destination_bill_code: '' },
    ...{ destination_bill_rate_name: 'Standard', destination_bill_rate: 0.02 },
    destination_bill_duration: `${Math.round(((section.endedAt ?? 0) - (section.answeredAt ?? 0)) / 1_000)} seconds`,
  }));
  if (billed.length === 0) return;
  await client.query(
    `INSERT INTO cdrbilling (cdr_id, destination_bill_code, destination_bill_rate_name,
                             destination_bill_rate, destination_bill_duration)
     SELECT cdr_id, destination_bill_code, destination_bill_rate_name, destination_bill_rate,
            destination_bill_duration
       FROM jsonb_populate_recordset(NULL::cdrbilling, $1)
     ON CONFLICT (cdr_id) DO NOTHING`,
    [JSON.stringify(billed)],
  );
}

async function insertRecordings(
  client: ClientBase,
  sections: readonly Section[],
  recordingOf: Wording['recordingOf'],
): Promise<void> {
  const rows = sections.flatMap((section) => {
    const recording = recordingOf(section);
    return recording ? [recordingRows(recording)] : [];
  });
  if (rows.length === 0) return;
  for (const table of ['cdrrecordings', 'recordings'] as const) {
    await client.query(
      `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(rows.map((row) => row[table]))],
    );
  }
}

/** Answered calls to outside cost money. */
function isBilled(section: Section): boolean {
  return section.destination.entity === 'external_line' && section.answeredAt !== null;
}
