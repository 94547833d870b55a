import { SAMPLES_PER_MS } from './pcm';

/**
 * Counts samples in the PBX's time since it was made. It knows nothing of the wall clock, so that a
 * skewed clock, which is a fault, does not tear the sound.
 */
export class AudioClock {
  private readonly startedAt: number;

  /** @param now milliseconds of a clock that never goes back */
  constructor(
    readonly speed: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.startedAt = now();
  }

  samples(): number {
    return Math.floor((this.now() - this.startedAt) * this.speed * SAMPLES_PER_MS);
  }
}
