import type { AnyRelayEvent } from '@3cx-relay/contracts';

/** What is kept of an event: the last state of a call is kept whole, elsewhere. */
export interface Testimony {
  readonly id: string;
  readonly sequence: number;
  readonly type: AnyRelayEvent['type'];
  readonly callId: string | null;
}

/**
 * A consumer that keeps what it was told. It takes the events of one way of reading, comes back by
 * its own position after every interruption, and removes what it has seen by id alone.
 */
export abstract class Witness {
  /** Whether only events of one call come in order. */
  readonly keepsOrderPerCall: boolean = false;
  /** What was before is not for it to tell. */
  begins = 0;
  readonly told: Testimony[] = [];
  /** The last state of each call that it was told of. */
  readonly calls = new Map<string, CallTold>();
  /** Events that it was told again, with the same id. */
  repeats = 0;
  /** Positions that a relay did not know any more. */
  readonly refused: string[] = [];
  protected position: { since: string; epoch: string | undefined } = {
    since: '0',
    epoch: undefined,
  };
  private readonly ids = new Set<string>();

  constructor(readonly name: string) {}

  abstract start(): Promise<void>;
  /** Reads no more until the function that is returned is called. */
  abstract stall(): () => void;
  /** Loses its connection. */
  abstract drop(): void;
  abstract stop(): Promise<void>;

  /** The newest sequence that it was told; 0 at first. */
  get newest(): number {
    return Number(this.position.since);
  }

  /** A relay said what became of the position. */
  protected resumed(answer: { readonly recovered: boolean; readonly sequence: string }): void {
    if (answer.recovered) return;
    this.refused.push(`position ${this.position.since} was refused at ${answer.sequence}`);
  }

  protected take(event: AnyRelayEvent): void {
    if (event.type === 'log.gap') throw new Error(`${this.name} was told of a gap`);
    if (Number(event.sequence) > this.newest) {
      this.position = { since: event.sequence, epoch: event.epoch };
    }
    if (this.ids.has(event.id)) {
      this.repeats += 1;
      return;
    }
    this.ids.add(event.id);
    const call = 'call' in event.data ? event.data.call : null;
    this.told.push({
      ...{ id: event.id, type: event.type, callId: call?.callId ?? null },
      sequence: Number(event.sequence),
    });
    if (call) this.calls.set(call.callId, { call, event });
  }
}

export interface CallTold {
  readonly call: Extract<AnyRelayEvent['data'], { call: unknown }>['call'];
  readonly event: AnyRelayEvent;
}
