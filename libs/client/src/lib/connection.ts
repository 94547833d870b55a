import type { Event } from '../generated/relay-api';
import type { EventsOptions, RelayClientOptions } from './options';
import type { RelayProblem } from './relay-problem';
import { runEventSource } from './event-source';
import { runWebSocket } from './web-socket';
import type { StreamPosition } from './wire';

/** How one connection ended. */
export type Ending =
  | { readonly kind: 'refused'; readonly problem: RelayProblem }
  | { readonly kind: 'lost'; readonly reconnectInMs: number | null };

export interface ConnectionHandlers {
  readonly onPosition: (position: StreamPosition) => void;
  readonly onEvent: (event: Event) => void;
}

/** Where to go on: the last position that was read and the log it belongs to. */
export interface Position {
  readonly since: string;
  readonly epoch: string | undefined;
}

/** One connection from its opening to its end, by WebSocket where there is one. */
export type RunConnection = (
  client: RelayClientOptions,
  options: EventsOptions,
  from: Position,
  handlers: ConnectionHandlers,
) => Promise<Ending>;

/**
 * Node before version 22 has no WebSocket of its own: there the stream of server-sent events says
 * the same over plain HTTP.
 */
export const runConnection: RunConnection = (client, options, from, handlers) => {
  const hasSocket = client.webSocket !== undefined || 'WebSocket' in globalThis;
  const run = (client.transport ?? (hasSocket ? 'websocket' : 'sse')) === 'sse';
  return (run ? runEventSource : runWebSocket)(client, options, from, handlers);
};
