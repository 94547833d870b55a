import type { Principal } from '@3cx-relay/api-keys';
import { EventLog } from '@3cx-relay/event-log';
import { Clock } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { AppendSignal } from './append-signal';
import { Consumer, type ConsumerIdentity } from './consumer';
import type { Wire } from './wire';

/** Makes consumers of the one log. */
@Injectable()
export class ConsumerFactory {
  constructor(
    private readonly log: EventLog,
    private readonly signal: AppendSignal,
    private readonly clock: Clock,
  ) {}

  make(identity: ConsumerIdentity, principal: Principal, wire: Wire): Consumer {
    const { log, signal, clock } = this;
    return new Consumer(identity, principal, wire, { log, signal, clock });
  }
}
