import {
  type ConnectionAttempt,
  ConnectionReporter,
  ReconnectLoop,
} from '@3cx-relay/pbx-connection';
import { Clock, errorMessage, Random, type Worker } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { CallControlDoor } from './call-control-door';
import { CallControlSessions } from './call-control-sessions';

/**
 * Keeps the Call Control socket: token, socket, snapshot, events, in this order. Whatever ends a
 * connection, the next begins after a pause, for ever.
 */
@Injectable()
export class CallControlWorker implements Worker {
  readonly name = 'callcontrol-socket';
  private readonly loop: ReconnectLoop;

  constructor(
    private readonly door: CallControlDoor,
    private readonly sessions: CallControlSessions,
    private readonly reporter: ConnectionReporter,
    clock: Clock,
    random: Random,
  ) {
    this.loop = new ReconnectLoop(clock, random);
  }

  /** Drops the socket, if there is one, and opens a new one at once. */
  reconnectNow(): void {
    this.loop.reconnectNow();
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.loop.run(signal, {
      attempt: (attempt) => this.connect(attempt),
      onLost: (error) => {
        this.reporter.report('callcontrol', { state: 'disconnected', error: errorMessage(error) });
      },
      // The next attempt says that it connects.
      onAsked: () => undefined,
    });
  }

  private async connect({ signal, established }: ConnectionAttempt): Promise<void> {
    this.reporter.report('callcontrol', { state: 'connecting' });
    const life = new AbortController();
    const stop = () => life.abort(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    try {
      await this.live(life, signal, established);
    } finally {
      signal.removeEventListener('abort', stop);
      life.abort();
    }
  }

  private async live(
    life: AbortController,
    signal: AbortSignal,
    established: () => void,
  ): Promise<void> {
    let isCurrent = false;
    const session = this.sessions.begin(life.signal);
    const socket = await this.door.open(
      {
        onFrame: (text) => session.receive(text),
        onPong: (latencyMs) => {
          if (isCurrent) this.reporter.report('callcontrol', { state: 'connected', latencyMs });
        },
      },
      signal,
    );
    session.opened();
    let reason = 'stopped';
    const watching = socket.watch(this.sessions.options, life.signal);
    try {
      const lost = socket.lost.then((error) => Promise.reject(error));
      const running = session.run(() => {
        if (!isCurrent) established();
        isCurrent = true;
        this.reporter.report('callcontrol', { state: 'connected', error: null });
      });
      await Promise.race([lost, running]);
    } catch (error) {
      reason = errorMessage(error);
      throw error;
    } finally {
      life.abort();
      socket.close();
      session.end(reason);
      await watching;
    }
  }
}
