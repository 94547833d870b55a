import type { Section } from '../pbx';
import type { Recording } from '../recordings/recording';
import { legacyTables } from './legacy-tables';
import { insertRecords } from './record-insert';
import type { RecordLayout, RecordToWrite } from './record-rows';
import { OLDER_NAMES, OLDER_TABLES, OlderTables } from './older-tables';
import { simpleTable } from './simple-table';
import { tables } from './tables';

/** The tables that PBXs record their calls in: since U6, as told by some programs, and before U6. */
export const RECORD_LAYOUTS = ['cdroutput', 'cdr_output', 'cl'] as const;
export type RecordLayoutName = (typeof RECORD_LAYOUTS)[number];

/** What a row of `cdrrecordings` names a recording by; programs tell both. */
export const RECORDING_LINKS = ['url', 'id'] as const;

/** Which tables there are, and what is told in two ways about their rows. */
export interface RecordWording {
  readonly recordLayout: RecordLayoutName;
  readonly recordingLink: (typeof RECORDING_LINKS)[number];
  /** Details that a record has not are empty, not null. */
  readonly emptyDetails: boolean;
}

type RecordingOf = (section: Section) => Recording | undefined;

export function recordLayout(wording: RecordWording, recordingOf: RecordingOf): RecordLayout {
  switch (wording.recordLayout) {
    case 'cdr_output':
      return simpleTable();
    case 'cl':
      return legacyTables();
    case 'cdroutput':
      return sectionTables(wording, recordingOf);
  }
}

/** The tables of V20: a row of `cdroutput` a section, and the older tables a call. */
function sectionTables(wording: RecordWording, recordingOf: RecordingOf): RecordLayout {
  const older = new OlderTables();
  const { recordingLink, emptyDetails } = wording;
  return {
    ...{ unit: 'section', ddl: `${tables(recordingLink)}${OLDER_TABLES}`, key: 'cdr_id' },
    tables: ['cdroutput', 'cdrbilling', 'cdrrecordings', 'recordings', ...OLDER_NAMES],
    write: async (client, batch) => {
      const sections = batch.flatMap(ofSection);
      if (sections.length > 0) await insertRecords(client, sections, { recordingOf, emptyDetails });
      const calls = batch.flatMap(({ what }) => ('sections' in what ? [what] : []));
      await older.write(client, calls);
    },
  };
}

const ofSection = ({ what, isDoubled }: RecordToWrite) =>
  'sections' in what ? [] : [{ section: what, isDoubled }];
