import { z } from 'zod';
import { callIdSchema } from './ids';
import { CALL_STATES, DIRECTIONS, DN_TYPES, OUTCOMES, PARTICIPANT_STATES } from './vocabulary';

/** ISO 8601 with offset; the relay writes UTC with milliseconds. */
export const timestampSchema = z.iso.datetime({ offset: true });

export const partySchema = z
  .object({
    number: z.string().nullable().describe('As the PBX sent it.'),
    name: z.string().nullable(),
    dn: z.string().nullable().describe('The DN; null for an external party.'),
    dnType: z.enum(DN_TYPES).nullable(),
  })
  .describe('One end of a call. Every field may be null.');
export type PartyDto = z.infer<typeof partySchema>;

export const participantSchema = z
  .object({
    participantId: z.string().describe('Unique within the call.'),
    dn: z.string().nullable().describe('The DN; null for an external party.'),
    dnType: z.enum(DN_TYPES),
    name: z.string().nullable(),
    number: z.string().nullable().describe('As the PBX sent it.'),
    state: z.enum(PARTICIPANT_STATES),
    deviceId: z.string().nullable(),
    directControl: z
      .boolean()
      .nullable()
      .describe('Whether the device can be answered remotely; null while unknown.'),
    joinedAt: timestampSchema.nullable(),
    leftAt: timestampSchema.nullable(),
  })
  .describe('Somebody who takes or took part in a call.');
export type ParticipantDto = z.infer<typeof participantSchema>;

export const pbxNamesSchema = z
  .object({
    callId: z.number().int().nullable().describe('Call Control callid; counts anew on restart.'),
    callHistoryId: z.string().nullable(),
    mainCallHistoryId: z.string().nullable(),
  })
  .describe("The PBX's own names of the call, once known.");
export type PbxNamesDto = z.infer<typeof pbxNamesSchema>;

export const callSchema = z
  .object({
    callId: callIdSchema.describe('Opaque, unique for ever, stable over restarts.'),
    conversationId: z.string().describe('The same for calls that a transfer joined.'),
    direction: z.enum(DIRECTIONS).nullable(),
    state: z.enum(CALL_STATES),
    caller: partySchema,
    callee: partySchema.describe('The party first dialled.'),
    did: z.string().nullable(),
    trunk: z.string().nullable().describe('DN of the trunk, for calls from or to outside.'),
    queue: z.string().nullable().describe('DN of the queue that the call waits or waited in.'),
    participants: z.array(participantSchema),
    startedAt: timestampSchema,
    answeredAt: timestampSchema.nullable().describe('When a person first took the call.'),
    endedAt: timestampSchema.nullable(),
    ringSeconds: z
      .number()
      .nonnegative()
      .nullable()
      .describe(
        'From start to answer, or to the end when nobody took it; null while that is open.',
      ),
    talkSeconds: z
      .number()
      .nonnegative()
      .nullable()
      .describe('From answer to end; 0 when nobody took it, null before the end.'),
    answeredBy: partySchema.nullable().describe('The person who took it first.'),
    outcome: z.enum(OUTCOMES).nullable(),
    cause: z.string().nullable(),
    recovered: z.boolean().describe('Whether any of its events was pieced together afterwards.'),
    pbx: pbxNamesSchema,
  })
  .describe('A call as it stands. Fields not known are null, never missing.');
export type CallDto = z.infer<typeof callSchema>;

export const segmentSchema = z
  .object({
    segmentId: z.string(),
    startedAt: timestampSchema,
    answeredAt: timestampSchema.nullable(),
    endedAt: timestampSchema,
    source: partySchema,
    destination: partySchema,
    method: z.string().nullable().describe('How it came about, as the PBX names it.'),
    forwardReason: z.string().nullable(),
    terminationReason: z.string().nullable(),
    terminationDetails: z.string().nullable(),
  })
  .describe('One section of a call: A tried to reach B.');
export type SegmentDto = z.infer<typeof segmentSchema>;

export const callRecordSchema = z.object({
  segments: z.array(segmentSchema),
  cost: z.number().nullable(),
  revision: z.number().int().positive(),
});
export type CallRecordDto = z.infer<typeof callRecordSchema>;

export const historyItemSchema = callSchema.extend({
  segments: z.array(segmentSchema),
  cost: z.number().nullable(),
});
export type HistoryItemDto = z.infer<typeof historyItemSchema>;
