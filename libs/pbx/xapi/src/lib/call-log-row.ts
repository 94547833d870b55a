import {
  type CallRecording,
  type CallSegment,
  dnTypeOf,
  type SegmentEnd,
} from '@3cx-relay/pbx-connection';
import type { CallLogWire } from './call-log.wire';
import { durationMs } from './odata';

/** A row of the report as a segment, and what orders it. */
export interface CallLogRow {
  readonly cdrId: string;
  readonly startedAt: string;
  readonly order: number;
  readonly segment: CallSegment;
}

/** The report's numbers for kinds of DN; no vendor page names them. */
const ENTITY_OF_TYPE: Readonly<Record<number, string>> = {
  0: 'extension',
  1: 'external_line',
  2: 'ring_group_ring_all',
  5: 'voicemail',
  6: 'ivr',
  7: 'queue',
  13: 'inbound_routing',
};

export function toCallLogRow(row: CallLogWire, startedAt: string): CallLogRow {
  const ringMs = milliseconds(row.RingingDuration);
  const talkMs = milliseconds(row.TalkingDuration);
  const isAnswered = row.Answered === true;
  const segment: CallSegment = {
    segmentId: row.CdrId,
    // Rows of old versions have no flow: each is a call of its own then.
    callHistoryId: row.CallHistoryId ?? row.CdrId,
    mainCallHistoryId: row.MainCallHistoryId,
    source: sourceOf(row),
    destination: destinationOf(row),
    baseSegmentId: null,
    originatingSegmentId: null,
    continuedInSegmentId: null,
    method: null,
    forwardReason: null,
    ...terminationOf(row),
    startedAt,
    answeredAt: isAnswered ? plus(startedAt, ringMs) : null,
    endedAt: plus(startedAt, ringMs + talkMs),
    cost: row.CallCost,
    recordings: recordingsOf(row),
  };
  return { cdrId: row.CdrId, startedAt, order: row.SegmentId ?? 0, segment };
}

function sourceOf(row: CallLogWire): SegmentEnd {
  return end(row.SourceType, row.SourceDn, row.SourceCallerId, row.SourceDisplayName);
}

function destinationOf(row: CallLogWire): SegmentEnd {
  return end(
    row.DestinationType,
    row.DestinationDn,
    row.DestinationCallerId,
    row.DestinationDisplayName,
  );
}

function end(
  type: number | null,
  dn: string | null,
  number: string | null,
  name: string | null,
): SegmentEnd {
  const entity = ENTITY_OF_TYPE[type ?? -1] ?? 'unknown';
  const dnType = dnTypeOf(entity, null);
  return { participantId: null, entity, dn, dnType, dnName: null, name, number, did: null };
}

const RECORD_WORDS = /^([a-z_]+)(?:: ([a-z_]+))?$/;
const TERMINATED_BY = /^Terminated by (.+)$/i;

/** `Reason` is free text: "Terminated by NAME", or words of the call records. */
function terminationOf(
  row: CallLogWire,
): Pick<CallSegment, 'terminationReason' | 'terminationDetails'> {
  const reason = row.Reason ?? '';
  const words = RECORD_WORDS.exec(reason);
  if (words) return { terminationReason: words[1] ?? null, terminationDetails: words[2] ?? null };
  const by = TERMINATED_BY.exec(reason)?.[1];
  if (by === undefined) return { terminationReason: null, terminationDetails: row.Reason };
  const isSource = [row.SourceDisplayName, row.SourceCallerId, row.SourceDn].includes(by);
  return {
    terminationReason: isSource ? 'src_participant_terminated' : 'dst_participant_terminated',
    terminationDetails: null,
  };
}

function recordingsOf(row: CallLogWire): CallRecording[] {
  const listed = (row.Recordings ?? []).map((recording) => ({
    recordingId: recording.Id,
    url: row.RecordingUrl,
    transcription: recording.Transcription,
    summary: recording.Summary,
  }));
  if (listed.length > 0 || row.RecordingUrl === null) return listed;
  const { Transcription: transcription, Summary: summary } = row;
  return [{ recordingId: row.CdrId, url: row.RecordingUrl, transcription, summary }];
}

function milliseconds(duration: string | null): number {
  return duration === null ? 0 : Math.max(0, durationMs(duration) ?? 0);
}

function plus(time: string, ms: number): string {
  return new Date(Date.parse(time) + ms).toISOString();
}
