import type { ControlledDevice, ControlledParticipant, WatchedDn } from './controlled-participant';

export interface CallControlSnapshot {
  readonly participants: readonly ControlledParticipant[];
  readonly devices: readonly ControlledDevice[];
  readonly dns: readonly WatchedDn[];
}

/**
 * Who hears what Call Control tells. Methods are called in strict order, one after another; `at`
 * is when we saw it (ISO 8601, UTC), since the PBX sends no times. They must not throw.
 *
 * After `opened` comes a `snapshot`, whole, and only then changes; the same after `gap`. Between
 * `lost` and the next `snapshot` nothing is known.
 */
export abstract class CallControlListener {
  /** Every leg, device and DN in scope; what it does not show is gone. */
  abstract snapshot(snapshot: CallControlSnapshot, at: string): void;
  /** A leg is new or changed; repeats without a visible change are left out. */
  abstract upserted(participant: ControlledParticipant, at: string): void;
  /** A leg is gone; told once for each that was told of before. */
  abstract removed(dn: string, participantId: number, at: string): void;
  /** Digits that the other side pressed, on a leg of an own route point. */
  abstract dtmf(dn: string, participantId: number, digits: string, at: string): void;
  /** Something may have been missed: a snapshot follows. */
  abstract gap(reason: string, at: string): void;
  abstract opened(at: string): void;
  abstract lost(reason: string, at: string): void;
}
