import { ErrorFeed } from '@3cx-relay/errors';
import { EventLog } from '@3cx-relay/event-log';
import { Metrics } from '@3cx-relay/monitoring';
import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';

/** What waits for the store, and how far the log is. */
@Injectable()
export class LogMetrics {
  constructor({ registry }: Metrics, log: EventLog, errors: ErrorFeed) {
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        ...{ name, help, registers: [registry] },
        collect() {
          this.set(read());
        },
      });
    gauge('relay_event_log_sequence', 'The newest event of the log.', () =>
      Number(log.position().newest),
    );
    gauge('relay_event_log_waiting', 'Events that wait to be written.', () => log.backlog().events);
    gauge(
      'relay_event_log_waiting_bytes',
      'Bytes of them that wait on disk.',
      () => log.backlog().bytes,
    );
    gauge('relay_errors_waiting', 'Errors that wait to be written.', () => errors.waitingCount);
  }
}
