import { ImpossibleCall, type Pbx } from '../pbx';
import type { Cancel } from '../pbx/clock';
import { play, randomScenario } from './scenarios';

const MINUTE_MS = 60_000;

/** Steady random traffic: calls come as they do, at random, so many a minute on average. */
export class Traffic {
  private planned: Cancel | null = null;

  constructor(
    private readonly pbx: Pbx,
    private perMinute: number,
  ) {}

  get callsPerMinute(): number {
    return this.perMinute;
  }

  start(): void {
    this.plan();
  }

  setRate(perMinute: number): void {
    this.perMinute = perMinute;
    this.plan();
  }

  private plan(): void {
    this.planned?.();
    this.planned = null;
    if (this.perMinute <= 0) return;
    const waitMs = -Math.log(1 - this.pbx.random.next()) * (MINUTE_MS / this.perMinute);
    this.planned = this.pbx.clock.after(waitMs, () => {
      try {
        play(this.pbx, randomScenario(this.pbx.random));
      } catch (error) {
        // Everybody is busy: the caller hears nothing, and there is no call.
        if (!(error instanceof ImpossibleCall)) throw error;
      }
      this.plan();
    });
  }
}
