import { Injectable } from '@nestjs/common';
import {
  CLIENT_KINDS,
  type ClientKind,
  type ConsumerDto,
  HEALTH_COMPONENTS,
  type HealthComponent,
  RelayError,
  type StatsDto,
  type StatsNowDto,
  type StatsPointDto,
  type StatsRange,
} from '@3cx-relay/contracts';
import { ConnectionHistory } from '@3cx-relay/monitoring';
import { Clock } from '@3cx-relay/util';
import { bucketSpan, startOfDay } from './buckets';
import { NowFigures } from './now-figures';
import { emptySums, StatsStore, type Sums, toOutcomes } from './stats.store';

/** Figures are asked for by every dashboard: within this time all get the same. */
const SHARED_MS = 1_000;

interface Shared {
  readonly atMs: number;
  readonly of: Promise<StatsNowDto>;
}

/** The figures of the dashboard: those of now, and the points of its charts. */
@Injectable()
export class StatsService {
  private readonly shared = new Map<string, Shared>();

  constructor(
    private readonly store: StatsStore,
    private readonly figures: NowFigures,
    private readonly connections: ConnectionHistory,
    private readonly clock: Clock,
  ) {}

  /** @throws RelayError INVALID_REQUEST when there is no such time zone */
  async now(timeZone = 'UTC'): Promise<StatsNowDto> {
    const atMs = this.clock.monotonic();
    const known = this.shared.get(timeZone);
    if (known && atMs - known.atMs < SHARED_MS) return known.of;
    const of = this.makeNow(timeZone);
    this.shared.set(timeZone, { atMs, of });
    // Failures are not shared on, and only zones that exist stay in the map.
    of.catch(() => this.shared.delete(timeZone));
    return of;
  }

  async withSeries(range: StatsRange, timeZone?: string): Promise<StatsDto> {
    const [now, points] = await Promise.all([this.now(timeZone), this.points(range)]);
    return { ...now, series: { range, ...points } };
  }

  private async makeNow(timeZone: string): Promise<StatsNowDto> {
    const midnight = startOfDay(timeZone, this.clock.now());
    if (!midnight) {
      throw new RelayError('INVALID_REQUEST', {
        detail: 'timeZone: is no time zone such as Europe/Berlin',
        errors: [{ field: 'timeZone', message: 'is no time zone such as Europe/Berlin' }],
      });
    }
    const [today, live] = await Promise.all([this.store.since(midnight), this.figures.read()]);
    const byOutcome = toOutcomes(today);
    return {
      asOf: this.clock.nowIso(),
      ...live.relay,
      clients: clientsOf(live.consumers, live.dashboards),
      requests: { ...live.requests, today: today.requests },
      eventsPerMinute: live.eventsPerMinute,
      calls: {
        active: live.activeCalls,
        today: {
          total: Object.values(byOutcome).reduce((sum, count) => sum + count, 0),
          byOutcome,
        },
      },
      errors: { unacknowledged: live.unacknowledged },
    };
  }

  private async points(range: StatsRange) {
    const { from, to, bucketSeconds, starts } = bucketSpan(range, this.clock.now());
    const [sums, latencies] = await Promise.all([
      this.store.buckets(from, to, bucketSeconds),
      this.connections.latencyBuckets(from, to, bucketSeconds),
    ]);
    const byBucket = new Map(sums.map((row) => [row.bucket, row]));
    const latencyOf = new Map(
      latencies.map((row) => [latencyKey(row.component, row.bucket), row.latencyMs]),
    );
    const points = starts.map((at, bucket) =>
      toPoint(at, byBucket.get(bucket) ?? emptySums(), (component) =>
        latencyOf.get(latencyKey(component, bucket)),
      ),
    );
    return { bucketSeconds, points };
  }
}

const latencyKey = (component: HealthComponent, bucket: number) => `${component} ${bucket}`;

function toPoint(
  at: Date,
  sums: Sums,
  latencyOf: (component: HealthComponent) => number | undefined,
): StatsPointDto {
  const latency = (component: HealthComponent) => latencyOf(component) ?? null;
  return {
    at: at.toISOString(),
    calls: toOutcomes(sums),
    requests: sums.requests,
    requestErrors: sums.request_errors,
    serverErrors: sums.server_errors,
    events: sums.events,
    latencyMs: Object.fromEntries(
      HEALTH_COMPONENTS.map((component) => [component, latency(component)]),
    ) as Record<HealthComponent, number | null>,
  };
}

function clientsOf(consumers: readonly ConsumerDto[], dashboards: number): StatsNowDto['clients'] {
  const kinds = CLIENT_KINDS.map((kind) => {
    const open = consumers.filter(({ transport }) => transport === kind).length;
    return [kind, kind === 'dashboard' ? dashboards : open] as const;
  });
  const byKind = Object.fromEntries(kinds) as Record<ClientKind, number>;
  return { byKind, total: byKind.socketio + byKind.websocket + byKind.sse };
}
