import { KeyChecker, KeyConnections, type Principal, requireScope } from '@3cx-relay/api-keys';
import { RelayError } from '@3cx-relay/contracts';
import { Clock, errorMessage } from '@3cx-relay/util';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { ulid } from 'ulid';
import { ConsumerFactory } from './consumer.factory';
import { type Consumer, type Transport, TRANSPORTS } from './consumer';
import { StreamingOptions } from './streaming.options';
import type { Wire } from './wire';

/**
 * Every open connection of this node, whatever its transport: who is connected, the limits, and
 * what happens to them when their key changes.
 */
@Injectable()
export class Connections implements OnModuleDestroy {
  private readonly logger = new Logger(Connections.name);
  private readonly consumers = new Set<Consumer>();
  private readonly stop: () => void;
  private closing = false;

  constructor(
    private readonly options: StreamingOptions,
    private readonly keys: KeyChecker,
    private readonly perKey: KeyConnections,
    private readonly factory: ConsumerFactory,
    private readonly clock: Clock,
  ) {
    this.stop = keys.onChanged((keyId) => this.recheck(keyId));
  }

  /** Everybody who is connected, in the order of their coming. */
  list(): Consumer[] {
    return [...this.consumers];
  }

  /** How many are connected, by transport; for metrics. */
  counts(): Record<Transport, number> {
    const counts = Object.fromEntries(TRANSPORTS.map((transport) => [transport, 0]));
    for (const { identity } of this.consumers) {
      counts[identity.transport] = (counts[identity.transport] ?? 0) + 1;
    }
    return counts as Record<Transport, number>;
  }

  /** @throws RelayError TOO_MANY_CONNECTIONS when this key or this node has no more room */
  requireRoom(principal: Principal): void {
    if (this.closing || this.consumers.size >= this.options.connectionsPerNode) {
      throw new RelayError('TOO_MANY_CONNECTIONS', {
        detail: 'This relay takes no more connections.',
        retryAfterSeconds: 5,
      });
    }
    if (this.perKey.of(principal.keyId) >= this.options.connectionsPerKey) {
      throw new RelayError('TOO_MANY_CONNECTIONS', {
        detail: `The key has ${this.options.connectionsPerKey} connections open already.`,
        retryAfterSeconds: 5,
      });
    }
  }

  /**
   * Takes in a connection; `close` gives its place back.
   * @throws RelayError TOO_MANY_CONNECTIONS
   */
  open(transport: Transport, principal: Principal, address: string, wire: Wire): Consumer {
    this.requireRoom(principal);
    const now = this.clock.now();
    const identity = { id: ulid(now), transport, address, connectedAt: now };
    const consumer = this.factory.make(identity, principal, wire);
    this.consumers.add(consumer);
    this.perKey.opened(principal.keyId);
    return consumer;
  }

  /** The connection ended, whoever ended it. May be called again. */
  close(consumer: Consumer): void {
    consumer.end();
    if (this.consumers.delete(consumer)) this.perKey.closed(consumer.principal.keyId);
  }

  /** Closes connections whose key has expired meanwhile: one look per key. */
  recheckAll(): void {
    const first = new Map<string, Consumer>();
    for (const consumer of this.consumers) {
      if (!first.has(consumer.principal.keyId)) first.set(consumer.principal.keyId, consumer);
    }
    for (const [keyId, { identity }] of first) {
      try {
        this.keys.current(keyId, identity.address);
      } catch {
        // Which of its connections have to end, and why, is found out for each of them.
        this.recheck(keyId);
      }
    }
  }

  /** From now on nobody is let in; those who are there are told when to come back. */
  sayGoodbye(reconnectInMs: () => number): void {
    this.closing = true;
    for (const { wire } of this.list()) wire.sendGoodbye(reconnectInMs());
  }

  /** Closes them all; they may come back. */
  interruptAll(): void {
    for (const consumer of this.list()) {
      consumer.end();
      consumer.wire.interrupt('restart');
    }
  }

  /** Cuts off who is still there. */
  abandonAll(): void {
    for (const { wire } of this.list()) wire.abandon();
  }

  onModuleDestroy(): void {
    this.stop();
  }

  private recheck(keyId: string): void {
    for (const consumer of this.list()) {
      if (consumer.principal.keyId === keyId) this.recheckOne(consumer);
    }
  }

  private recheckOne(consumer: Consumer): void {
    const { keyId } = consumer.principal;
    try {
      const principal = this.keys.current(keyId, consumer.identity.address);
      if (!principal) return;
      requireScope(principal, 'events:read');
      consumer.changeRights(principal);
    } catch (error) {
      if (!(error instanceof RelayError)) {
        return this.logger.error(`key ${keyId}: ${errorMessage(error)}`);
      }
      this.logger.log(`a connection of key ${keyId} ends: ${error.code}`);
      // First out, then closed: nothing reaches it any more, even if the network is slow.
      this.close(consumer);
      consumer.wire.refuse(error);
    }
  }
}
