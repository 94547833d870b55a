import {
  type ConnectionState,
  type ConnectionStatusDto,
  HEALTH_COMPONENTS,
  type HealthComponent,
} from '@3cx-relay/contracts';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';

/** What is told of a connection. Absent fields leave what was known before. */
export interface ConnectionNews {
  readonly state: ConnectionState;
  readonly latencyMs?: number;
  /** One line, without secrets; `null` when that is over. */
  readonly error?: string | null;
  readonly remedy?: string | null;
}

export interface StateChange {
  readonly component: HealthComponent;
  readonly state: ConnectionState;
  readonly previous: ConnectionState;
  readonly reason: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface LatencySample {
  readonly component: HealthComponent;
  readonly latencyMs: number;
  readonly at: string;
}

type Status = { -readonly [K in keyof ConnectionStatusDto]: ConnectionStatusDto[K] };

/** The present state of every connection, and who wants to hear of changes. */
@Injectable()
export class ConnectionMonitor {
  private readonly status: ReadonlyMap<HealthComponent, Status>;
  /** Whose first connection was had, or refused: the next one is a reconnect. */
  private readonly begun = new Set<HealthComponent>();
  private readonly onStateListeners = new Set<(change: StateChange) => void>();
  private readonly onNewsListeners = new Set<() => void>();
  private readonly onLatencyListeners = new Set<(sample: LatencySample) => void>();

  constructor(private readonly clock: Clock) {
    const since = clock.nowIso();
    const initial = (component: HealthComponent): Status => ({
      ...{ component, since, state: 'connecting', latencyMs: null },
      ...{ lastError: null, reconnects: 0 },
    });
    this.status = new Map(HEALTH_COMPONENTS.map((name) => [name, initial(name)]));
  }

  /** All components, in the order of the contract. */
  now(): readonly ConnectionStatusDto[] {
    return [...this.status.values()].map((status) => ({ ...status }));
  }

  of(component: HealthComponent): ConnectionStatusDto {
    return { ...this.known(component) };
  }

  report(component: HealthComponent, news: ConnectionNews): void {
    const status = this.known(component);
    const at = this.clock.nowIso();
    const { state: previous } = status;
    if (news.latencyMs !== undefined) {
      status.latencyMs = news.latencyMs;
      const sample = { component, latencyMs: news.latencyMs, at };
      for (const listener of this.onLatencyListeners) listener(sample);
    }
    if (news.error) {
      status.lastError = { at, message: news.error, remedy: news.remedy ?? null };
    }
    if (news.state !== previous) {
      status.state = news.state;
      status.since = at;
      if (news.state !== 'connected') status.latencyMs = null;
      if (news.state === 'connected' && this.begun.has(component)) status.reconnects += 1;
      if (news.state === 'connected' || news.state === 'disconnected') this.begun.add(component);
      const reason = news.state === 'connected' ? null : (news.error ?? null);
      const change = { component, state: news.state, previous, reason, at };
      for (const listener of this.onStateListeners) listener(change);
    }
    for (const listener of this.onNewsListeners) listener();
  }

  /** Told of each change of state, once. @returns a function that ends it */
  onStateChanged(listener: (change: StateChange) => void): () => void {
    this.onStateListeners.add(listener);
    return () => this.onStateListeners.delete(listener);
  }

  /** Told when a state, a latency or an error changed. */
  onNews(listener: () => void): () => void {
    this.onNewsListeners.add(listener);
    return () => this.onNewsListeners.delete(listener);
  }

  onLatency(listener: (sample: LatencySample) => void): () => void {
    this.onLatencyListeners.add(listener);
    return () => this.onLatencyListeners.delete(listener);
  }

  private known(component: HealthComponent): Status {
    const status = this.status.get(component);
    if (!status) throw new RangeError(`no such component: ${component}`);
    return status;
  }
}
