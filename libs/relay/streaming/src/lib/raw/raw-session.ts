import { Authenticator, type Principal } from '@3cx-relay/api-keys';
import {
  type ClientMessage,
  clientMessageSchema,
  CLOSE_CODES,
  formatSequence,
  parseInput,
  RelayError,
  SOCKET_LIMITS,
  type SubscribeRequest,
} from '@3cx-relay/contracts';
import type { EventLog } from '@3cx-relay/event-log';
import { type Clock, errorMessage } from '@3cx-relay/util';
import { Logger } from '@nestjs/common';
import type { RawData, WebSocket } from 'ws';
import type { Connections } from '../connections';
import type { Consumer } from '../consumer';
import { MessageLimits } from '../message-limits';
import { RawWire } from './raw-wire';

/** What every session of `/relay/ws` works with. */
export interface RawRooms {
  readonly authenticator: Authenticator;
  readonly connections: Connections;
  readonly log: EventLog;
  readonly clock: Clock;
}

export const RAW_ROUTE = 'WS /relay/ws';

/** One raw WebSocket from its opening to its end. Messages are taken one after the other. */
export class RawSession {
  private static readonly logger = new Logger(RawSession.name);
  private readonly wire: RawWire;
  private readonly limits: MessageLimits;
  private consumer: Consumer | undefined;
  private authTimer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private closed = false;
  /** Told when the client has said who it is. */
  onAdmitted: () => void = () => undefined;

  constructor(
    private readonly rooms: RawRooms,
    private readonly socket: WebSocket,
    private readonly address: string,
    private readonly initial: SubscribeRequest,
  ) {
    this.wire = new RawWire(socket);
    this.limits = new MessageLimits(rooms.clock);
    socket.on('message', (data, isBinary) => this.receive(data, isBinary));
    socket.on('close', () => this.ended());
    socket.on('error', (error) => RawSession.logger.debug(`${address}: ${errorMessage(error)}`));
  }

  /** @param principal when the upgrade brought a key or ticket; else the first message has to */
  begin(principal: Principal | undefined): void {
    if (principal) return this.admit(principal);
    this.authTimer = setTimeout(
      () => this.socket.close(CLOSE_CODES.authTimeout, 'no auth in time'),
      SOCKET_LIMITS.authTimeoutMs,
    );
  }

  /** For a relay that stops while this one has not said who it is. */
  interrupt(): void {
    this.wire.interrupt('restart');
  }

  abandon(): void {
    this.wire.abandon();
  }

  private admit(principal: Principal): void {
    if (this.closed) return;
    clearTimeout(this.authTimer);
    const { connections, log } = this.rooms;
    try {
      this.consumer = connections.open('websocket', principal, this.address, this.wire);
    } catch (error) {
      return this.wire.refuse(asRelayError(error));
    }
    this.onAdmitted();
    const { newest, epoch } = log.position();
    this.wire.send({ type: 'hello', sequence: formatSequence(newest), epoch });
    this.subscribe(this.consumer, this.initial);
  }

  private subscribe(consumer: Consumer, request: SubscribeRequest): void {
    consumer.subscribe(request, (position) => this.wire.sendSubscribed(position));
  }

  private receive(data: RawData, isBinary: boolean): void {
    if (!this.limits.allowsMessage()) {
      return this.wire.refuse(
        new RelayError('TOO_MANY_REQUESTS', {
          detail: `At most ${SOCKET_LIMITS.messagesPerSecond} messages a second.`,
        }),
      );
    }
    if (isBinary) {
      const detail = 'Messages are JSON texts, not binary.';
      return this.wire.refuse(new RelayError('INVALID_REQUEST', { detail }));
    }
    const text = bufferOf(data).toString();
    // What is sent right behind `auth` waits for its outcome.
    this.turn = this.turn.then(() => this.take(text));
  }

  private async take(text: string): Promise<void> {
    if (this.closed) return;
    try {
      await this.obey(readMessage(text));
    } catch (error) {
      this.fault(asRelayError(error));
    }
  }

  private async obey(message: ClientMessage): Promise<void> {
    switch (message.type) {
      case 'auth':
        return this.authenticate(message.apiKey);
      case 'ping':
        return this.wire.send({ type: 'pong' });
      case 'subscribe': {
        if (!this.consumer) {
          throw new RelayError('UNAUTHENTICATED', { detail: 'Send { "type": "auth" } first.' });
        }
        const { type: _type, ...request } = message;
        return this.subscribe(this.consumer, request);
      }
    }
  }

  private async authenticate(text: string): Promise<void> {
    if (this.consumer) {
      throw new RelayError('INVALID_REQUEST', { detail: 'This connection has a key already.' });
    }
    let principal: Principal;
    try {
      ({ principal } = await this.rooms.authenticator.admit({
        credentials: { kind: 'key', text },
        address: this.address,
        scope: 'events:read',
      }));
    } catch (error) {
      return this.wire.refuse(asRelayError(error));
    }
    this.rooms.authenticator.record(principal, RAW_ROUTE, false);
    this.admit(principal);
  }

  private fault(error: RelayError): void {
    if (this.limits.allowsFault()) return this.wire.sendError(error);
    this.wire.sendError(error);
    this.socket.close(CLOSE_CODES.badMessage, 'too many faulty messages');
  }

  private ended(): void {
    this.closed = true;
    clearTimeout(this.authTimer);
    if (this.consumer) this.rooms.connections.close(this.consumer);
  }
}

/** @throws RelayError INVALID_JSON or INVALID_REQUEST */
function readMessage(text: string): ClientMessage {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch (error) {
    throw new RelayError('INVALID_JSON', { detail: 'The message is not JSON.', cause: error });
  }
  return parseInput(clientMessageSchema, message);
}

function bufferOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

function asRelayError(error: unknown): RelayError {
  if (error instanceof RelayError) return error;
  return new RelayError('INTERNAL_ERROR', { cause: error });
}
