import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Leg } from '../pbx';
import { send } from '../web/http';
import type { Dialect } from '../call-control/dialect';
import { resultWire } from '../call-control/wire';
import type { CallSounds } from './call-sounds';
import { BYTES_PER_SAMPLE, bytesOf, FRAME_SAMPLES, pcmOf, SAMPLE_RATE } from './pcm';

/** One stream of a leg; it moves on whenever it is told the time. */
export interface AudioStream {
  readonly leg: Leg;
  readonly direction: 'listen' | 'speak';
  /** @param now sample of the audio clock */
  tick(now: number): void;
  /** The PBX ends it. */
  end(): void;
  readonly isOver: boolean;
}

export interface StreamParts {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly leg: Leg;
  readonly sounds: CallSounds;
  readonly dialect: Dialect;
}

/** More than this is not made up for when the process was held up. */
const MOST_BEHIND = 10 * SAMPLE_RATE;

/** GET: what the leg hears, from now on until it is gone; live, so a slow reader misses frames. */
export class Listening implements AudioStream {
  readonly direction = 'listen';
  isOver = false;
  private at: number;

  constructor(private readonly parts: StreamParts) {
    const { response, sounds } = parts;
    this.at = sounds.now();
    response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
    response.flushHeaders();
    response.on('close', () => (this.isOver = true));
    // A reader that goes away is no fault.
    response.on('error', () => (this.isOver = true));
  }

  get leg(): Leg {
    return this.parts.leg;
  }

  tick(now: number): void {
    const { response, sounds } = this.parts;
    this.at = Math.max(this.at, now - MOST_BEHIND);
    const due = Math.floor((now - this.at) / FRAME_SAMPLES) * FRAME_SAMPLES;
    if (due <= 0 || this.isOver) return;
    const from = this.at;
    this.at += due;
    if (!response.writableNeedDrain) response.write(bytesOf(sounds.heardBy(this.leg, from, due)));
  }

  end(): void {
    this.isOver = true;
    this.parts.response.end();
  }
}

/** What is waited for after the first bytes, so that uneven sending makes no gaps. */
const HEAD_START_MS = 60;

/** POST: what the leg says. It is played as fast as one speaks; the rest waits with the client. */
export class Speaking implements AudioStream {
  readonly direction = 'speak';
  isOver = false;
  /** Up to where it has been played; `null` while there is nothing to play. */
  private at: number | null = null;
  private readonly headStart: number;

  constructor(
    private readonly parts: StreamParts,
    speed: number,
  ) {
    this.headStart = Math.ceil(HEAD_START_MS * speed * (SAMPLE_RATE / 1_000));
    const { request } = parts;
    // With this listener the request is read by hand, and no more than its buffer is held.
    request.on('readable', () => undefined);
    request.on('end', () => this.answer(true));
    request.on('close', () => (this.isOver = true));
    request.on('error', () => (this.isOver = true));
  }

  get leg(): Leg {
    return this.parts.leg;
  }

  tick(now: number): void {
    const { request, sounds } = this.parts;
    if (this.isOver) return;
    if (request.readableLength < BYTES_PER_SAMPLE) {
      this.at = null;
      // Asks for more, and lets the end be told; half a sample at the end is nothing.
      request.read(request.complete ? request.readableLength : 0);
      return;
    }
    this.at ??= now + this.headStart;
    const due = Math.min(now - this.at, MOST_BEHIND);
    if (due <= 0) return;
    const ready = Math.floor(request.readableLength / BYTES_PER_SAMPLE);
    const bytes: unknown = request.read(Math.min(due, ready) * BYTES_PER_SAMPLE);
    if (!Buffer.isBuffer(bytes)) return;
    const samples = pcmOf(bytes);
    sounds.trackOf(this.leg)?.write(this.at, samples);
    this.at = ready < due ? null : this.at + samples.length;
  }

  end(): void {
    this.answer(false);
  }

  /** @param isWhole whether all that was sent has been played */
  private answer(isWhole: boolean): void {
    const { request, response, dialect } = this.parts;
    if (this.isOver) return;
    this.isOver = true;
    const body = isWhole
      ? resultWire('Success', 'None', '', this.leg)
      : resultWire('Failed', 'PartyConnectionLost', 'The stream was ended.');
    // What the client still sends is let go, or it would not read the answer.
    request.removeAllListeners('readable').resume();
    // A stream that was played is no action: its status is always 200.
    send(response, dialect.spoken('GET', { status: 200, body }));
  }
}
