import { Injectable } from '@nestjs/common';
import type { ConsumerDto } from '@3cx-relay/contracts';
import { ErrorFeed } from '@3cx-relay/errors';
import { ActiveCallsSource } from '@3cx-relay/rest';
import { Clock } from '@3cx-relay/util';
import { AdminOptions } from '../admin-options';
import { Dashboards } from '../live/dashboards';
import { ConsumersSource } from '../ports';
import { EventRate } from './event-rate';
import { RequestCounter } from './request-counter';

export interface Figures {
  readonly consumers: readonly ConsumerDto[];
  readonly dashboards: number;
  readonly activeCalls: number;
  readonly unacknowledged: number;
}

/** What can be counted without the statistics: who is connected, what goes on. */
@Injectable()
export class OpenFigures {
  constructor(
    private readonly consumers: ConsumersSource,
    private readonly dashboards: Dashboards,
    private readonly calls: ActiveCallsSource,
    private readonly errors: ErrorFeed,
  ) {}

  async read(): Promise<Figures> {
    const [consumers, counts] = await Promise.all([this.consumers.list(), this.errors.counts()]);
    return {
      consumers,
      dashboards: this.dashboards.count(),
      activeCalls: this.calls.snapshot().calls.length,
      unacknowledged: counts.unacknowledged,
    };
  }
}

/** The figures of this moment. Rates are those of this relay. */
@Injectable()
export class NowFigures {
  private readonly startedMs: number;

  constructor(
    private readonly open: OpenFigures,
    private readonly requests: RequestCounter,
    private readonly events: EventRate,
    private readonly options: AdminOptions,
    private readonly clock: Clock,
  ) {
    this.startedMs = clock.now();
  }

  async read() {
    return {
      ...(await this.open.read()),
      relay: {
        version: this.options.version,
        startedAt: new Date(this.startedMs).toISOString(),
        uptimeSeconds: Math.max(0, Math.floor((this.clock.now() - this.startedMs) / 1_000)),
      },
      requests: { lastMinute: this.requests.lastMinute(), errorRate: this.requests.errorRate() },
      eventsPerMinute: this.events.perMinute(),
    };
  }
}
