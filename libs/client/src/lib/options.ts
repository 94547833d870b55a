/** The part of `WebSocket` that the client uses; Node 22 and later and every browser have it. */
export interface WebSocketLike {
  readonly readyState: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(
    type: 'close',
    listener: (event: { code: number; reason: string }) => void,
  ): void;
}

export interface RelayClientOptions {
  /** Address of the relay, such as `https://pbx.example.com`. */
  readonly url: string;
  /** An API key (`cxr_…`). In a browser prefer `ticket`, so that the key stays on your server. */
  readonly apiKey?: string;
  /** Fetches a fresh ticket for each connection (`POST /relay/tickets` on your server's behalf). */
  readonly ticket?: () => Promise<string>;
  /** In place of the built-in `fetch`. */
  readonly fetch?: typeof fetch;
  /** In place of the built-in `WebSocket`. */
  readonly webSocket?: new (url: string) => WebSocketLike;
  /**
   * How events are streamed: by WebSocket where there is one, else (Node 20) by server-sent events.
   */
  readonly transport?: 'websocket' | 'sse';
  /** Delay before the first reconnect, doubled up to `maxDelayMs`; 500 and 30 000 when absent. */
  readonly reconnect?: { readonly initialDelayMs?: number; readonly maxDelayMs?: number };
  /** Silence after which a connection counts as dead; 40 000 when absent (heartbeats come every 15 s). */
  readonly silenceMs?: number;
}

export interface EventsOptions {
  /** A sequence to go on after, or `now` (the default). `0` is everything that can be replayed. */
  readonly since?: string | number;
  /** The epoch that `since` belongs to; without it a log that was started anew is not noticed. */
  readonly epoch?: string;
  /** Patterns such as `call.*`. */
  readonly types?: readonly string[];
  /** Only calls in which one of these DNs took part. */
  readonly dn?: readonly string[];
  /** Ends the iteration. */
  readonly signal?: AbortSignal;
  /** Told on every change of the connection, for a status light. */
  readonly onState?: (state: ConnectionPhase) => void;
  /** Told when events were lost to retention or to a new log; reading goes on with what there is. */
  readonly onGap?: (gap: Gap) => void;
}

export type ConnectionPhase = 'connecting' | 'live' | 'waiting';

export interface Gap {
  /** The last position that was read. */
  readonly since: string;
  /** The first event that can still be read. */
  readonly oldest: string;
  readonly epoch: string;
}
