export type * from './generated/relay-api';
export { RelayApi } from './generated/relay-api';
export type { Event as RelayEvent } from './generated/relay-api';
export type {
  ConnectionPhase,
  EventsOptions,
  Gap,
  RelayClientOptions,
  WebSocketLike,
} from './lib/options';
export { type EventPageOptions, type HistoryFilter, RelayClient } from './lib/relay-client';
export { RelayProblem } from './lib/relay-problem';
