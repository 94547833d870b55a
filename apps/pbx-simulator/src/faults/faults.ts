import { errorMessage, type Random } from '@3cx-relay/util';
import {
  type Fault,
  type FaultKind,
  type FaultRequest,
  isOnPath,
  isOneOf,
  REQUEST_FAULTS,
} from './fault';

/** What a kind of fault does when it begins, and when it is taken back. */
export interface FaultEffect {
  /** @param strikes asked once for each target that is there: whether it is meant */
  readonly begin: (fault: Fault, strikes: () => boolean) => unknown;
  readonly end?: () => unknown;
}
export type FaultEffects = Partial<Record<FaultKind, FaultEffect>>;

/** These happen once, unless they are told how long they last. */
const AT_ONCE: readonly FaultKind[] = [
  ...(['drop-socket', 'expire-tokens', 'revoke-tokens'] as const),
  ...(['restart-pbx', 'restart-database'] as const),
];
/** What these struck stays as it is until they are taken back, also when their count is used up. */
const LASTING: readonly FaultKind[] = ['silence-socket', 'hold-records'];

/** The faults in force. Chance is their own, so that a share leaves the calls as they are. */
export class Faults {
  private readonly active = new Map<number, Fault>();
  private readonly timers = new Map<number, NodeJS.Timeout>();
  private effects: FaultEffects = {};
  private work: Promise<void> = Promise.resolve();
  private nextId = 1;

  constructor(private readonly random: Random) {}

  /** What the kinds do besides being asked whether they strike. */
  use(effects: FaultEffects): void {
    this.effects = effects;
  }

  list(): Fault[] {
    return [...this.active.values()];
  }

  add(request: FaultRequest): Fault {
    const id = this.nextId;
    this.nextId += 1;
    const left = request.count ?? Number.POSITIVE_INFINITY;
    const fault: Fault = { ...request, id, left, struck: 0 };
    this.active.set(id, fault);
    if (request.durationMs !== undefined) {
      const timer = setTimeout(() => this.remove(id), request.durationMs);
      this.timers.set(id, timer.unref());
    }
    const effect = this.effects[fault.kind];
    if (effect) this.run(() => effect.begin(fault, () => this.strikesWith(fault)));
    if (request.durationMs === undefined && AT_ONCE.includes(fault.kind)) this.remove(id);
    return fault;
  }

  remove(id: number): void {
    const fault = this.active.get(id);
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
    if (!this.active.delete(id) || !fault) return;
    const other = this.list().findLast(({ kind }) => kind === fault.kind);
    const effect = this.effects[fault.kind];
    // As long as one of its kind is there, what it did stays done, as the other one wants it.
    this.run(() => (other && effect?.end ? effect.begin(other, () => false) : effect?.end?.()));
  }

  clear(): void {
    for (const id of [...this.active.keys()]) this.remove(id);
  }

  /** What was begun and taken back has happened. */
  settled(): Promise<void> {
    return this.work;
  }

  /** The fault that meets a request, if any; it counts as struck. */
  meets(path: string): Fault | undefined {
    const away = this.list().find(({ kind }) => kind === 'restart-pbx');
    if (away) return { ...away, kind: 'reset' };
    return this.strikes(REQUEST_FAULTS, path);
  }

  /** The first fault of these kinds that strikes; it counts as struck. */
  strikes(kinds: readonly FaultKind[], path = '/'): Fault | undefined {
    return this.list().find(
      (fault) =>
        isOneOf(kinds, fault.kind) && isOnPath(fault.path, path) && this.strikesWith(fault),
    );
  }

  private strikesWith(fault: Fault): boolean {
    if (fault.left <= 0 || this.random.next() >= (fault.share ?? 1)) return false;
    fault.struck += 1;
    fault.left -= 1;
    if (fault.left <= 0 && !LASTING.includes(fault.kind)) this.remove(fault.id);
    return true;
  }

  /** At once where nothing has to be waited for; what takes its time is done one after another. */
  private run(step: () => unknown): void {
    try {
      this.work = Promise.all([this.work, step()]).then(noted, failed);
    } catch (error) {
      failed(error);
    }
  }
}

const noted = () => undefined;
/** A fault that cannot be staged must not be one of the simulator itself. */
const failed = (error: unknown) => {
  process.stderr.write(`a fault failed: ${errorMessage(error)}\n`);
};
