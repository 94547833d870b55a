import { Injectable } from '@nestjs/common';
import {
  type AdminStatusMessage,
  type ConnectionDto,
  type ConnectionListDto,
  type ConnectionStatusDto,
} from '@3cx-relay/contracts';
import { ConnectionHistory, ConnectionMonitor } from '@3cx-relay/monitoring';
import { Clock } from '@3cx-relay/util';
import { PbxFacts } from '../ports';
import { uptimeOf } from './uptime';

const HOUR_MS = 3_600_000;
/** A day more than the longest span: its first bar begins at midnight. */
const HISTORY_MS = 31 * 24 * HOUR_MS;
/** Enough for a line as wide as a card. */
const MAX_SAMPLES = 120;

/** The connections as the dashboard shows them. */
@Injectable()
export class ConnectionsService {
  constructor(
    private readonly monitor: ConnectionMonitor,
    private readonly histories: ConnectionHistory,
    private readonly facts: PbxFacts,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<ConnectionListDto> {
    return {
      items: await Promise.all(this.monitor.now().map((status) => this.withHistory(status))),
      nextCursor: null,
      facts: this.facts.read(),
    };
  }

  status(): AdminStatusMessage {
    const connections = this.monitor.now();
    const bad = connections.some(({ state }) => state === 'connecting' || state === 'disconnected');
    return { asOf: this.clock.nowIso(), status: bad ? 'degraded' : 'ok', connections };
  }

  /** @returns a function that ends the listening */
  onChange(listener: () => void): () => void {
    return this.monitor.onNews(listener);
  }

  private async withHistory(status: ConnectionStatusDto): Promise<ConnectionDto> {
    const now = this.clock.now();
    const [changes, samples] = await Promise.all([
      this.histories.changes(status.component, now - HISTORY_MS),
      this.histories.latencies(status.component, now - HOUR_MS),
    ]);
    const every = Math.ceil(samples.length / MAX_SAMPLES);
    return {
      ...status,
      reconnectable: status.component !== 'store' && status.state !== 'disabled',
      latency: samples
        .filter((_, index) => (samples.length - 1 - index) % every === 0)
        .map(({ atMs, latencyMs }) => ({ at: new Date(atMs).toISOString(), latencyMs })),
      history: {
        '24h': uptimeOf(changes, '24h', now),
        '30d': uptimeOf(changes, '30d', now),
      },
    };
  }
}
