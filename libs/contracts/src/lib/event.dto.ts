import { z } from 'zod';
import { callRecordSchema, callSchema, participantSchema, timestampSchema } from './call.dto';
import { epochSchema, SEQUENCE_DIGITS } from './ids';
import { CONNECTION_STATES, EVENT_TYPES, type EventType, PBX_COMPONENTS } from './vocabulary';

export const sequenceTextSchema = z
  .string()
  .regex(new RegExp(`^\\d{${SEQUENCE_DIGITS}}$`))
  .describe('Decimal number of the event, padded so that it sorts as text.');

const common = {
  recovered: z.boolean().describe('Whether this event was pieced together afterwards.'),
  loggedAt: timestampSchema.describe('When the event was written to the log.'),
};

const callEventData = z.object({
  call: callSchema,
  participant: participantSchema.nullable(),
  cause: z.string().nullable(),
  ...common,
});

const recordEventData = callEventData.extend({
  record: callRecordSchema,
  corrected: z.array(z.string()).describe('Fields of the call that the record changed.'),
});

const recordingEventData = callEventData.extend({
  recording: z.object({
    recordingId: z.string(),
    url: z.string().nullable(),
    transcription: z.string().nullable(),
    summary: z.string().nullable(),
  }),
});

const dtmfEventData = callEventData.extend({ digits: z.string() });

const connectionEventData = z.object({
  component: z.enum(PBX_COMPONENTS),
  state: z.enum(CONNECTION_STATES),
  previous: z.enum(CONNECTION_STATES),
  reason: z.string().nullable(),
  ...common,
});

const groupEventData = z.object({
  group: z.object({ number: z.string(), name: z.string().nullable() }),
  ...common,
});

const gapEventData = z.object({
  from: sequenceTextSchema.describe('The first event that is missing.'),
  oldest: sequenceTextSchema.describe('The first event that can still be read.'),
});

/** The shape of `data` for each type of event. */
export const eventDataSchemas = {
  'call.started': callEventData,
  'call.ringing': callEventData,
  'call.answered': callEventData,
  'call.participant.joined': callEventData,
  'call.participant.left': callEventData,
  'call.transferred': callEventData,
  'call.held': callEventData,
  'call.resumed': callEventData,
  'call.updated': callEventData,
  'call.ended': callEventData,
  'call.record': recordEventData,
  'call.recording': recordingEventData,
  'dtmf.received': dtmfEventData,
  'connection.changed': connectionEventData,
  'group.unstaffed': groupEventData,
  'group.staffed': groupEventData,
  'log.gap': gapEventData,
} as const satisfies Record<EventType, z.ZodType>;

export type EventData<T extends EventType = EventType> = z.infer<(typeof eventDataSchemas)[T]>;

/** A CloudEvents 1.0 JSON event with the extension attributes `sequence` and `epoch`. */
export interface RelayEvent<T extends EventType = EventType> {
  readonly specversion: '1.0';
  /** ULID of the event; also the `webhook-id`. */
  readonly id: string;
  /** `//` and the host of the PBX. */
  readonly source: string;
  readonly type: T;
  /** `calls/CALLID`, `connections/COMPONENT`, `groups/DN` or `log`. */
  readonly subject: string;
  /** When it happened, as well as we know: ISO 8601, UTC. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly sequence: string;
  readonly epoch: string;
  readonly data: EventData<T>;
}

/** Any event, discriminated by `type`. */
export type AnyRelayEvent = { [T in EventType]: RelayEvent<T> }[EventType];

const envelope = {
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  subject: z.string(),
  time: timestampSchema,
  datacontenttype: z.literal('application/json'),
  sequence: sequenceTextSchema,
  epoch: epochSchema,
};

/** The schema of one type of event, envelope and data; for API descriptions and for reading. */
export function eventSchema<T extends EventType>(type: T) {
  return z.object({ ...envelope, type: z.literal(type), data: eventDataSchemas[type] });
}

/** The envelope alone, whatever its data. */
export const anyEventSchema = z.object({
  ...envelope,
  type: z.enum(EVENT_TYPES),
  data: z.record(z.string(), z.unknown()),
});
