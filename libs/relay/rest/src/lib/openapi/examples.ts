import {
  type ActiveCallsDto,
  type AnyRelayEvent,
  type CallDto,
  callSchema,
  type EventPageDto,
  eventPageSchema,
  type HealthDto,
  type HistoryItemDto,
  type TicketDto,
} from '@3cx-relay/contracts';
import { csvHeader, csvLine } from '../history-csv';

const AT = '2026-11-21T10:00:00.123Z';

const PARTICIPANT = { deviceId: null, directControl: null, joinedAt: AT, leftAt: null } as const;
const CALLER = {
  ...{ participantId: 'external:1', dn: null, dnType: 'trunk', name: 'Example GmbH' },
  ...{ number: '+4930123456', state: 'connected', ...PARTICIPANT },
};
const ANSWERED_AT = '2026-11-21T10:00:04.200Z';
const ALICE = { number: '101', name: 'Alice', dn: '101', dnType: 'extension' } as const;

/** An inbound call that extension 101 has taken. */
export const EXAMPLE_CALL: CallDto = callSchema.parse({
  callId: '01KAFQ3V6K4Z8T9M2N5P7R1S3T',
  conversationId: '01KAFQ3V6K4Z8T9M2N5P7R1S3T',
  direction: 'inbound',
  state: 'connected',
  caller: { number: '+4930123456', name: 'Example GmbH', dn: null, dnType: 'trunk' },
  callee: ALICE,
  did: '+442071234560',
  trunk: '10001',
  queue: null,
  participants: [
    CALLER,
    {
      ...{ participantId: '101', ...ALICE, state: 'connected', ...PARTICIPANT },
      ...{ deviceId: 'sip:101@192.0.2.11:5060', directControl: true, joinedAt: ANSWERED_AT },
    },
  ],
  startedAt: AT,
  answeredAt: ANSWERED_AT,
  endedAt: null,
  ringSeconds: 4.077,
  talkSeconds: null,
  answeredBy: ALICE,
  outcome: null,
  cause: null,
  recovered: false,
  pbx: { callId: 42, callHistoryId: null, mainCallHistoryId: null },
});

/** A call as its maker is told of it: the far side is about to ring. */
export const EXAMPLE_PLACED_CALL: CallDto = callSchema.parse({
  ...EXAMPLE_CALL,
  ...{ direction: 'outbound', state: 'ringing', did: null, caller: ALICE },
  callee: { number: '+4930123456', name: null, dn: null, dnType: 'trunk' },
  participants: [
    { participantId: '101', ...ALICE, state: 'dialing', ...PARTICIPANT },
    { ...CALLER, name: null, state: 'ringing', joinedAt: null },
  ],
  ...{ answeredAt: null, ringSeconds: null, answeredBy: null },
});

export const EXAMPLE_ACTIVE_CALLS: ActiveCallsDto = {
  items: [EXAMPLE_CALL],
  asOf: AT,
  stale: false,
  sequence: '0000000000004711',
  epoch: '01KAFPZZ4C0Y1W2E3R4T5Y6V7J',
};

const ENDED_AT = '2026-11-21T10:02:04.200Z';
const HISTORY_ID = '00000000-01dc-5b1a-2f3c-8a4000000042';
const finished: HistoryItemDto = {
  ...EXAMPLE_CALL,
  ...{ state: 'ended', endedAt: ENDED_AT, talkSeconds: 120, outcome: 'answered' },
  participants: EXAMPLE_CALL.participants.map((participant) => ({
    ...participant,
    ...{ state: 'left', deviceId: null, directControl: null, leftAt: ENDED_AT },
  })),
  cause: 'src_participant_terminated',
  pbx: { callId: 42, callHistoryId: HISTORY_ID, mainCallHistoryId: HISTORY_ID },
  segments: [
    {
      ...{ segmentId: '00000000-01dc-5b1a-2f3c-8a4000000043', startedAt: AT },
      ...{ answeredAt: ANSWERED_AT, endedAt: ENDED_AT },
      ...{ source: EXAMPLE_CALL.caller, destination: ALICE, method: 'divert' },
      ...{ forwardReason: 'by_did', terminationReason: 'src_participant_terminated' },
      terminationDetails: null,
    },
  ],
  cost: null,
};
export const EXAMPLE_HISTORY = { items: [finished], nextCursor: null };
export const EXAMPLE_CSV = csvHeader() + csvLine(finished);

const connected = { state: 'connected', latencyMs: 2, since: AT } as const;
export const EXAMPLE_HEALTH: HealthDto = {
  status: 'ok',
  timestamp: AT,
  version: '1.0.0',
  components: { store: connected, database: connected, xapi: connected, callcontrol: connected },
};

export const EXAMPLE_TICKET: TicketDto = {
  ticket: 'tkt_0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX2yZ3aB4',
  expiresAt: '2026-11-21T10:00:30.123Z',
};

/** The call above as its `call.answered`. */
export const EXAMPLE_EVENT: AnyRelayEvent = {
  ...{ specversion: '1.0', id: '01KAFQ3Z8Q2W4E6R8T0Y1V3X5Z', source: '//pbx.example.com' },
  type: 'call.answered',
  subject: `calls/${EXAMPLE_CALL.callId}`,
  time: ANSWERED_AT,
  datacontenttype: 'application/json',
  ...{ sequence: EXAMPLE_ACTIVE_CALLS.sequence, epoch: EXAMPLE_ACTIVE_CALLS.epoch },
  data: {
    call: EXAMPLE_CALL,
    participant: EXAMPLE_CALL.participants[1] ?? null,
    cause: null,
    recovered: false,
    loggedAt: '2026-11-21T10:00:04.213Z',
  },
};

export const EXAMPLE_EVENT_PAGE: EventPageDto = eventPageSchema.parse({
  items: [EXAMPLE_EVENT],
  nextSince: EXAMPLE_EVENT.sequence,
  recovered: true,
  oldest: '0000000000000001',
  sequence: EXAMPLE_EVENT.sequence,
  epoch: EXAMPLE_EVENT.epoch,
});

const { recovered, oldest, sequence, epoch } = EXAMPLE_EVENT_PAGE;
/** The beginning of a stream, and what else may come on it. */
export const EXAMPLE_SSE = [
  'event: subscribed',
  `data: ${JSON.stringify({ recovered, oldest, sequence, epoch })}`,
  '',
  `id: ${EXAMPLE_EVENT.sequence}`,
  `event: ${EXAMPLE_EVENT.type}`,
  `data: ${JSON.stringify(EXAMPLE_EVENT)}`,
  '',
  'event: heartbeat',
  `data: ${JSON.stringify({ sequence })}`,
  '',
  'retry: 2150',
  'event: goodbye',
  `data: ${JSON.stringify({ reconnectInMs: 2_150 })}`,
  '',
  '',
].join('\n');
