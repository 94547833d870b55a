import { Authenticator, type Principal } from '@3cx-relay/api-keys';
import { RelayError, type SubscribeRequest } from '@3cx-relay/contracts';
import { EventLog } from '@3cx-relay/event-log';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import type { WebSocket } from 'ws';
import { Connections } from '../connections';
import { RawSession } from './raw-session';

/** Sockets that may be open without having said who they are. */
const MAX_PENDING = 1_000;

/** The raw sockets that are open, those that have not said who they are among them. */
@Injectable()
export class RawSessions {
  private readonly pending = new Set<RawSession>();

  constructor(
    private readonly authenticator: Authenticator,
    private readonly connections: Connections,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  /** @throws RelayError TOO_MANY_CONNECTIONS */
  requireRoom(principal?: Principal): void {
    if (principal) return this.connections.requireRoom(principal);
    if (this.pending.size >= MAX_PENDING) {
      throw new RelayError('TOO_MANY_CONNECTIONS', {
        detail: 'Too many connections wait to send their key.',
        retryAfterSeconds: 5,
      });
    }
  }

  open(
    socket: WebSocket,
    address: string,
    initial: SubscribeRequest,
    principal: Principal | undefined,
  ): void {
    const { authenticator, connections, log, clock } = this;
    const rooms = { authenticator, connections, log, clock };
    const session = new RawSession(rooms, socket, address, initial);
    if (!principal) {
      this.pending.add(session);
      const settled = () => this.pending.delete(session);
      socket.once('close', settled);
      session.onAdmitted = settled;
    }
    session.begin(principal);
  }

  /** How many have not said who they are. */
  get size(): number {
    return this.pending.size;
  }

  /** For a relay that stops: asks those who have not said who they are to leave. */
  interruptAll(): void {
    for (const session of this.pending) session.interrupt();
  }

  /** Cuts off those who have not left. */
  abandonAll(): void {
    for (const session of this.pending) session.abandon();
  }
}
