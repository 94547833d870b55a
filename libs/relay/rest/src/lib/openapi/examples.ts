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

/** An inbound call that extension 101 has taken. */
export const EXAMPLE_CALL: CallDto = callSchema.parse({
  callId: '01KAFQ3V6K4Z8T9M2N5P7R1S3T',
  conversationId: '01KAFQ3V6K4Z8T9M2N5P7R1S3T',
  direction: 'inbound',
  state: 'connected',
  caller: { number: '+4930123456', name: 'Example GmbH', dn: null, dnType: null },
  callee: { number: '101', name: 'Alice', dn: '101', dnType: 'extension' },
  did: '+442071234560',
  trunk: '10001',
  queue: null,
  participants: [
    {
      ...{ participantId: '7', dn: '101', dnType: 'extension', name: 'Alice', number: '101' },
      ...{ state: 'connected', deviceId: null, directControl: true, joinedAt: AT, leftAt: null },
    },
  ],
  startedAt: AT,
  answeredAt: '2026-11-21T10:00:04.200Z',
  endedAt: null,
  ringSeconds: 4,
  talkSeconds: null,
  answeredBy: { number: '101', name: 'Alice', dn: '101', dnType: 'extension' },
  outcome: null,
  cause: null,
  recovered: false,
  pbx: { callId: 42, callHistoryId: null, mainCallHistoryId: null },
});

export const EXAMPLE_ACTIVE_CALLS: ActiveCallsDto = {
  items: [EXAMPLE_CALL],
  asOf: AT,
  stale: false,
  sequence: '0000000000004711',
  epoch: '01KAFPZZ4C0Y1W2E3R4T5Y6U7I',
};

const finished: HistoryItemDto = {
  ...EXAMPLE_CALL,
  ...{ state: 'ended', endedAt: '2026-11-21T10:02:04.200Z', talkSeconds: 120 },
  ...{ outcome: 'answered', segments: [], cost: null },
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
  time: '2026-11-21T10:00:04.200Z',
  datacontenttype: 'application/json',
  ...{ sequence: EXAMPLE_ACTIVE_CALLS.sequence, epoch: EXAMPLE_ACTIVE_CALLS.epoch },
  data: {
    call: EXAMPLE_CALL,
    participant: EXAMPLE_CALL.participants[0] ?? null,
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
/** The beginning of a stream. */
export const EXAMPLE_SSE = [
  'event: subscribed',
  `data: ${JSON.stringify({ recovered, oldest, sequence, epoch })}`,
  '',
  `id: ${EXAMPLE_EVENT.sequence}`,
  `event: ${EXAMPLE_EVENT.type}`,
  `data: ${JSON.stringify(EXAMPLE_EVENT)}`,
  '',
  '',
].join('\n');
