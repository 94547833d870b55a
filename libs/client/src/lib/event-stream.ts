import type { Event } from '../generated/relay-api';
import { type Ending, type Position, runConnection } from './connection';
import type { EventsOptions, RelayClientOptions } from './options';
import type { StreamPosition } from './wire';

/** Events that may wait for the consumer before the client reads no further. */
const MAX_WAITING = 10_000;

/**
 * Every event after a position, once and in order, for as long as the consumer iterates. It
 * reconnects by itself and resumes after the last event that the consumer was given; an event that
 * the relay sends again is not given again.
 * @throws RelayProblem when coming back unchanged is of no use (wrong key, missing scope)
 */
export async function* streamEvents(
  client: RelayClientOptions,
  options: EventsOptions,
): AsyncGenerator<Event, void, undefined> {
  const inbox = new Inbox();
  const reader = new Reader(client, options, inbox);
  const running = reader.run();
  try {
    yield* inbox.drain(options.signal);
  } finally {
    reader.stop();
    await running;
  }
}

/** Hands events from the socket to the consumer. */
class Inbox {
  private waiting: Event[] = [];
  private wake: (() => void) | null = null;
  private failure: Error | null = null;
  private done = false;

  get isFull(): boolean {
    return this.waiting.length >= MAX_WAITING;
  }

  put(event: Event): void {
    this.waiting.push(event);
    this.wake?.();
  }

  end(failure: Error | null): void {
    this.failure = failure;
    this.done = true;
    this.wake?.();
  }

  async *drain(signal: AbortSignal | undefined): AsyncGenerator<Event, void, undefined> {
    for (;;) {
      const batch = this.waiting;
      this.waiting = [];
      for (const event of batch) {
        if (signal?.aborted) return;
        yield event;
      }
      if (this.waiting.length > 0) continue;
      if (this.failure) throw this.failure;
      if (this.done || signal?.aborted) return;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        signal?.addEventListener('abort', () => resolve(), { once: true });
      });
      this.wake = null;
    }
  }
}

/** Keeps a connection open and the position up to date. */
class Reader {
  private position: Position;
  private readonly stopping = new AbortController();
  private overflow: AbortController | null = null;
  private attempt = 0;

  constructor(
    private readonly client: RelayClientOptions,
    private readonly options: EventsOptions,
    private readonly inbox: Inbox,
  ) {
    this.position = { since: String(options.since ?? 'now'), epoch: options.epoch };
    options.signal?.addEventListener('abort', () => this.stop(), { once: true });
    if (options.signal?.aborted) this.stop();
  }

  stop(): void {
    this.stopping.abort();
  }

  async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const ending = await this.connectOnce();
      if (ending.kind === 'refused') return this.inbox.end(ending.problem);
      if (this.stopping.signal.aborted) break;
      this.options.onState?.('waiting');
      await this.pause(ending.reconnectInMs);
    }
    this.inbox.end(null);
  }

  private async connectOnce(): Promise<Ending> {
    this.options.onState?.('connecting');
    this.overflow = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, this.overflow.signal]);
    try {
      return await runConnection(this.client, { ...this.options, signal }, this.position, {
        onPosition: (position) => this.settle(position),
        onEvent: (event) => this.receive(event),
      });
    } catch {
      // Fetching a ticket failed: the same as a lost connection.
      return { kind: 'lost', reconnectInMs: null };
    }
  }

  private settle(position: StreamPosition): void {
    this.attempt = 0;
    this.options.onState?.('live');
    const { since } = this.position;
    if (!position.recovered && since !== 'now') {
      this.options.onGap?.({ since, oldest: position.oldest, epoch: position.epoch });
    }
    // From now on the position is a sequence: a reconnect must not skip to a later "now".
    const restarted = this.position.epoch !== undefined && this.position.epoch !== position.epoch;
    this.position = {
      since: since === 'now' ? position.sequence : restarted ? '0' : since,
      epoch: position.epoch,
    };
  }

  private receive(event: Event): void {
    const isRepeat =
      event.epoch === this.position.epoch && Number(event.sequence) <= Number(this.position.since);
    if (isRepeat && event.type !== 'log.gap') return;
    if (event.type !== 'log.gap') {
      this.position = { since: event.sequence, epoch: event.epoch };
    }
    this.inbox.put(event);
    // A consumer that does not keep up: leave, and come back for the rest.
    if (this.inbox.isFull) this.overflow?.abort();
  }

  private async pause(reconnectInMs: number | null): Promise<void> {
    const { initialDelayMs = 500, maxDelayMs = 30_000 } = this.client.reconnect ?? {};
    const ceiling = Math.min(maxDelayMs, initialDelayMs * 2 ** this.attempt);
    this.attempt += 1;
    const delayMs = reconnectInMs ?? ceiling * (0.5 + jitter() / 2);
    await wait(delayMs, this.stopping.signal);
    while (this.inbox.isFull && !this.stopping.signal.aborted) {
      await wait(initialDelayMs, this.stopping.signal);
    }
  }
}

/** A number in [0, 1): clients that lost the relay together do not come back together. */
function jitter(): number {
  return (globalThis.crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
