import { Injectable } from '@nestjs/common';
import { type ConsumerDto, formatSequence, type Sequence } from '@3cx-relay/contracts';
import { EventLog } from '@3cx-relay/event-log';
import { type Consumer, Connections } from '@3cx-relay/streaming';
import { ConsumersSource } from '../ports';

/** The consumers that are connected to this relay by a stream. */
@Injectable()
export class StreamConsumers extends ConsumersSource {
  constructor(
    private readonly connections: Connections,
    private readonly log: EventLog,
  ) {
    super();
  }

  list(): readonly ConsumerDto[] {
    const { newest } = this.log.position();
    return this.connections.list().map((consumer) => toDto(consumer, newest));
  }
}

function toDto({ identity, principal, subscribed, current, wire }: Consumer, newest: Sequence) {
  const lookedAt = current?.lookedAt;
  return {
    id: identity.id,
    transport: identity.transport,
    clientName: principal.clientName,
    keyId: principal.keyId,
    address: identity.address,
    connectedAt: new Date(identity.connectedAt).toISOString(),
    types: subscribed.types ?? null,
    dns: subscribed.dn ?? null,
    mode: current?.isCatchingUp ? ('catching-up' as const) : ('live' as const),
    sequence: lookedAt === undefined ? null : formatSequence(lookedAt),
    behind: lookedAt === undefined ? 0 : Math.max(0, newest - lookedAt),
    bufferedBytes: wire.waitingBytes,
  };
}
