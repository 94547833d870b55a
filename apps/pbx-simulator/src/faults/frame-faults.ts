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
  /** Delayed frames and those behind them, which must not overtake. */
  readonly waiting: { readonly dueAt: number; readonly emit: () => void }[];
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
    const emit = () => {
      for (const text of changed(fault?.kind, frame)) send(text);
      release(lane, send);
    };
    const delayMs = fault?.kind === 'delay-frames' ? (fault.delayMs ?? DELAY_MS) : 0;
    if (delayMs === 0 && lane.waiting.length === 0) return emit();
    lane.waiting.push({ dueAt: performance.now() + delayMs, emit });
    if (lane.waiting.length === 1) drain(lane);
  }

  /** Whether a frame for a leg that is gone follows its removal. */
  raisesPhantom(entity: string): boolean {
    return this.faults.strikes(['phantom-upsert'], entity) !== undefined;
  }

  private laneOf(connection: object): Lane {
    const lane = this.lanes.get(connection) ?? { held: null, waiting: [] };
    this.lanes.set(connection, lane);
    return lane;
  }
}

/** Sends what is due. One timer for the frame in front: timers of their own would not keep order. */
function drain(lane: Lane): void {
  for (let first = lane.waiting[0]; first; first = lane.waiting[0]) {
    const waitMs = first.dueAt - performance.now();
    if (waitMs > 0) {
      setTimeout(() => drain(lane), waitMs).unref();
      return;
    }
    lane.waiting.shift();
    first.emit();
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
