import {
  parseInput,
  RelayError,
  SOCKET_LIMITS,
  type SubscribeAck,
  subscribeSchema,
} from '@3cx-relay/contracts';
import type { Clock } from '@3cx-relay/util';
import type { Socket } from 'socket.io';
import type { Consumer } from '../consumer';
import { MessageLimits } from '../message-limits';
import type { SocketIoWire } from './socketio-wire';

type Ack = (answer: unknown) => void;

/** What an admitted Socket.IO client sends. */
export class SocketIoSession {
  private readonly limits: MessageLimits;

  constructor(
    private readonly socket: Socket,
    private readonly wire: SocketIoWire,
    private readonly consumer: Consumer,
    clock: Clock,
  ) {
    this.limits = new MessageLimits(clock);
    socket.onAny((name: string, ...args: unknown[]) => this.receive(name, args));
  }

  private receive(name: string, args: unknown[]): void {
    if (!this.limits.allowsMessage()) {
      return this.wire.refuse(
        new RelayError('TOO_MANY_REQUESTS', {
          detail: `At most ${SOCKET_LIMITS.messagesPerSecond} messages a second.`,
        }),
      );
    }
    const last = args.at(-1);
    const ack = typeof last === 'function' ? (last as Ack) : undefined;
    const [payload] = ack ? args.slice(0, -1) : args;
    if (name === 'subscribe') return this.subscribe(payload, ack);
    if (name === 'ping') return ack ? ack({ type: 'pong' }) : void this.socket.emit('pong');
    this.fault(
      new RelayError('INVALID_REQUEST', { detail: 'Messages are "subscribe" and "ping".' }),
      ack,
    );
  }

  private subscribe(payload: unknown, ack: Ack | undefined): void {
    try {
      const request = parseInput(subscribeSchema, payload ?? {});
      this.consumer.subscribe(request, (position) => {
        if (ack) ack({ ok: true, ...position } satisfies SubscribeAck);
        else this.wire.sendSubscribed(position);
      });
    } catch (error) {
      if (!(error instanceof RelayError)) throw error;
      this.fault(error, ack);
    }
  }

  private fault(error: RelayError, ack: Ack | undefined): void {
    if (ack) {
      ack({ ok: false, code: error.code, detail: error.detail } satisfies SubscribeAck);
    } else {
      this.wire.sendError(error);
    }
    if (!this.limits.allowsFault()) this.socket.disconnect(false);
  }
}
