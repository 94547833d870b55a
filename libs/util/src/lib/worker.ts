/**
 * A long-running part. The app starts and stops all of them in one declared order; `run` returns
 * soon after the signal aborts and rejects only for what it cannot mend itself.
 */
export interface Worker {
  /** For logs and metrics. */
  readonly name: string;
  run(signal: AbortSignal): Promise<void>;
}
