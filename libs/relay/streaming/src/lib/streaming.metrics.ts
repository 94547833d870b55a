import { KeyChecker } from '@3cx-relay/api-keys';
import { Metrics } from '@3cx-relay/monitoring';
import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Connections } from './connections';
import { RawSessions } from './raw/raw-sessions';

/** The figures of the streams: everything that has a bound shows how full it is. */
@Injectable()
export class StreamingMetrics {
  constructor(
    { registry }: Metrics,
    connections: Connections,
    pending: RawSessions,
    keys: KeyChecker,
  ) {
    const registers = [registry];
    new Gauge({
      name: 'relay_stream_connections',
      help: 'Open connections by transport.',
      labelNames: ['transport'],
      registers,
      collect() {
        for (const [transport, count] of Object.entries(connections.counts())) {
          this.set({ transport }, count);
        }
      },
    });
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        ...{ name, help, registers },
        collect() {
          this.set(read());
        },
      });
    gauge('relay_stream_catching_up', 'Consumers that are served from the log.', () =>
      connections.list().reduce((sum, { current }) => sum + (current?.isCatchingUp ? 1 : 0), 0),
    );
    gauge('relay_stream_waiting_bytes', 'Bytes that consumers have not taken yet.', () =>
      connections.list().reduce((sum, { wire }) => sum + wire.waitingBytes, 0),
    );
    gauge(
      'relay_stream_unauthenticated',
      'Raw sockets that have not sent a key.',
      () => pending.size,
    );
    gauge('relay_key_checks_waiting', 'Unknown keys that wait to be checked.', () => keys.waiting);
  }
}
