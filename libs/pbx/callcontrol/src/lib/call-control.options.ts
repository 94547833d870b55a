/** How the Call Control adapter behaves; the defaults are meant for production. Milliseconds. */
export class CallControlOptions {
  /** Below the shortest NAT time-outs; the vendor's client pings as often. */
  readonly pingIntervalMs: number;
  /** A socket that was silent for this long after a ping is dead, whatever TCP says; with the interval a loss shows within 8 s. */
  readonly pongDeadlineMs: number;
  /** All is read again this often, in case an event got lost without a trace. */
  readonly reloadIntervalMs: number;
  /** GETs at the same time after upserts. */
  readonly maxConcurrentReads: number;

  constructor(options: Partial<CallControlOptions> = {}) {
    this.pingIntervalMs = options.pingIntervalMs ?? 5_000;
    this.pongDeadlineMs = options.pongDeadlineMs ?? 3_000;
    this.reloadIntervalMs = options.reloadIntervalMs ?? 45_000;
    this.maxConcurrentReads = options.maxConcurrentReads ?? 8;
  }
}
