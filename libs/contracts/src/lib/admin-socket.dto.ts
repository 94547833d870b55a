import type { ConnectionStatusDto } from './admin-connections.dto';
import type { ErrorItemDto } from './admin-errors.dto';
import type { StatsNowDto } from './admin-stats.dto';
import type { AnyRelayEvent } from './event.dto';
import type { ProblemCode } from './problems';

/** `status`: once after connecting, then whenever a state or latency changes. */
export interface AdminStatusMessage {
  readonly asOf: string;
  readonly status: 'ok' | 'degraded';
  readonly connections: readonly ConnectionStatusDto[];
}

/** `signed_out`: the session ended; the socket is closed right after. */
export interface AdminSignedOutMessage {
  readonly code: ProblemCode;
  readonly detail: string;
}

/**
 * What the namespace `/admin` pushes. Messages of `stats` come every 2 seconds. `call_event` is
 * live only: connect first, then read `GET /admin/calls`, then apply the events whose `sequence`
 * is greater than that of the answer; do so again after every reconnect.
 */
export interface AdminServerEvents {
  readonly status: (message: AdminStatusMessage) => void;
  readonly error: (message: ErrorItemDto) => void;
  readonly stats: (message: StatsNowDto) => void;
  readonly call_event: (event: AnyRelayEvent) => void;
  readonly signed_out: (message: AdminSignedOutMessage) => void;
}
