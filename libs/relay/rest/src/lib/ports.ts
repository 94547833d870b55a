import type {
  CallDto,
  CallId,
  WatchedHealthDto,
  Direction,
  Dn,
  Epoch,
  HealthComponent,
  HistoryItemDto,
  HistoryPageDto,
  MakeCallRequest,
  Sequence,
} from '@3cx-relay/contracts';

/** How the relay's connections are; bound by the app to whoever watches them. */
export abstract class HealthSource {
  abstract components(): Record<HealthComponent, WatchedHealthDto>;
}

/** The calls of now, and the position in the log at which that is true. */
export interface ActiveCallsSnapshot {
  readonly calls: readonly CallDto[];
  /** When the PBX was last known to agree: ISO 8601. */
  readonly asOf: string;
  readonly stale: boolean;
  readonly sequence: Sequence;
  readonly epoch: Epoch;
}

export abstract class ActiveCallsSource {
  /** @param visible only calls in which one of these DNs took part; all when absent */
  abstract snapshot(visible?: readonly Dn[]): ActiveCallsSnapshot;
  /** One call of now; `undefined` also when the DNs may not see it. */
  abstract one(callId: CallId, visible?: readonly Dn[]): CallDto | undefined;
}

/** What is looked for in the history; absent fields do not restrict. */
export interface HistorySearch {
  /** Included: ISO 8601, UTC. */
  readonly start?: string;
  /** Not included: ISO 8601, UTC. */
  readonly end?: string;
  readonly direction?: Direction;
  /** A DN that took part. */
  readonly extension?: string;
  /** A part, of three digits or more, of a number. */
  readonly number?: string;
  readonly answered?: boolean;
  /** Only calls in which one of these took part: the restriction of the key. */
  readonly visibleDns?: readonly Dn[];
}

export abstract class CallHistorySource {
  /**
   * Newest `startedAt` first; pages do not shift while calls are added.
   * @throws RelayError INVALID_REQUEST for a cursor that is not its own, PBX_UNAVAILABLE
   */
  abstract page(search: HistorySearch, limit: number, cursor?: string): Promise<HistoryPageDto>;
  /** All of them, in the same order, read as they are taken. */
  abstract stream(search: HistorySearch): AsyncIterable<HistoryItemDto>;
}

/** What the participant `dn` of a call is to do. */
export type CallCommand =
  | { readonly action: 'drop' | 'answer'; readonly dn: Dn }
  | { readonly action: 'divert' | 'transfer'; readonly dn: Dn; readonly to: string };

/** Commands to the PBX. Refusals are RelayErrors that say why and what to do. */
export abstract class CallCommands {
  /** @throws RelayError PBX_REFUSED, PBX_UNAVAILABLE, PBX_TIMEOUT */
  abstract make(request: MakeCallRequest): Promise<CallDto>;
  /** @throws RelayError NOT_FOUND, PBX_REFUSED, PBX_UNAVAILABLE, PBX_TIMEOUT */
  abstract act(callId: CallId, command: CallCommand): Promise<CallDto>;
}

/** The figures of this process for Prometheus. */
export abstract class MetricsSource {
  abstract text(): Promise<string>;
}
