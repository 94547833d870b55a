import { type HealthComponent, PBX_COMPONENTS, type PbxComponent } from '@3cx-relay/contracts';
import { ErrorFeed } from '@3cx-relay/errors';
import { EventLog, WriterLease } from '@3cx-relay/event-log';
import { ConnectionMonitor, type StateChange } from '@3cx-relay/monitoring';
import { Injectable } from '@nestjs/common';

const NAMES: Readonly<Record<HealthComponent, string>> = {
  store: 'the store',
  database: 'the PBX database',
  xapi: 'XAPI',
  callcontrol: 'Call Control',
};

/** Tells consumers and the error feed when a connection of the PBX changes its state. */
@Injectable()
export class ConnectionEvents {
  constructor(
    private readonly monitor: ConnectionMonitor,
    private readonly log: EventLog,
    private readonly lease: WriterLease,
    private readonly errors: ErrorFeed,
  ) {}

  /** @returns how to stop */
  start(): () => void {
    return this.monitor.onStateChanged((change) => this.tell(change));
  }

  private tell(change: StateChange): void {
    const { component, state, previous, reason, at } = change;
    if (state === 'disconnected') {
      this.errors.report({
        severity: 'error',
        component,
        code: 'CONNECTION_LOST',
        message: `The connection to ${NAMES[component]} is lost`,
        detail: reason,
        remedy: this.monitor.of(component).lastError?.remedy ?? null,
      });
    }
    if (!isPbxComponent(component) || !this.lease.isHeld) return;
    const data = { component, state, previous, reason, recovered: false };
    // If it cannot be written, the writer has lost its place, and its successor tells its own.
    void this.log
      .append([
        {
          type: 'connection.changed',
          subject: `connections/${component}`,
          time: at,
          callId: null,
          dns: null,
          data,
        },
      ])
      .catch(() => undefined);
  }
}

function isPbxComponent(component: HealthComponent): component is PbxComponent {
  return PBX_COMPONENTS.some((known) => known === component);
}
