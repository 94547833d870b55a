import { Random, SeededRandom } from '@3cx-relay/util';

/** Chance of a seed that can begin again, so that a fresh PBX draws what the one before drew. */
export class RestartableRandom extends Random {
  private current: Random;

  constructor(private readonly seed: number) {
    super();
    this.current = new SeededRandom(seed);
  }

  next(): number {
    return this.current.next();
  }

  restart(): void {
    this.current = new SeededRandom(this.seed);
  }
}
