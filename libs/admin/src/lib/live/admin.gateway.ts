import { Injectable, Logger } from '@nestjs/common';
import { type OnGatewayConnection, type OnGatewayInit, WebSocketGateway } from '@nestjs/websockets';
import { RelayError } from '@3cx-relay/contracts';
import { SOCKET_IO_PATH, StreamingOptions } from '@3cx-relay/streaming';
import { errorMessage } from '@3cx-relay/util';
import { SessionService } from '../auth/session.service';
import { startOfDay } from '../stats/buckets';
import { AdminFeed } from './admin-feed';
import type { AdminNamespace, AdminSocket } from './admin-sockets';
import { Dashboards } from './dashboards';
import { readHandshake } from './handshake';

const LOGGER = new Logger('AdminGateway');

/** The sockets of the dashboards: lets them in, hands them to the feed, shows them out. */
@Injectable()
@WebSocketGateway({ namespace: '/admin', path: SOCKET_IO_PATH })
export class AdminGateway implements OnGatewayInit, OnGatewayConnection {
  constructor(
    private readonly sessions: SessionService,
    private readonly dashboards: Dashboards,
    private readonly feed: AdminFeed,
    private readonly options: StreamingOptions,
  ) {}

  afterInit(namespace: AdminNamespace): void {
    namespace.use((socket, next) => {
      this.admit(socket).then(
        () => next(),
        (error: unknown) => next(toConnectError(error)),
      );
    });
    this.dashboards.serve(namespace);
  }

  handleConnection(socket: AdminSocket): void {
    this.feed.welcome(socket);
  }

  private async admit(socket: AdminSocket): Promise<void> {
    const { token, timeZone } = readHandshake(socket.handshake, this.options.publicUrl);
    const session = await this.sessions.ofToken(token);
    if (!session) throw new RelayError('UNAUTHENTICATED', { detail: 'The session has ended.' });
    if (session.mustChangePassword) throw new RelayError('PASSWORD_CHANGE_REQUIRED');
    socket.data = { sessionId: session.id, timeZone: knownZone(timeZone) };
  }
}

/** An unknown zone is no reason to refuse a dashboard. */
function knownZone(timeZone = 'UTC'): string {
  return startOfDay(timeZone, 0) ? timeZone : 'UTC';
}

/** Socket.IO sends `data` of the error along as `connect_error`. */
function toConnectError(error: unknown): Error {
  const known =
    error instanceof RelayError ? error : new RelayError('INTERNAL_ERROR', { cause: error });
  if (known !== error) LOGGER.error(`connecting failed: ${errorMessage(error)}`);
  const { code, detail } = known;
  return Object.assign(new Error(detail), { data: { code, detail } });
}
