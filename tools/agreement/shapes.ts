import { z } from 'zod';

/** A moment in milliseconds, from what an interface tells as text or PostgreSQL as a date. */
const moment = z
  .union([z.string(), z.date()])
  .transform((value) => new Date(value).getTime())
  .refine((ms) => !Number.isNaN(ms), 'is no date');

const trueLeg = z.object({
  dn: z.string(),
  startedAt: moment,
  answeredAt: moment.nullable(),
  endedAt: moment.nullable(),
});

/** A call as it truly was, from `/_sim/truth`. */
export const trueCall = z.object({
  callId: z.number(),
  callHistoryId: z.string(),
  mainCallHistoryId: z.string(),
  direction: z.enum(['inbound', 'outbound', 'internal']),
  from: z.string(),
  to: z.string(),
  did: z.string().nullable(),
  queue: z.string().nullable(),
  parties: z.array(z.string()),
  legs: z.array(trueLeg),
  startedAt: moment,
  answeredAt: moment.nullable(),
  endedAt: moment.nullable(),
  outcome: z.string().nullable(),
});

/** A row of `cdroutput`, the columns that are compared. */
export const cdrRow = z.object({
  cdr_id: z.string(),
  call_history_id: z.string(),
  main_call_history_id: z.string(),
  source_entity_type: z.string(),
  source_dn_number: z.string(),
  source_participant_phone_number: z.string(),
  destination_entity_type: z.string(),
  destination_dn_type: z.string(),
  destination_dn_number: z.string(),
  destination_participant_phone_number: z.string(),
  base_cdr_id: z.string().nullable(),
  originating_cdr_id: z.string().nullable(),
  continued_in_cdr_id: z.string().nullable(),
  creation_method: z.string(),
  creation_forward_reason: z.string(),
  termination_reason: z.string(),
  termination_reason_details: z.string().nullable(),
  cdr_started_at: moment,
  cdr_ended_at: moment,
  cdr_answered_at: moment.nullable(),
});

/** An item of `ReportCallLogData`, the fields that are compared. */
export const logItem = z.object({
  CdrId: z.string(),
  CallHistoryId: z.string(),
  MainCallHistoryId: z.string(),
  CallId: z.number(),
  StartTime: moment,
  Direction: z.string(),
  Answered: z.boolean(),
  Status: z.string(),
  RingingDuration: z.string(),
  TalkingDuration: z.string(),
  SourceDn: z.string(),
  SourceCallerId: z.string(),
  DestinationDn: z.string(),
  DestinationCallerId: z.string(),
});

/** A participant as Call Control shows it. */
export const participant = z.object({
  id: z.number(),
  status: z.string(),
  dn: z.string(),
  callid: z.number(),
});

export const frame = z.object({
  sequence: z.number(),
  event: z.object({ event_type: z.number(), entity: z.string() }),
});

export type TrueCall = z.infer<typeof trueCall>;
export type TrueLeg = z.infer<typeof trueLeg>;
export type CdrRow = z.infer<typeof cdrRow>;
export type LogItem = z.infer<typeof logItem>;
export type Participant = z.infer<typeof participant>;

/**
 * What Call Control showed of one leg; moments are those of our own clock. A leg that joins another
 * call ends in the one and begins in the other, as it does in truth and records.
 */
export interface SeenLeg {
  readonly path: string;
  readonly dn: string;
  /** Null when the leg was gone before it could be read. */
  callId: number | null;
  readonly firstAt: number;
  /** When it was first known to which call it belongs. */
  readAt: number | null;
  connectedAt: number | null;
  removedAt: number | null;
  /** How many reads came too late. */
  lost: number;
}

/** A leg that went from one call to another. */
export interface SeenMove {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}
