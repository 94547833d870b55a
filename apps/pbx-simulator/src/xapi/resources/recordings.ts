import { notFound, type Row } from '../../odata';
import { dnTypeOf } from '../call-log-rows';
import { isoTime, NOTHING, rowById, type Resource, type XapiContext } from '../context';
import type { RecordingFacts, SectionParty } from '../pbx-port';

const callTypeOf = (recording: RecordingFacts): string => {
  if (recording.source.entity === 'external_line') return 'InboundExternal';
  const leaves = ['external_line', 'outbound_rule'].includes(recording.destination.entity);
  return leaves ? 'OutboundExternal' : 'Local';
};

const party = (prefix: 'From' | 'To', end: SectionParty): Row => ({
  [`${prefix}Dn`]: end.dn,
  [`${prefix}DnType`]: dnTypeOf(end.entity),
  [`${prefix}CallerNumber`]: end.number,
  [`${prefix}DisplayName`]: end.name || end.dnName,
  [`${prefix}DidNumber`]: end.did,
  [`${prefix}CrmContact`]: null,
  [`${prefix}IdParticipant`]: null,
});

/** Columns of a transcript, as recordings and the call log name them. */
export const transcriptColumns = ({ transcript }: RecordingFacts): Row => ({
  Transcription: transcript?.text ?? null,
  Summary: transcript?.summary ?? null,
  SentimentScore: transcript?.sentiment ?? null,
});

const recordingRow = (context: XapiContext, recording: RecordingFacts): Row => ({
  Id: recording.id,
  StartTime: isoTime(recording.startedAt),
  EndTime: isoTime(recording.endedAt),
  RecordingUrl: recording.url,
  CallType: callTypeOf(recording),
  ...party('From', recording.source),
  ...party('To', recording.destination),
  IsArchived: context.state.archivedRecordings.has(recording.id),
  CanBeTranscribed: recording.transcript !== null,
  IsTranscribed: recording.transcript !== null,
  ...transcriptColumns(recording),
});

const WAV_HEADER_BYTES = 44;
const BYTES_PER_MS = 16;

/** Bytes that the recordings take, as WAV files of 16 bit and 8000 Hz. */
export const recordingsSize = (context: XapiContext): number =>
  context.pbx
    .recordings()
    .reduce(
      (sum, { startedAt, endedAt }) =>
        sum + WAV_HEADER_BYTES + Math.round((endedAt - startedAt) * BYTES_PER_MS),
      0,
    );

const recordingRows = (context: XapiContext): Row[] =>
  context.pbx.recordings().map((recording) => recordingRow(context, recording));

const requireAll = (context: XapiContext, ids: unknown): number[] => {
  const rows = recordingRows(context);
  return (ids as readonly number[]).map((id) => Number(rowById(rows, id)['Id']));
};

const REPOSITORY: Row = {
  AutoDeleteRecordingDays: 0,
  AutoDeleteRecordingEnabled: false,
  IsRecordingArchiveEnabled: false,
  RecordingDiskSpace: 0,
  RecordingPath: '/recordings',
  RecordingsQuota: 10,
};

/** Recorded calls. */
export const recordings: Resource = {
  name: 'Recordings',
  type: 'Recording',
  byKey: false,
  list: recordingRows,
  functions: {
    DownloadRecording: {
      gives: 'stream',
      parameters: { recId: 'int' },
      run: (context, { recId }) => {
        const found = context.pbx.recordings().find(({ id }) => id === recId);
        if (found === undefined) throw notFound(`There is no recording '${String(recId)}'.`);
        return { kind: 'binary', contentType: 'audio/wav', bytes: found.audio() };
      },
    },
    GetRecordingRepositorySettings: {
      gives: 'RecordingRepositorySettings',
      parameters: {},
      run: (context) => ({
        kind: 'entity',
        type: 'RecordingRepositorySettings',
        row: {
          ...context.state.settingsOf('RecordingRepository', REPOSITORY),
          RecordingUsedSpace: recordingsSize(context),
        },
      }),
    },
  },
  actions: {
    SetRecordingRepositorySettings: {
      parameters: { settings: 'RecordingRepositorySettings' },
      run: ({ state }, { settings }) => {
        state.changeSettings('RecordingRepository', settings as Row);
        return NOTHING;
      },
    },
    BulkRecordingsDelete: {
      parameters: { ids: 'int32[]' },
      run: (context, { ids }) => {
        context.pbx.removeRecordings(requireAll(context, ids));
        return NOTHING;
      },
    },
    BulkRecordingsArchive: {
      parameters: { ids: 'int32[]' },
      run: (context, { ids }) => {
        for (const id of requireAll(context, ids)) context.state.archivedRecordings.add(id);
        return NOTHING;
      },
    },
    Archive: {
      parameters: {},
      run: (context) => {
        for (const { id } of context.pbx.recordings()) context.state.archivedRecordings.add(id);
        return NOTHING;
      },
    },
    PurgeLocal: {
      parameters: {},
      run: (context) => {
        context.pbx.removeRecordings(context.pbx.recordings().map(({ id }) => id));
        return NOTHING;
      },
    },
  },
};
