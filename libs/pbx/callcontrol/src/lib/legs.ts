import { isDeepStrictEqual } from 'node:util';
import type { CallControlListener, CallControlSnapshot } from './call-control-listener.port';
import type { ControlledParticipant } from './controlled-participant';
import { participantPath } from './entity-path';

/** Removed ids are kept so long, because upserts of the same leg may come after the removal. */
const TOMBSTONE_MS = 10_000;

/**
 * The legs that the listener was told of, so that it hears of changes alone: repeats are dropped,
 * a removal is told once, and what was removed does not come back by a late upsert.
 */
export class Legs {
  private readonly told = new Map<string, ControlledParticipant>();
  private readonly tombstones = new Map<string, number>();

  constructor(
    private readonly listener: CallControlListener,
    private readonly monotonic: () => number,
  ) {}

  replaceAll(snapshot: CallControlSnapshot, at: string): void {
    this.told.clear();
    this.tombstones.clear();
    for (const leg of snapshot.participants) this.told.set(keyOf(leg), leg);
    this.listener.snapshot(snapshot, at);
  }

  upsert(leg: ControlledParticipant, at: string): void {
    const key = keyOf(leg);
    if (isDeepStrictEqual(this.told.get(key), leg)) return;
    this.told.set(key, leg);
    this.listener.upserted(leg, at);
  }

  /** A leg is gone, by an event or because the PBX does not have it (404). */
  remove(dn: string, participantId: number, at: string): void {
    if (this.told.delete(participantPath(dn, participantId))) {
      this.listener.removed(dn, participantId, at);
    }
  }

  /** The PBX said that it removed this leg. */
  bury(dn: string, participantId: number): void {
    const now = this.monotonic();
    for (const [path, until] of this.tombstones) {
      if (until > now) break;
      this.tombstones.delete(path);
    }
    this.tombstones.set(participantPath(dn, participantId), now + TOMBSTONE_MS);
  }

  isBuried(dn: string, participantId: number): boolean {
    const until = this.tombstones.get(participantPath(dn, participantId));
    return until !== undefined && until > this.monotonic();
  }
}

function keyOf(leg: ControlledParticipant): string {
  return participantPath(leg.dn, leg.participantId);
}
