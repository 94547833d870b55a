import { afterEach, beforeEach, jest } from '@jest/globals';
import { aDn, type CallFlow, type Dn, Pbx } from '../pbx';

/** Somebody outside. */
export const OUTSIDE = '+493012345611';
const ANSWERED_SECONDS = 4;

/** A fresh PBX for each test of a file, whose time goes on when the test says so. */
export class SteppedPbx {
  private current: Pbx | null = null;

  constructor() {
    beforeEach(() => {
      jest.useFakeTimers({ now: Date.parse('2026-02-10T08:00:00Z') });
      this.current = new Pbx({ seed: 1, speed: 1, extensions: 20 });
    });
    afterEach(() => {
      this.pbx.clock.stop();
      jest.useRealTimers();
    });
  }

  get pbx(): Pbx {
    if (!this.current) throw new Error('the PBX is there within tests only');
    return this.current;
  }

  seconds(count: number): void {
    jest.advanceTimersByTime(count * 1_000);
  }

  dn(number: string): Dn {
    return this.pbx.directory.get(number) ?? aDn('extension', number);
  }

  /** A call that is answered. */
  talking(from: string, to: string): CallFlow {
    const call = this.pbx.place(from, to);
    this.seconds(ANSWERED_SECONDS);
    return call;
  }
}
