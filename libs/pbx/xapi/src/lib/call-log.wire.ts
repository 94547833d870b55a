import { z } from 'zod';
import { optionalFlag, optionalNumber, optionalText, optionalTime } from './odata';
import { type CallLogRow, toCallLogRow } from './call-log-row';

const recordingWire = z.object({
  Id: z.coerce.string(),
  Transcription: optionalText,
  Summary: optionalText,
});

/** A row of GetCallLogData as sent; `actionDnDn` is in lower case there and not needed here. */
const wire = z.object({
  CdrId: z.string().min(1),
  CallHistoryId: optionalText,
  MainCallHistoryId: optionalText,
  SegmentId: optionalNumber,
  StartTime: optionalTime,
  Answered: optionalFlag,
  RingingDuration: optionalText,
  TalkingDuration: optionalText,
  SourceType: optionalNumber,
  SourceDn: optionalText,
  SourceCallerId: optionalText,
  SourceDisplayName: optionalText,
  DestinationType: optionalNumber,
  DestinationDn: optionalText,
  DestinationCallerId: optionalText,
  DestinationDisplayName: optionalText,
  Reason: optionalText,
  CallCost: optionalNumber,
  RecordingUrl: optionalText,
  Transcription: optionalText,
  Summary: optionalText,
  Recordings: z.array(recordingWire).nullish().catch(null),
});

export type CallLogWire = z.output<typeof wire>;

export const callLogWire = wire.transform((row, context): CallLogRow => {
  if (row.StartTime !== null) return toCallLogRow(row, row.StartTime);
  context.addIssue({ code: 'custom', message: 'it has no StartTime' });
  return z.NEVER;
});
