export type {
  ActiveCallsDto as ActiveCalls,
  AnyRelayEvent as RelayEvent,
  CallDto as Call,
  CallRecordDto as CallRecord,
  EventData,
  EventPageDto as EventPage,
  EventType,
  HealthDto as Health,
  HistoryItemDto as HistoryItem,
  ParticipantDto as Participant,
  PartyDto as Party,
  ProblemCode,
  ProblemDto as Problem,
  SegmentDto as Segment,
} from '@3cx-relay/contracts';
export type {
  ConnectionPhase,
  EventsOptions,
  Gap,
  RelayClientOptions,
  WebSocketLike,
} from './lib/options';
export { type EventPageOptions, type HistoryFilter, RelayClient } from './lib/relay-client';
export { RelayProblem } from './lib/relay-problem';
