import type { Event, Problem } from '../generated/relay-api';

/** What became of a position. */
export interface StreamPosition {
  /** Whether everything after `since` is coming. */
  readonly recovered: boolean;
  readonly oldest: string;
  readonly sequence: string;
  readonly epoch: string;
}

export interface Refusal {
  readonly code: Problem['code'];
  readonly detail: string;
}

/** What the relay sends on `/relay/ws`. */
export type ServerMessage =
  | { readonly type: 'hello'; readonly sequence: string; readonly epoch: string }
  | ({ readonly type: 'subscribed' } & StreamPosition)
  | { readonly type: 'call_event'; readonly data: Event }
  | { readonly type: 'heartbeat'; readonly sequence: string }
  | ({ readonly type: 'error' } & Refusal)
  | { readonly type: 'pong' }
  | { readonly type: 'goodbye'; readonly reconnectInMs: number };
