import { Injectable } from '@nestjs/common';
import type { AdminSignedOutMessage } from '@3cx-relay/contracts';
import { Clock, type Worker } from '@3cx-relay/util';
import { SessionService } from '../auth/session.service';
import { Dashboards } from './dashboards';

/** Sessions that ended elsewhere (another relay, their time) are noticed within this time. */
const CHECK_MS = 5_000;

const OVER: AdminSignedOutMessage = { code: 'UNAUTHENTICATED', detail: 'The session has ended.' };

/** Closes the sockets of sessions that ended: at once when they end here, soon when elsewhere. */
@Injectable()
export class SessionWatch implements Worker {
  readonly name = 'admin-sessions';

  constructor(
    private readonly sessions: SessionService,
    private readonly dashboards: Dashboards,
    private readonly clock: Clock,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    const stop = this.sessions.onEnded((ids) => this.dashboards.signOut(new Set(ids), OVER));
    while (!signal.aborted) {
      await this.clock.sleep(CHECK_MS, signal);
      // While the store is away nobody can tell: the sockets stay, and are asked for again.
      await this.check().catch(() => undefined);
    }
    stop();
  }

  async check(): Promise<void> {
    const open = new Set(this.dashboards.sockets().map((socket) => socket.data.sessionId));
    if (open.size === 0) return;
    const good = await this.sessions.stillOpen([...open]);
    for (const { id } of good) open.delete(id);
    this.dashboards.signOut(open, OVER);
  }
}
