import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Authenticator, type Credentials, keyOfHeaders, type Principal } from '@3cx-relay/api-keys';
import {
  parseInput,
  RelayError,
  SOCKET_LIMITS,
  type SubscribeRequest,
  subscriptionQueryFields,
} from '@3cx-relay/contracts';
import { errorMessage } from '@3cx-relay/util';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { addressOf } from '../client-request';
import { SOCKET_IO_PATH } from '../socketio/socketio-path';
import { OriginCheck } from '../origin-check';
import { StreamingOptions } from '../streaming.options';
import { RawSessions } from './raw-sessions';
import { RAW_ROUTE } from './raw-session';
import { RelayWebSocket } from './relay-web-socket';
import { refuseUpgrade } from './upgrade-refusal';

const PATH = '/relay/ws';
const urlSchema = z.strictObject({
  ...subscriptionQueryFields,
  ticket: z.string().max(128).optional(),
});

interface Admitted {
  readonly principal: Principal | undefined;
  readonly address: string;
  readonly initial: SubscribeRequest;
}

/**
 * `/relay/ws`, beside Socket.IO on the same HTTP server. Upgrades of Socket.IO's path are left to
 * it; any other is answered with 404.
 */
@Injectable()
export class RawSocketServer implements OnApplicationBootstrap {
  private readonly logger = new Logger(RawSocketServer.name);
  private readonly server = new WebSocketServer({
    noServer: true,
    WebSocket: RelayWebSocket,
    maxPayload: SOCKET_LIMITS.messageBytes,
    clientTracking: false,
  });

  constructor(
    private readonly http: HttpAdapterHost,
    private readonly options: StreamingOptions,
    private readonly origins: OriginCheck,
    private readonly authenticator: Authenticator,
    private readonly sessions: RawSessions,
  ) {}

  onApplicationBootstrap(): void {
    const server = this.http.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const path = pathOf(request);
      if (path === PATH) void this.upgrade(request, socket, head);
      else if (!path.startsWith(SOCKET_IO_PATH)) refuseUpgrade(socket, new RelayError('NOT_FOUND'));
    });
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const onError = (error: Error) => this.logger.debug(`upgrade: ${errorMessage(error)}`);
    socket.on('error', onError);
    try {
      const admitted = await this.admit(request);
      if (socket.destroyed) return;
      socket.removeListener('error', onError);
      this.server.handleUpgrade(request, socket, head, (webSocket) => {
        this.sessions.open(webSocket, admitted.address, admitted.initial, admitted.principal);
      });
    } catch (error) {
      if (error instanceof RelayError) return refuseUpgrade(socket, error);
      this.logger.error(`upgrade: ${errorMessage(error)}`);
      refuseUpgrade(socket, new RelayError('INTERNAL_ERROR', { cause: error }));
    }
  }

  /** @throws RelayError what the upgrade is refused for */
  private async admit(request: IncomingMessage): Promise<Admitted> {
    if (!this.origins.allows(request)) {
      throw new RelayError('NETWORK_NOT_ALLOWED', {
        detail: 'Pages of this origin may not connect; see CORS_ORIGINS.',
      });
    }
    if (request.method !== 'GET' || request.headers.upgrade?.toLowerCase() !== 'websocket') {
      throw new RelayError('INVALID_REQUEST', { detail: 'This is no WebSocket upgrade.' });
    }
    const address = addressOf(request, this.options.trustProxy);
    const { ticket, ...initial } = parseInput(urlSchema, queryOf(request));
    const credentials: Credentials | undefined =
      keyOfHeaders(request.headers) ?? (ticket ? { kind: 'ticket', text: ticket } : undefined);
    this.sessions.requireRoom();
    if (!credentials) return { principal: undefined, address, initial };
    const { principal } = await this.authenticator.admit({
      credentials,
      address,
      scope: 'events:read',
    });
    this.authenticator.record(principal, RAW_ROUTE, false);
    this.sessions.requireRoom(principal);
    return { principal, address, initial };
  }
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

/** @throws RelayError INVALID_REQUEST when a parameter comes twice */
function queryOf(request: IncomingMessage): Record<string, string> {
  const { searchParams } = new URL(request.url ?? '', 'http://relay');
  const query = Object.create(null) as Record<string, string>;
  for (const [name, value] of searchParams) {
    if (Object.hasOwn(query, name)) {
      throw new RelayError('INVALID_REQUEST', {
        detail: `${name}: may stand once only`,
        errors: [{ field: name, message: 'may stand once only' }],
      });
    }
    query[name] = value;
  }
  return query;
}
