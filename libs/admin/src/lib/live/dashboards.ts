import { Injectable } from '@nestjs/common';
import type { AdminServerEvents, AdminSignedOutMessage } from '@3cx-relay/contracts';
import type { AdminNamespace, AdminSocket } from './admin-sockets';

/** Packets that may wait for one dashboard. A page that reads no more is closed and comes back. */
const MAX_WAITING = 2_000;

/** The dashboards that are connected. */
@Injectable()
export class Dashboards {
  private namespace: AdminNamespace | undefined;

  serve(namespace: AdminNamespace): void {
    this.namespace = namespace;
  }

  sockets(): readonly AdminSocket[] {
    return [...(this.namespace?.sockets.values() ?? [])];
  }

  count(): number {
    return this.namespace?.sockets.size ?? 0;
  }

  /** To all; one that does not keep up is closed rather than buffered for without end. */
  tell<E extends keyof AdminServerEvents>(
    event: E,
    ...message: Parameters<AdminServerEvents[E]>
  ): void {
    if (this.count() === 0) return;
    for (const socket of this.sockets()) {
      if (waitingOf(socket) > MAX_WAITING) socket.disconnect(true);
    }
    this.namespace?.emit(event, ...message);
  }

  /** Ends the connections of sessions that are over. */
  signOut(sessionIds: ReadonlySet<string>, message: AdminSignedOutMessage): void {
    for (const socket of this.sockets()) {
      if (!sessionIds.has(socket.data.sessionId)) continue;
      socket.emit('signed_out', message);
      socket.disconnect(true);
    }
  }
}

/** What the engine could not hand to the network yet. */
function waitingOf(socket: AdminSocket): number {
  const buffer: unknown = Reflect.get(socket.conn, 'writeBuffer');
  return Array.isArray(buffer) ? buffer.length : 0;
}
