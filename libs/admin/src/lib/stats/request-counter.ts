import { Injectable } from '@nestjs/common';
import { Clock } from '@3cx-relay/util';
import { SlidingCounter } from './sliding-counter';

const SPAN_SECONDS = 300;
const MINUTE_MS = 60_000;

export interface RequestMinute {
  readonly minute: Date;
  requests: number;
  requestErrors: number;
  serverErrors: number;
}

/** Counts API requests and their failures by minute, until the statistics worker takes them. */
@Injectable()
export class RequestCounter {
  private readonly requests = new SlidingCounter(SPAN_SECONDS);
  private readonly failures = new SlidingCounter(SPAN_SECONDS);
  private minutes = new Map<number, RequestMinute>();

  constructor(private readonly clock: Clock) {}

  count(status: number): void {
    const now = this.clock.now();
    const start = Math.floor(now / MINUTE_MS) * MINUTE_MS;
    const minute = this.minutes.get(start) ?? emptyMinute(start);
    minute.requests += 1;
    if (status >= 400) minute.requestErrors += 1;
    if (status >= 500) minute.serverErrors += 1;
    this.minutes.set(start, minute);
    this.requests.add(now);
    if (status >= 500) this.failures.add(now);
  }

  lastMinute(): number {
    return this.requests.sum(this.clock.now(), 60);
  }

  /** Share of answers 500 and above in the last 5 minutes; null without requests. */
  errorRate(): number | null {
    const now = this.clock.now();
    const requests = this.requests.sum(now, SPAN_SECONDS);
    return requests === 0 ? null : this.failures.sum(now, SPAN_SECONDS) / requests;
  }

  /** Hands over what was counted since; give it back when it could not be written. */
  take(): RequestMinute[] {
    const taken = [...this.minutes.values()];
    this.minutes = new Map();
    return taken;
  }

  giveBack(minutes: readonly RequestMinute[]): void {
    for (const minute of minutes) {
      const start = minute.minute.getTime();
      const sum = this.minutes.get(start) ?? emptyMinute(start);
      sum.requests += minute.requests;
      sum.requestErrors += minute.requestErrors;
      sum.serverErrors += minute.serverErrors;
      this.minutes.set(start, sum);
    }
  }
}

function emptyMinute(start: number): RequestMinute {
  return { minute: new Date(start), requests: 0, requestErrors: 0, serverErrors: 0 };
}
