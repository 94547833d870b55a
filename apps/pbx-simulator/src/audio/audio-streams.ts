import type { IncomingMessage, ServerResponse } from 'node:http';
import { Dialect } from '../call-control/dialect';
import type { EngineListener, Leg } from '../pbx';
import type { AudioClock } from './audio-clock';
import { type AudioStream, Listening, Speaking } from './audio-stream';
import type { CallSounds } from './call-sounds';

const TICK_MS = 20;

interface Running {
  readonly stream: AudioStream;
  readonly isAllowed: () => boolean;
}

export interface StreamRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly leg: Leg;
  /** Whether the token is still good: a newer one ends the streams of the old. */
  readonly isAllowed: () => boolean;
}

/**
 * The audio streams of Call Control, paced by the clock and by nothing else: what is due is
 * counted anew at each tick, so that late ticks do not add up.
 */
export class AudioStreams implements EngineListener {
  private readonly running = new Set<Running>();
  private timer: NodeJS.Timeout | null = null;
  private ticks = 0;

  constructor(
    private readonly sounds: CallSounds,
    private readonly clock: AudioClock,
    private readonly dialect = new Dialect(),
  ) {}

  get size(): number {
    return this.running.size;
  }

  /** GET listens and POST speaks, for a leg that may. */
  open({ isAllowed, ...parts }: StreamRequest): void {
    const { sounds, dialect } = this;
    const { leg, request } = parts;
    const isSpeaking = request.method === 'POST';
    // A new prompt takes the place of the one before it; listeners may be several.
    if (isSpeaking) this.end((one) => one.leg === leg && one.direction === 'speak');
    const stream = isSpeaking
      ? new Speaking({ ...parts, sounds, dialect }, this.clock.speed)
      : new Listening({ ...parts, sounds, dialect });
    this.running.add({ stream, isAllowed });
    this.timer ??= setInterval(() => this.tick(), TICK_MS);
  }

  legRemoved(leg: Leg): void {
    this.end((stream) => stream.leg === leg);
  }

  close(): void {
    this.end(() => true);
  }

  private end(fits: (stream: AudioStream) => boolean): void {
    for (const one of this.running) {
      if (!fits(one.stream)) continue;
      this.running.delete(one);
      one.stream.end();
    }
    this.stopWhenIdle();
  }

  private tick(): void {
    const now = this.clock.samples();
    // Whoever speaks goes first, so that listeners hear this very frame.
    const order = [...this.running].sort((a, b) => rank(a.stream) - rank(b.stream));
    for (const one of order) {
      if (!one.isAllowed()) one.stream.end();
      one.stream.tick(now);
      if (one.stream.isOver) this.running.delete(one);
    }
    this.ticks += 1;
    if (this.ticks % 50 === 0) this.sounds.fit();
    this.stopWhenIdle();
  }

  private stopWhenIdle(): void {
    if (this.running.size > 0 || this.timer === null) return;
    clearInterval(this.timer);
    this.timer = null;
  }
}

function rank({ direction }: AudioStream): number {
  return direction === 'speak' ? 0 : 1;
}
