import { StoreHealth } from '@3cx-relay/store';
import { Clock, errorMessage, type Worker } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { ConnectionMonitor } from './connection-monitor';

const INTERVAL_MS = 2_000;
const LIMIT_MS = 3_000;

/** Asks the store now and then whether it is there, as everybody else can only find out late. */
@Injectable()
export class StoreProbe implements Worker {
  readonly name = 'store probe';

  constructor(
    private readonly store: StoreHealth,
    private readonly monitor: ConnectionMonitor,
    private readonly clock: Clock,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.probe(signal);
      await this.clock.sleep(INTERVAL_MS, signal);
    }
  }

  /** Also once before the relay says that it is ready. */
  async probe(signal: AbortSignal): Promise<void> {
    const limit = new AbortController();
    const silent = this.clock.sleep(LIMIT_MS, AbortSignal.any([signal, limit.signal])).then(() => {
      throw new Error(`no answer for ${LIMIT_MS / 1_000} s`);
    });
    try {
      const latencyMs = await Promise.race([this.store.ping(), silent]);
      this.monitor.report('store', { state: 'connected', latencyMs });
    } catch (error) {
      if (signal.aborted) return;
      this.monitor.report('store', {
        state: 'disconnected',
        error: errorMessage(error),
        remedy: 'Start PostgreSQL, or correct DATABASE_URL; events wait meanwhile.',
      });
    } finally {
      silent.catch(() => undefined);
      limit.abort();
    }
  }
}
