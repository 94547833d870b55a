import type { AnyRelayEvent, EventType } from '@3cx-relay/contracts';
import { io, type Socket } from 'socket.io-client';
import { until } from './until';

export interface ConsumerOptions {
  readonly url: string;
  readonly apiKey: string;
  readonly since?: string;
  readonly types?: readonly string[];
  readonly dn?: readonly string[];
}

/** A client program on Socket.IO that keeps every event it was sent, in the order of arrival. */
export class Consumer {
  readonly events: AnyRelayEvent[] = [];
  private socket: Socket;

  constructor(private readonly options: ConsumerOptions) {
    this.socket = this.connect(options.since ?? 'now');
  }

  /** The sequence of the last event that arrived. */
  get position(): string | undefined {
    return this.events.at(-1)?.sequence;
  }

  get isConnected(): boolean {
    return this.socket.connected;
  }

  async untilConnected(): Promise<this> {
    await until('the consumer is connected', () => this.socket.connected);
    return this;
  }

  disconnect(): void {
    this.socket.disconnect();
  }

  /** Comes back where it left off, as a client program does. */
  resume(): void {
    this.socket.disconnect();
    this.socket = this.connect(this.position ?? this.options.since ?? 'now');
  }

  ofPbxCall(pbxCallId: number): AnyRelayEvent[] {
    return this.events.filter(
      (event) => 'call' in event.data && event.data.call.pbx.callId === pbxCallId,
    );
  }

  async until(type: EventType, pbxCallId: number, limitMs = 15_000): Promise<AnyRelayEvent> {
    return until(
      `${type} of call ${pbxCallId}`,
      () => this.ofPbxCall(pbxCallId).find((event) => event.type === type),
      {
        limitMs,
        otherwise: () =>
          this.ofPbxCall(pbxCallId)
            .map((event) => event.type)
            .join(', '),
      },
    );
  }

  private connect(since: string): Socket {
    const { url, apiKey, types, dn } = this.options;
    const socket = io(`${url}/relay`, {
      path: '/relay/socket.io',
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 200,
      auth: (give) => give({ apiKey, since: this.position ?? since, types, dn }),
    });
    socket.on('call_event', (event: AnyRelayEvent) => this.events.push(event));
    return socket;
  }
}
