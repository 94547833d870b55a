/** How long to wait between tries. Times in milliseconds. */
export interface BackoffPolicy {
  readonly initialMs: number;
  readonly maxMs: number;
  /** Growth per try, 2 when absent. */
  readonly factor?: number;
  /** Share of the delay that is random, 0 to 1, 0.5 when absent: clients that failed together do not return together. */
  readonly jitter?: number;
}

/**
 * The delay before try number `attempt` (0 is the first retry).
 * @param random a number in [0, 1), injected so that tests can fix it
 */
export function backoffDelayMs(policy: BackoffPolicy, attempt: number, random: number): number {
  const factor = policy.factor ?? 2;
  const jitter = policy.jitter ?? 0.5;
  // 2^attempt overflows to Infinity for large attempts; the minimum keeps it finite.
  const ceiling = Math.min(policy.maxMs, policy.initialMs * factor ** attempt);
  return Math.round(ceiling * (1 - jitter) + ceiling * jitter * random);
}
