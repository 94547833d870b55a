import type { Tokens } from '../access/tokens';
import type { CallControlSockets } from '../call-control/sockets';
import type { Pbx } from '../pbx';
import type { RecordDatabase } from '../records/record-database';

/** Faults of answers: they meet requests whose path begins with `path`. */
export const REQUEST_FAULTS = ['refuse', 'delay', 'reset', 'html', 'truncate'] as const;
/** Faults that happen once, or last until they are taken back. */
export const EVENT_FAULTS = [
  'drop-socket',
  'silence-socket',
  'duplicate-frames',
  'garble-frames',
  'reorder-frames',
  'skip-frames',
  'expire-tokens',
  'restart-pbx',
  'hold-records',
  'clock-skew',
] as const;
export const FAULT_KINDS = [...REQUEST_FAULTS, ...EVENT_FAULTS] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultRequest {
  readonly kind: FaultKind;
  /** How many times it strikes; without end when absent. */
  readonly count?: number | undefined;
  /** The share of cases that it strikes, 0 to 1. */
  readonly share?: number | undefined;
  readonly durationMs?: number | undefined;
  /** Beginning of the paths that it meets. */
  readonly path?: string | undefined;
  readonly status?: number | undefined;
  readonly delayMs?: number | undefined;
  /** For `clock-skew`. */
  readonly skewMs?: number | undefined;
}

export interface Fault extends FaultRequest {
  readonly id: number;
  left: number;
  struck: number;
}

/** The faults in force, and the switches that they turn. */
export class Faults {
  private readonly active = new Map<number, Fault>();
  private nextId = 1;
  private held: string | null = null;

  constructor(
    private readonly pbx: Pbx,
    private readonly sockets: CallControlSockets,
    private readonly tokens: Tokens,
    private readonly records: RecordDatabase,
  ) {
    sockets.tamper = (frame) => this.tamper(frame);
  }

  list(): Fault[] {
    return [...this.active.values()];
  }

  add(request: FaultRequest): Fault {
    const id = this.nextId;
    this.nextId += 1;
    const fault: Fault = {
      ...request,
      id,
      left: request.count ?? Number.POSITIVE_INFINITY,
      struck: 0,
    };
    if (this.happensAtOnce(fault)) return fault;
    this.active.set(id, fault);
    if (request.durationMs !== undefined) {
      setTimeout(() => this.remove(id), request.durationMs).unref();
    }
    return fault;
  }

  remove(id: number): void {
    const fault = this.active.get(id);
    this.active.delete(id);
    if (fault) this.takeBack(fault.kind);
  }

  clear(): void {
    for (const id of [...this.active.keys()]) this.remove(id);
  }

  /** The fault that meets a request, if any; it counts as struck. */
  meets(path: string): Fault | undefined {
    return this.strikes((fault) => {
      const isOfRequests = REQUEST_FAULTS.some((kind) => kind === fault.kind);
      return isOfRequests && path.startsWith(fault.path ?? '/');
    });
  }

  private strikes(fits: (fault: Fault) => boolean): Fault | undefined {
    const fault = this.list().find((one) => fits(one) && this.pbx.random.next() < (one.share ?? 1));
    if (!fault) return undefined;
    fault.struck += 1;
    fault.left -= 1;
    if (fault.left <= 0) this.remove(fault.id);
    return fault;
  }

  /** @returns whether it is over already */
  private happensAtOnce({ kind, skewMs }: Fault): boolean {
    if (kind === 'drop-socket') this.sockets.dropAll(true);
    else if (kind === 'expire-tokens') this.tokens.revokeAll();
    else if (kind === 'restart-pbx') {
      this.pbx.restart();
      this.tokens.revokeAll();
      this.sockets.dropAll(true);
    } else {
      if (kind === 'silence-socket') this.sockets.silence(true);
      if (kind === 'hold-records') this.records.isHeldBack = true;
      if (kind === 'clock-skew') this.pbx.clock.skewMs = skewMs ?? 0;
      return false;
    }
    return true;
  }

  private takeBack(kind: FaultKind): void {
    if (kind === 'silence-socket') this.sockets.silence(false);
    if (kind === 'hold-records') this.records.release();
    if (kind === 'clock-skew') this.pbx.clock.skewMs = 0;
  }

  private tamper(frame: string): string[] {
    const fault = this.strikes(({ kind }) => kind.endsWith('-frames'));
    switch (fault?.kind) {
      case 'duplicate-frames':
        return [frame, frame];
      case 'garble-frames':
        return [frame.slice(0, Math.floor(frame.length / 2))];
      case 'skip-frames':
        return [];
      case 'reorder-frames': {
        // This one waits for the next, which overtakes it.
        const waiting = this.held;
        this.held = waiting === null ? frame : null;
        return waiting === null ? [] : [frame, waiting];
      }
      default:
        return this.held === null ? [frame] : [frame, ...this.release()];
    }
  }

  private release(): string[] {
    const waiting = this.held;
    this.held = null;
    return waiting === null ? [] : [waiting];
  }
}
