import {
  ConnectionReporter,
  DEFAULT_RECONNECT,
  isPbxError,
  ReconnectLoop,
} from '@3cx-relay/pbx-connection';
import { Clock, errorMessage, SeededRandom, type Worker } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { ActiveCallsListener } from './active-calls-listener.port';
import { XapiClient } from './xapi-client';
import { XapiOptions } from './xapi.options';

/** The PBX has no published limit; clients that ask every second are common. */
const MIN_INTERVAL_MS = 1_000;
/** One poller of one PBX needs no spreading. */
const POLICY = { ...DEFAULT_RECONNECT, jitter: 0 };

/**
 * Reads the PBX's list of calls again and again and keeps the state of the XAPI connection.
 * A failure backs off and grows, or lasts as long as `Retry-After` says.
 */
@Injectable()
export class ActiveCallsWorker implements Worker {
  readonly name = 'xapi-active-calls';
  private readonly loop: ReconnectLoop;
  private isAvailable: boolean | undefined;
  private pause = new AbortController();

  constructor(
    private readonly xapi: XapiClient,
    private readonly listener: ActiveCallsListener,
    private readonly reporter: ConnectionReporter,
    private readonly options: XapiOptions,
    private readonly clock: Clock,
  ) {
    this.loop = new ReconnectLoop(clock, new SeededRandom(0), POLICY);
  }

  /** Somebody waits for the list: cuts the pause short, down to what the PBX may be asked. */
  askSoon(): void {
    this.pause.abort();
  }

  /** Looks again at once. */
  reconnectNow(): void {
    this.loop.reconnectNow();
  }

  async run(signal: AbortSignal): Promise<void> {
    this.reporter.report('xapi', { state: 'connecting' });
    await this.loop.run(signal, {
      attempt: async (attempt) => this.pollUntilItFails(attempt.signal, attempt.established),
      onLost: (error) => this.lost(error),
      // What was read last holds as long as between any two polls.
      onAsked: () => this.reporter.report('xapi', { state: 'connecting' }),
    });
  }

  private async pollUntilItFails(signal: AbortSignal, established: () => void): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      try {
        const askedAt = this.clock.nowIso();
        const calls = await this.xapi.activeCalls(signal);
        established();
        this.read();
        this.listener.activeCalls(calls, askedAt);
      } catch (error) {
        if (isPbxError(error) && error.retryAfterSeconds !== undefined && error.status === 429) {
          this.lost(error);
          await this.clock.sleep(error.retryAfterSeconds * 1_000, signal);
          continue;
        }
        throw error;
      }
      await this.untilNextTime(signal);
    }
  }

  private async untilNextTime(signal: AbortSignal): Promise<void> {
    this.pause = new AbortController();
    await this.clock.sleep(MIN_INTERVAL_MS, signal);
    const restMs = this.options.activeCallsIntervalMs - MIN_INTERVAL_MS;
    if (restMs <= 0) return;
    await this.clock.sleep(restMs, AbortSignal.any([signal, this.pause.signal]));
  }

  private read(): void {
    const { latencyMs, version } = this.xapi.facts;
    this.reporter.report('xapi', {
      state: 'connected',
      error: null,
      ...(latencyMs === null ? {} : { latencyMs }),
      ...(version === null ? {} : { detail: `3CX ${version}` }),
    });
    this.tell(true);
  }

  private lost(error: unknown): void {
    this.reporter.report('xapi', { state: 'disconnected', error: errorMessage(error) });
    this.tell(false);
  }

  private tell(isAvailable: boolean): void {
    if (this.isAvailable === isAvailable) return;
    this.isAvailable = isAvailable;
    this.listener.available(isAvailable, this.clock.nowIso());
  }
}
