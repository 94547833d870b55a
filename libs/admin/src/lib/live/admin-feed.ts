import { Injectable, Logger } from '@nestjs/common';
import type { AnyRelayEvent } from '@3cx-relay/contracts';
import { ErrorFeed } from '@3cx-relay/errors';
import { EventLog } from '@3cx-relay/event-log';
import { aborted, errorMessage, type Worker } from '@3cx-relay/util';
import { ConnectionsService } from '../connections/connections.service';
import { StatsService } from '../stats/stats.service';
import type { AdminSocket } from './admin-sockets';
import { Dashboards } from './dashboards';

const STATS_MS = 2_000;
/** Latencies change several times a second; a page needs no more than this. */
const STATUS_MS = 500;

/** Pushes what changes to the dashboards: state, errors, figures, events. */
@Injectable()
export class AdminFeed implements Worker {
  readonly name = 'admin-feed';
  private readonly logger = new Logger(AdminFeed.name);
  private statusTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dashboards: Dashboards,
    private readonly stats: StatsService,
    private readonly connections: ConnectionsService,
    private readonly errors: ErrorFeed,
    private readonly log: EventLog,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    const stops = [
      this.log.onAppended((events) => {
        if (this.dashboards.count() === 0) return;
        for (const { json } of events) {
          this.dashboards.tell('call_event', JSON.parse(json) as AnyRelayEvent);
        }
      }),
      this.errors.onReported((error) => this.dashboards.tell('error', error)),
      this.connections.onChange(() => this.tellStatusSoon()),
    ];
    const timer = setInterval(() => this.tellStats(), STATS_MS);
    await aborted(signal);
    clearInterval(timer);
    clearTimeout(this.statusTimer);
    stops.forEach((stop) => stop());
  }

  /** What a dashboard needs to begin with. */
  welcome(socket: AdminSocket): void {
    socket.emit('status', this.connections.status());
    this.tellFigures(socket);
  }

  /** Once for all changes that come close together. */
  private tellStatusSoon(): void {
    this.statusTimer ??= setTimeout(() => {
      this.statusTimer = undefined;
      this.dashboards.tell('status', this.connections.status());
    }, STATUS_MS);
  }

  private tellStats(): void {
    for (const socket of this.dashboards.sockets()) this.tellFigures(socket);
  }

  private tellFigures(socket: AdminSocket): void {
    this.stats.now(socket.data.timeZone).then(
      (figures) => socket.emit('stats', figures),
      // The page shows how old its figures are.
      (error: unknown) => this.logger.debug(`No figures: ${errorMessage(error)}`),
    );
  }
}
