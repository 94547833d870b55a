import { Metrics } from '@3cx-relay/monitoring';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import type { Verdict } from './delivery-queue';
import { WebhookFigures, type WebhookState } from './webhook-figures';

/** What came of an attempt; `pending` is a failure that is tried again. */
const RESULTS = ['delivered', 'pending', 'failed', 'aborted'] as const satisfies Verdict['state'][];
const ENDPOINT_STATES = ['closed', 'open', 'disabled'] as const;

/**
 * Figures of the webhooks. Attempts and what is under way are those of this node; the queue and the
 * endpoints are those of all nodes, so they are not to be added up.
 */
@Injectable()
export class WebhookMetrics {
  private readonly attempts: Counter<'result'>;
  private readonly inFlight: Gauge;

  constructor(
    { registry }: Metrics,
    private readonly figures: WebhookFigures,
    clock: Clock,
  ) {
    const registers = [registry];
    this.attempts = new Counter({
      name: 'relay_webhook_attempts_total',
      help: 'Attempts to deliver by result; pending is a failure that is tried again.',
      ...{ labelNames: ['result'], registers },
    });
    for (const result of RESULTS) this.attempts.inc({ result }, 0);
    this.inFlight = new Gauge({
      ...{ name: 'relay_webhook_in_flight', help: 'Deliveries under way.', registers },
    });
    this.registerQueue(registers, clock);
    this.registerEndpoints(registers);
  }

  /** An attempt begins. */
  begin(): void {
    this.inFlight.inc();
  }

  end(): void {
    this.inFlight.dec();
  }

  count(result: Verdict['state']): void {
    this.attempts.inc({ result });
  }

  private registerQueue(registers: Metrics['registry'][], clock: Clock): void {
    const gauge = (name: string, help: string, of: (state: WebhookState) => number) => {
      const read = () => this.figures.read();
      return new Gauge({
        ...{ name, help, registers },
        async collect() {
          const state = await read();
          if (state) this.set(of(state));
          else this.remove();
        },
      });
    };
    gauge('relay_webhook_waiting', 'Deliveries that wait for enabled webhooks.', (s) => s.waiting);
    gauge(
      'relay_webhook_oldest_waiting_seconds',
      'Age of the oldest delivery that waits; 0 when none does.',
      ({ oldestAt }) => (oldestAt === null ? 0 : Math.max(0, clock.now() - oldestAt) / 1_000),
    );
    gauge(
      'relay_webhook_unplanned_events',
      'Events of the log that no deliveries were made of yet.',
      ({ unplanned }) => unplanned,
    );
  }

  private registerEndpoints(registers: Metrics['registry'][]): void {
    const read = () => this.figures.read();
    new Gauge({
      name: 'relay_webhook_endpoints',
      help: 'Webhooks by state: their breaker is closed or open, or they are disabled.',
      ...{ labelNames: ['state'], registers },
      async collect() {
        const state = await read();
        if (!state) return this.reset();
        for (const name of ENDPOINT_STATES) this.set({ state: name }, state.endpoints[name]);
      },
    });
  }
}
