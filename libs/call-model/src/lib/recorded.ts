import type { ParticipantDto, SegmentDto } from '@3cx-relay/contracts';
import { mergedParticipants, normal, recordedTimes } from './apply-record';
import type { ObservedRecord } from './observation';
import { normalTime } from './time';
import { participantToDto } from './to-dto';

/** The segments with times as the relay writes them. */
export function recordedSegments(segments: readonly SegmentDto[]): SegmentDto[] {
  return segments.map((segment) => ({
    ...segment,
    startedAt: normalTime(segment.startedAt),
    answeredAt: normal(segment.answeredAt),
    endedAt: normalTime(segment.endedAt),
  }));
}

/** Times, participants and segments of a record alone, written as its `call.record` has them. */
export function recordedParts(
  record: Pick<
    ObservedRecord,
    'startedAt' | 'answeredAt' | 'endedAt' | 'participants' | 'segments'
  >,
): ReturnType<typeof recordedTimes> & {
  readonly participants: ParticipantDto[];
  readonly segments: SegmentDto[];
} {
  const times = recordedTimes(record);
  const participants = mergedParticipants({ participants: [] }, record, times.endedAt);
  return {
    ...times,
    participants: participants.map(participantToDto),
    segments: recordedSegments(record.segments),
  };
}
