import { type CallFlow, type EngineListener, type Leg, roommatesOf, type TrueCall } from '../pbx';
import type { AudioClock } from './audio-clock';
import { CallAudio } from './call-audio';
import { callerOf, partiesOf } from './parties';
import { FRAME_SAMPLES, mixInto, type Pcm } from './pcm';
import type { Track } from './track';

export interface SoundLimits {
  readonly bytes: number;
  /** Calls whose sound is kept when they are over. */
  readonly endedCalls: number;
}

/** The sound of all calls that have any, of those that are over too while memory lasts. */
export class CallSounds implements EngineListener {
  private readonly calls = new Map<string, CallAudio>();

  /** @param callOf the call that a leg is in; a transfer can change it */
  constructor(
    private readonly callOf: (leg: Leg) => CallFlow | undefined,
    private readonly clock: AudioClock,
    private readonly limits: SoundLimits = { bytes: 64 * 2 ** 20, endedCalls: 500 },
  ) {}

  get size(): number {
    return [...this.calls.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** The frame that begins next: voices change and listeners join between frames. */
  now(): number {
    return Math.ceil(this.clock.samples() / FRAME_SAMPLES) * FRAME_SAMPLES;
  }

  of({ truth }: CallFlow): CallAudio {
    const known = this.calls.get(truth.callHistoryId);
    if (known) return known;
    const audio = new CallAudio(truth.callId);
    this.calls.set(truth.callHistoryId, audio);
    return audio;
  }

  /** The call that had this number last. */
  find(callId: number): CallAudio | undefined {
    return [...this.calls.values()].findLast((audio) => audio.callId === callId);
  }

  byHistory(callHistoryId: string): CallAudio | undefined {
    return this.calls.get(callHistoryId);
  }

  /** What a leg hears: everybody else in its call, or in the conference room. */
  heardBy(leg: Leg, at: number, count: number): Pcm {
    const call = this.callOf(leg);
    if (!call) return new Int16Array(count);
    const others = partiesOf(call).filter((dn) => dn !== leg.dn);
    const heard = this.of(call).mix(others, at, count);
    for (const other of roommatesOf(call)) {
      mixInto(heard, this.of(other).mix([callerOf(other)], at, count));
    }
    return heard;
  }

  /** What a leg's program sends. */
  trackOf(leg: Leg): Track | undefined {
    const call = this.callOf(leg);
    return call && this.of(call).track(leg.dn);
  }

  callEnded({ callHistoryId }: TrueCall): void {
    const audio = this.calls.get(callHistoryId);
    if (!audio) return;
    audio.isOver = true;
    this.fit();
  }

  /** Forgets what memory has no room for: first calls that are over, then what is long ago. */
  fit(): void {
    const ended = [...this.calls].filter(([, { isOver }]) => isOver);
    let count = ended.length;
    let bytes = this.size;
    for (const [id, audio] of ended) {
      if (count <= this.limits.endedCalls && bytes <= this.limits.bytes) return;
      this.calls.delete(id);
      count -= 1;
      bytes -= audio.size;
    }
    let hasShed = true;
    while (bytes > this.limits.bytes && hasShed) {
      hasShed = [...this.calls.values()].map((audio) => audio.shed()).includes(true);
      bytes = this.size;
    }
  }

  reset(): void {
    this.calls.clear();
  }
}
