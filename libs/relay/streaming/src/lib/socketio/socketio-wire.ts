import type { PositionDto, RelayError } from '@3cx-relay/contracts';
import type { Socket } from 'socket.io';
import type { Interruption, OutgoingEvent, Wire } from '../wire';

/** The packet of each event, encoded once for all sockets: `2` is an event of the namespace. */
const PACKETS = new WeakMap<OutgoingEvent, string>();

/** A Socket.IO connection as a wire. */
export class SocketIoWire implements Wire {
  private waiting = 0;

  constructor(private readonly socket: Socket) {
    // The engine says so when it has passed on everything that was written; what it then sends is
    // at most as much as was waiting here.
    socket.conn.on('drain', () => {
      this.waiting = 0;
    });
  }

  get waitingBytes(): number {
    return this.waiting;
  }

  /** Written to the engine as it is: Socket.IO would encode it anew for each consumer. */
  sendEvent(event: OutgoingEvent): void {
    if (!this.socket.connected) return;
    const packet = packetOf(event, this.socket.nsp.name);
    this.waiting += packet.length;
    this.socket.conn.write(packet, { compress: false });
  }

  sendSubscribed(position: PositionDto): void {
    this.socket.emit('subscribed', position);
  }

  sendHeartbeat(sequence: string): void {
    this.socket.emit('heartbeat', { sequence });
  }

  sendGoodbye(reconnectInMs: number): void {
    this.socket.emit('goodbye', { reconnectInMs });
  }

  sendError(error: RelayError): void {
    this.socket.emit('error', { code: error.code, detail: error.detail });
  }

  /** The client library does not come back by itself after the server has disconnected it. */
  refuse(error: RelayError): void {
    this.sendError(error);
    this.socket.disconnect(false);
  }

  /** To the client library this is a lost connection: it comes back. */
  interrupt(reason: Interruption): void {
    // The engine would wait until everything before it was taken.
    if (reason === 'tooSlow') this.abandon();
    else this.socket.conn.close();
  }

  abandon(): void {
    this.socket.conn.close(true);
  }
}

function packetOf(event: OutgoingEvent, namespace: string): string {
  const known = PACKETS.get(event);
  if (known) return known;
  const packet = `2${namespace},["call_event",${event.json}]`;
  PACKETS.set(event, packet);
  return packet;
}
