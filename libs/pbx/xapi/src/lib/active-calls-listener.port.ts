import type { ActiveCall } from './active-call';

/** Who hears of the PBX's list of calls. Called one after another; must not throw. */
export abstract class ActiveCallsListener {
  /** The whole list, as asked for at `askedAt` (ISO 8601, UTC, our clock): it may be that old. */
  abstract activeCalls(calls: readonly ActiveCall[], askedAt: string): void;
  /** The list could be read again, or not any more; told on changes alone. */
  abstract available(isAvailable: boolean, at: string): void;
}
