import type { Random } from '@3cx-relay/util';
import { type DayPattern, rateShare } from '../day-pattern/day-pattern';
import { ImpossibleCall, type Pbx } from '../pbx';
import type { Cancel } from '../pbx/clock';
import { play, randomScenario } from './scenarios';

const MINUTE_MS = 60_000;

/** Random traffic: calls come as they do, so many a minute on average when the day is at its busiest. */
export class Traffic {
  private planned: Cancel | null = null;
  /** Calls drawn; each has a chance of its own. */
  private drawn = 0;

  constructor(
    private readonly pbx: Pbx,
    private perMinute: number,
    private readonly pattern: DayPattern = 'flat',
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

  /** Draws as it did at the start, at this rate. */
  restart(perMinute: number): void {
    this.drawn = 0;
    this.setRate(perMinute);
  }

  private plan(): void {
    this.planned?.();
    this.planned = null;
    if (this.perMinute <= 0) return;
    this.drawn += 1;
    const random = this.pbx.chance('traffic', this.drawn);
    const waitMs = -Math.log(1 - random.next()) * (MINUTE_MS / this.perMinute);
    this.planned = this.pbx.clock.after(waitMs, () => {
      try {
        if (this.isWanted(random)) play(this.pbx, randomScenario(random), random);
      } catch (error) {
        // Everybody is busy: the caller hears nothing, and there is no call.
        if (!(error instanceof ImpossibleCall)) throw error;
      }
      this.plan();
    });
  }

  /** Calls come at the full rate; at quieter times some of them are left out. */
  private isWanted(random: Random): boolean {
    const share = rateShare(this.pattern, this.pbx.clock.now());
    return share === 1 || random.next() < share;
  }
}
