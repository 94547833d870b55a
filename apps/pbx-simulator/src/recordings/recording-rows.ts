import type { Recording } from './recording';

const time = (atMs: number) => new Date(atMs).toISOString();

/** Numbers of `recordings.call_type`: 1 inbound, 2 outbound; 0 for internal is assumed. */
function callTypeOf({ source, destination }: Recording): number {
  if (source.entity === 'external_line') return 1;
  return destination.entity === 'external_line' ? 2 : 0;
}

/** A recording as its rows of `cdrrecordings` and `recordings` (3cx/database.md sections 4 and 5). */
export function recordingRows(recording: Recording) {
  const { id, cdrId, url, transcript, queue, owner } = recording;
  return {
    // The table takes what it has columns for.
    cdrrecordings: {
      ...{ cdr_id: cdrId, cdr_participant_id: owner.participantId, recording_url: url },
      recording_id: id,
    },
    recordings: {
      ...{ id_recording: id, cdr_id: cdrId, recording_url: url, queue_dn: queue },
      ...{ start_time: time(recording.startedAt), end_time: time(recording.endedAt) },
      ...{ call_type: callTypeOf(recording), archived: false, emailed: false, forced: false },
      ...{ transcribed: transcript !== null, transcription: transcript?.text ?? null },
      transcription_started_at: transcript === null ? null : time(recording.endedAt),
      ...{ summary: transcript?.summary ?? null, sentiment_score: transcript?.sentiment ?? null },
    },
  };
}
