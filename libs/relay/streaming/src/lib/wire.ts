import type { EventType, PositionDto, RelayError } from '@3cx-relay/contracts';

/** An event on its way out: the stored text, sent as it is. */
export interface OutgoingEvent {
  readonly type: EventType;
  /** The 16-digit form. */
  readonly sequence: string;
  /** The complete CloudEvents JSON text. */
  readonly json: string;
}

/** Why a connection is closed although its client did nothing wrong. */
export type Interruption = 'tooSlow' | 'restart';

/** The consumer's end of one connection, whatever the transport. Nothing here waits or throws. */
export interface Wire {
  /** Bytes that were handed over and that the network has not taken yet. */
  readonly waitingBytes: number;
  sendEvent(event: OutgoingEvent): void;
  sendSubscribed(position: PositionDto): void;
  sendHeartbeat(sequence: string): void;
  /** Tells that the relay goes away, and when to come back. */
  sendGoodbye(reconnectInMs: number): void;
  /** Tells why and closes, so that the client does not come back unchanged. */
  refuse(error: RelayError): void;
  /** Closes; the client may come back and resume. */
  interrupt(reason: Interruption): void;
  /** Cuts the connection off, whatever is still waiting: for who does not take it. */
  abandon(): void;
}
