import { CONNECTION_STATES } from '@3cx-relay/contracts';
import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { ConnectionMonitor } from './connection-monitor';

/** The figures of this process for Prometheus; other rooms register theirs in `registry`. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  constructor(monitor: ConnectionMonitor) {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'relay_connection_state',
      help: '1 for the state that a connection is in, 0 for the others.',
      labelNames: ['component', 'state'],
      registers: [this.registry],
      collect() {
        for (const { component, state } of monitor.now()) {
          for (const name of CONNECTION_STATES) {
            this.set({ component, state: name }, name === state ? 1 : 0);
          }
        }
      },
    });
  }

  /** Prometheus text. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
