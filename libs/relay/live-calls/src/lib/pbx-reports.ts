import type { PbxComponent } from '@3cx-relay/contracts';
import { ErrorFeed } from '@3cx-relay/errors';
import { ConnectionMonitor } from '@3cx-relay/monitoring';
import {
  type ConnectionReport,
  ConnectionReporter,
  PbxRawSink,
  type PoisonInput,
} from '@3cx-relay/pbx-connection';
import { Injectable } from '@nestjs/common';

const REMEDY: Readonly<Record<PbxComponent, string>> = {
  database: 'Check that PostgreSQL of the PBX runs, and the ini file or DB_HOST and its like.',
  xapi: 'Check FQDN, CLIENT_ID and CLIENT_SECRET, and that the API client may use XAPI.',
  callcontrol: 'Check FQDN and that the API client may use Call Control.',
};

/** The states of the adapters, for the monitoring. */
@Injectable()
export class MonitoredConnections extends ConnectionReporter {
  constructor(private readonly monitor: ConnectionMonitor) {
    super();
  }

  override report(component: PbxComponent, { state, latencyMs, error }: ConnectionReport): void {
    this.monitor.report(component, {
      state,
      ...(latencyMs === undefined ? {} : { latencyMs }),
      ...(error === undefined ? {} : { error, remedy: error === null ? null : REMEDY[component] }),
    });
  }
}

/** What the PBX sent and nobody understood: kept in the error feed, raw, with a count. */
@Injectable()
export class PoisonFeed extends PbxRawSink {
  constructor(private readonly errors: ErrorFeed) {
    super();
  }

  override poison({ component, raw, reason }: PoisonInput): void {
    this.errors.report({
      severity: 'warning',
      component,
      code: 'PBX_INPUT_NOT_UNDERSTOOD',
      message: `Something that the PBX sent was not understood: ${reason}`,
      remedy: 'It was left out and the rest went on. Report it with its raw text.',
      raw,
    });
  }
}
