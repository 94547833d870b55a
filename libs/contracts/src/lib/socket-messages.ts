import { z } from 'zod';
import type { AnyRelayEvent } from './event.dto';
import { type PositionDto, subscribeSchema } from './subscription';
import type { ProblemCode } from './problems';

/** What a client may send on `/relay/ws`. */
export const clientMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('auth'), apiKey: z.string().max(256) }),
  subscribeSchema.extend({ type: z.literal('subscribe') }),
  z.strictObject({ type: z.literal('ping') }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** What the relay sends on `/relay/ws`. */
export type ServerMessage =
  | { readonly type: 'hello'; readonly sequence: string; readonly epoch: string }
  | ({ readonly type: 'subscribed' } & PositionDto)
  | { readonly type: 'call_event'; readonly data: AnyRelayEvent }
  | { readonly type: 'heartbeat'; readonly sequence: string }
  | { readonly type: 'error'; readonly code: ProblemCode; readonly detail: string }
  | { readonly type: 'pong' }
  | { readonly type: 'goodbye'; readonly reconnectInMs: number };

/** The ack of Socket.IO's `subscribe`. */
export type SubscribeAck =
  | ({ readonly ok: true } & PositionDto)
  | { readonly ok: false; readonly code: ProblemCode; readonly detail: string };

/** Limits of section 10 of the contract. */
export const SOCKET_LIMITS = {
  messageBytes: 64 * 1024,
  messagesPerSecond: 50,
  faultyMessagesPerMinute: 5,
  authTimeoutMs: 5_000,
  heartbeatMs: 15_000,
  bufferedBytes: 1024 * 1024,
} as const;
