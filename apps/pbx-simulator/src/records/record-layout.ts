import type { Section } from '../pbx';
import type { Recording } from '../recordings/recording';
import { legacyTables } from './legacy-tables';
import { insertRecords } from './record-insert';
import type { RecordLayout, RecordToWrite } from './record-rows';
import { OLDER_NAMES, OLDER_TABLES, OlderTables } from './older-tables';
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
      return sectionTables(recordingOf);
  }
}

/** The tables of V20: a row of `cdroutput` a section, and the older tables a call. */
function sectionTables(recordingOf: (section: Section) => Recording | undefined): RecordLayout {
  const older = new OlderTables();
  return {
    ...{ unit: 'section', ddl: `${TABLES}${OLDER_TABLES}`, key: 'cdr_id' },
    tables: ['cdroutput', 'cdrbilling', 'cdrrecordings', 'recordings', ...OLDER_NAMES],
    write: async (client, batch) => {
      const sections = batch.flatMap(ofSection);
      if (sections.length > 0) await insertRecords(client, sections, recordingOf);
      const calls = batch.flatMap(({ what }) => ('sections' in what ? [what] : []));
      await older.write(client, calls);
    },
  };
}

const ofSection = ({ what, isDoubled }: RecordToWrite) =>
  'sections' in what ? [] : [{ section: what, isDoubled }];
