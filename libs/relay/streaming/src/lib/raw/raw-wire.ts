import {
  CLOSE_CODES,
  type PositionDto,
  type RelayError,
  type ServerMessage,
} from '@3cx-relay/contracts';
import { WebSocket } from 'ws';
import type { Interruption, OutgoingEvent, Wire } from '../wire';

/** One frame per event for all raw sockets. */
const FRAMES = new WeakMap<OutgoingEvent, Buffer>();

const INTERRUPTIONS = {
  tooSlow: { code: CLOSE_CODES.tooSlow, reason: 'consumer too slow' },
  restart: { code: CLOSE_CODES.restart, reason: 'restart' },
} as const satisfies Record<Interruption, { code: number; reason: string }>;

/** A raw WebSocket as a wire. */
export class RawWire implements Wire {
  constructor(private readonly socket: WebSocket) {}

  get waitingBytes(): number {
    return this.socket.bufferedAmount;
  }

  send(message: Exclude<ServerMessage, { type: 'call_event' }>): void {
    this.write(JSON.stringify(message));
  }

  sendEvent(event: OutgoingEvent): void {
    this.write(frameOf(event));
  }

  sendSubscribed(position: PositionDto): void {
    this.send({ type: 'subscribed', ...position });
  }

  sendHeartbeat(sequence: string): void {
    this.send({ type: 'heartbeat', sequence });
  }

  sendGoodbye(reconnectInMs: number): void {
    this.send({ type: 'goodbye', reconnectInMs });
  }

  sendError(error: RelayError): void {
    this.send({ type: 'error', code: error.code, detail: error.detail });
  }

  refuse(error: RelayError): void {
    this.sendError(error);
    this.socket.close(error.kind.closeCode ?? CLOSE_CODES.badMessage, error.code);
  }

  interrupt(reason: Interruption): void {
    this.socket.close(INTERRUPTIONS[reason].code, INTERRUPTIONS[reason].reason);
  }

  abandon(): void {
    this.socket.terminate();
  }

  private write(data: string | Buffer): void {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.socket.send(data, { binary: false });
  }
}

function frameOf(event: OutgoingEvent): Buffer {
  const known = FRAMES.get(event);
  if (known) return known;
  const frame = Buffer.from(`{"type":"call_event","data":${event.json}}`);
  FRAMES.set(event, frame);
  return frame;
}
