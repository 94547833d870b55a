import type { CallId } from '@3cx-relay/contracts';
import type { Call } from './call';
import type { LiveState } from './live-state';
import type { ModelEvent } from './model-event';

export interface ObservationContext {
  /** When it was seen: ISO 8601, UTC. */
  readonly at: string;
  /** Gives a fresh id, unique for ever. */
  readonly mintCallId: () => CallId;
  /** Whether this observation makes up for something missed (first snapshot, after a gap). */
  readonly recovered: boolean;
  /** How far the PBX's clock is ahead of ours, for matching records by time. */
  readonly clockSkewMs?: number;
  /**
   * Calls of the store that the state has forgotten and a record may belong to: those with its
   * `callHistoryId`, and ended ones without a record whose start is near.
   */
  readonly candidates?: readonly Call[];
}

export interface Observed {
  readonly state: LiveState;
  /** In the order in which they have to be logged. */
  readonly events: readonly ModelEvent[];
  /** Calls whose stored form is out of date now: find them in `open` or `ended`. */
  readonly changed: readonly CallId[];
}
