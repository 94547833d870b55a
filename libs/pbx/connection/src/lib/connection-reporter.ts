import type { ConnectionState, PbxComponent } from '@3cx-relay/contracts';

/** What an adapter knows of its connection. Absent fields leave what was known before. */
export interface ConnectionReport {
  readonly state: ConnectionState;
  /** Round trip of the last request or ping, in milliseconds. */
  readonly latencyMs?: number;
  /** What went wrong, in one line, without secrets; `null` when that is over. */
  readonly error?: string | null;
  /** What an administrator wants to see: which ini was used, how many DNs are watched. */
  readonly detail?: string;
}

/**
 * The port by which the adapters tell their state. Reports may repeat; the receiver tells
 * consumers of changes alone. Never throws.
 */
export abstract class ConnectionReporter {
  abstract report(component: PbxComponent, report: ConnectionReport): void;
}
