import type { Principal } from '@3cx-relay/api-keys';
import { EventLog } from '@3cx-relay/event-log';
import { Metrics } from '@3cx-relay/monitoring';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { AppendSignal } from './append-signal';
import { Consumer, type ConsumerIdentity, TRANSPORTS } from './consumer';
import type { Wire } from './wire';

/** Makes consumers of the one log, and counts those that it was too fast for. */
@Injectable()
export class ConsumerFactory {
  private readonly tooSlow: Counter<'transport'>;

  constructor(
    private readonly log: EventLog,
    private readonly signal: AppendSignal,
    private readonly clock: Clock,
    { registry }: Metrics,
  ) {
    this.tooSlow = new Counter({
      name: 'relay_stream_too_slow_total',
      help: 'Connections that were closed because their client took too little.',
      ...{ labelNames: ['transport'], registers: [registry] },
    });
    for (const transport of TRANSPORTS) this.tooSlow.inc({ transport }, 0);
  }

  make(identity: ConsumerIdentity, principal: Principal, wire: Wire): Consumer {
    const { log, signal, clock } = this;
    return new Consumer(identity, principal, wire, { log, signal, clock }, () => {
      this.tooSlow.inc({ transport: identity.transport });
      wire.interrupt('tooSlow');
    });
  }
}
