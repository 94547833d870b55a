import type { Section } from '../pbx';
import type { Recording } from '../recordings/recording';
import { legacyTables } from './legacy-tables';
import { insertRecords } from './record-insert';
import type { RecordLayout, RecordToWrite } from './record-rows';
import { simpleTable } from './simple-table';
import { TABLES } from './tables';

/** The tables that PBXs record their calls in: since U6, as told by some programs, and before U6. */
export const RECORD_LAYOUTS = ['cdroutput', 'cdr_output', 'cl'] as const;
export type RecordLayoutName = (typeof RECORD_LAYOUTS)[number];

export function recordLayout(
  name: RecordLayoutName,
  recordingOf: (section: Section) => Recording | undefined,
): RecordLayout {
  switch (name) {
    case 'cdr_output':
      return simpleTable();
    case 'cl':
      return legacyTables();
    case 'cdroutput':
      return {
        ...{ unit: 'section', ddl: TABLES, key: 'cdr_id' },
        tables: ['cdroutput', 'cdrbilling', 'cdrrecordings', 'recordings'],
        write: (client, batch) => insertRecords(client, batch.flatMap(ofSection), recordingOf),
      };
  }
}

const ofSection = ({ what, isDoubled }: RecordToWrite) =>
  'sections' in what ? [] : [{ section: what, isDoubled }];
