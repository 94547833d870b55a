import { Authenticator, type Credentials, keyOfHeaders, type Principal } from '@3cx-relay/api-keys';
import {
  parseInput,
  RelayError,
  type SubscribeRequest,
  subscribeSchema,
} from '@3cx-relay/contracts';
import { Clock, errorMessage } from '@3cx-relay/util';
import { Logger } from '@nestjs/common';
import { type OnGatewayConnection, type OnGatewayInit, WebSocketGateway } from '@nestjs/websockets';
import type { Namespace, Socket } from 'socket.io';
import { z } from 'zod';
import { addressOf } from '../client-request';
import { Connections } from '../connections';
import { StreamingOptions } from '../streaming.options';
import { SOCKET_IO_PATH } from './socketio-path';
import { SocketIoSession } from './socketio-session';
import { SocketIoWire } from './socketio-wire';

const ROUTE = 'Socket.IO /relay';

/** What stands in `auth`; clients may keep things of their own there. */
const authSchema = z.object({
  ...subscribeSchema.shape,
  apiKey: z.string().max(256).optional(),
  ticket: z.string().max(128).optional(),
});

interface Admitted {
  readonly principal: Principal;
  readonly address: string;
  readonly initial: SubscribeRequest;
}

/** Socket.IO at `/relay`: lets clients in and hands them their subscription. */
@WebSocketGateway({ namespace: '/relay', path: SOCKET_IO_PATH })
export class RelayGateway implements OnGatewayInit<Namespace>, OnGatewayConnection<Socket> {
  private readonly logger = new Logger(RelayGateway.name);
  private readonly admitted = new WeakMap<Socket, Admitted>();

  constructor(
    private readonly options: StreamingOptions,
    private readonly authenticator: Authenticator,
    private readonly connections: Connections,
    private readonly clock: Clock,
  ) {}

  afterInit(namespace: Namespace): void {
    namespace.use((socket, next) => {
      this.admit(socket).then(
        (admitted) => {
          this.admitted.set(socket, admitted);
          next();
        },
        (error: unknown) => next(this.toConnectError(error)),
      );
    });
  }

  handleConnection(socket: Socket): void {
    const admitted = this.admitted.get(socket);
    if (!admitted) return void socket.disconnect(true);
    const { principal, address, initial } = admitted;
    const wire = new SocketIoWire(socket);
    try {
      const consumer = this.connections.open('socketio', principal, address, wire);
      socket.once('disconnect', () => this.connections.close(consumer));
      consumer.subscribe(initial, (position) => wire.sendSubscribed(position));
      new SocketIoSession(socket, wire, consumer, this.clock);
    } catch (error) {
      if (!(error instanceof RelayError)) throw error;
      wire.refuse(error);
    }
  }

  /** @throws RelayError what the client is refused for */
  private async admit(socket: Socket): Promise<Admitted> {
    const { apiKey, ticket, ...initial } = parseInput(authSchema, socket.handshake.auth);
    const address = addressOf(socket.request, this.options.trustProxy);
    const { principal } = await this.authenticator.admit({
      credentials: credentialsOf(apiKey, ticket) ?? keyOfHeaders(socket.handshake.headers),
      address,
      scope: 'events:read',
    });
    this.authenticator.record(principal, ROUTE, false);
    this.connections.requireRoom(principal);
    return { principal, address, initial };
  }

  private toConnectError(error: unknown): Error {
    const known =
      error instanceof RelayError ? error : new RelayError('INTERNAL_ERROR', { cause: error });
    if (known !== error) this.logger.error(`connecting failed: ${errorMessage(error)}`);
    const { code, detail, errors } = known;
    return Object.assign(new Error(detail), { data: { code, detail, ...(errors && { errors }) } });
  }
}

function credentialsOf(apiKey?: string, ticket?: string): Credentials | undefined {
  if (apiKey !== undefined) return { kind: 'key', text: apiKey };
  return ticket === undefined ? undefined : { kind: 'ticket', text: ticket };
}
