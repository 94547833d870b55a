import { FRAME_FAULTS } from './fault';
import type { Faults } from './faults';

/** More than the limit of 1 MiB that clients set themselves. */
const OVERSIZE_BYTES = 1_100_000;
/** A frame that waits for one to overtake it goes alone after that time. */
const HELD_LIMIT_MS = 1_000;
const DELAY_MS = 1_000;

/** One connection's frames on their way. */
interface Lane {
  /** Waits for the next frame, which overtakes it. */
  held: { readonly frame: string; readonly timer: NodeJS.Timeout } | null;
  /** Nothing is sent before that time, so that a delayed frame is not overtaken. */
  freeAt: number;
}

/** What the faults make of the frames of Call Control's sockets. */
export class FrameFaults {
  private readonly lanes = new WeakMap<object, Lane>();

  constructor(private readonly faults: Faults) {}

  /**
   * Sends a frame, or what a fault makes of it.
   * @param connection whose frames keep their order among themselves
   */
  send(connection: object, entity: string, frame: string, send: (text: string) => void): void {
    const lane = this.laneOf(connection);
    const kinds = FRAME_FAULTS.filter((kind) => kind !== 'phantom-upsert');
    const fault = this.faults.strikes(kinds, entity);
    if (fault?.kind === 'reorder-frames' && !lane.held) {
      const timer = setTimeout(() => release(lane, send), HELD_LIMIT_MS).unref();
      lane.held = { frame, timer };
      return;
    }
    if (fault?.kind === 'delay-frames') {
      lane.freeAt = Math.max(lane.freeAt, Date.now() + (fault.delayMs ?? DELAY_MS));
    }
    const emit = () => {
      for (const text of changed(fault?.kind, frame)) send(text);
      release(lane, send);
    };
    const waitMs = lane.freeAt - Date.now();
    if (waitMs > 0) setTimeout(emit, waitMs).unref();
    else emit();
  }

  /** Whether a frame for a leg that is gone follows its removal. */
  raisesPhantom(entity: string): boolean {
    return this.faults.strikes(['phantom-upsert'], entity) !== undefined;
  }

  private laneOf(connection: object): Lane {
    const lane = this.lanes.get(connection) ?? { held: null, freeAt: 0 };
    this.lanes.set(connection, lane);
    return lane;
  }
}

function release(lane: Lane, send: (text: string) => void): void {
  const { held } = lane;
  lane.held = null;
  if (!held) return;
  clearTimeout(held.timer);
  send(held.frame);
}

function changed(kind: string | undefined, frame: string): string[] {
  switch (kind) {
    case 'duplicate-frames':
      return [frame, frame];
    case 'garble-frames':
      return [frame.slice(0, Math.floor(frame.length / 2))];
    case 'skip-frames':
      return [];
    case 'oversize-frames':
      return [`${frame.slice(0, -1)},"padding":"${'x'.repeat(OVERSIZE_BYTES)}"}`];
    default:
      return [frame];
  }
}
