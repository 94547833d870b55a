import { Injectable } from '@nestjs/common';

/** Wakes whoever sends: there may be something to do. A ring before the wait counts, too. */
@Injectable()
export class Doorbell {
  private current = new AbortController();

  ring(): void {
    this.current.abort();
  }

  /** A signal that aborts at the next ring or with `stop`; earlier rings are forgotten. */
  wait(stop: AbortSignal): AbortSignal {
    this.current = new AbortController();
    return AbortSignal.any([this.current.signal, stop]);
  }
}
