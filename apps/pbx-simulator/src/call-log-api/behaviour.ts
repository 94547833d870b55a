import { z } from 'zod';
import type { Random } from '@3cx-relay/util';

/** How the receiver answers until it is told otherwise; what is left out is as usual. */
export const behaviourSchema = z.strictObject({
  /** Answered in place of 200. */
  status: z.number().int().min(200).max(599).optional(),
  /** How many requests are met; without end when absent. */
  count: z.number().int().positive().max(1_000_000).optional(),
  /** The share of requests that is met, 0 to 1. */
  share: z.number().min(0).max(1).optional(),
  delayMs: z.number().int().nonnegative().max(600_000).optional(),
  /** Never answers; the connection stays open until the behaviour changes. */
  hang: z.boolean().optional(),
  /** The `Retry-After` header: seconds, or a date. */
  retryAfter: z.union([z.number().int().nonnegative(), z.string().max(64)]).optional(),
  headers: z.record(z.string().regex(/^[\w-]{1,64}$/), z.string().max(1_024)).optional(),
  /** Answered in place of the receipt: JSON, or text as it is. */
  body: z.unknown().optional(),
  /** Only requests whose path below `/_sim/call-log-api` begins like this. */
  path: z.string().max(256).optional(),
  /** A bearer key without which a request is answered with 401. */
  apiKey: z.string().min(1).max(256).optional(),
  /** Answers 409 to an `Idempotency-Key` that it has accepted before. */
  refuseDuplicates: z.boolean().optional(),
});
export type Behaviour = z.output<typeof behaviourSchema>;

/** The behaviour in force, and how often it has struck. */
export class BehaviourInForce {
  private behaviour: Behaviour = {};
  private struck = 0;

  constructor(private readonly random: Random) {}

  change(behaviour: Behaviour): void {
    this.behaviour = behaviour;
    this.struck = 0;
  }

  state() {
    const { count } = this.behaviour;
    const left = count === undefined ? null : Math.max(0, count - this.struck);
    return { ...this.behaviour, struck: this.struck, left };
  }

  /** The key asked for, and whether doubles are refused: rules that no count wears out. */
  get rules(): Pick<Behaviour, 'apiKey' | 'refuseDuplicates'> {
    return this.behaviour;
  }

  /** The fault that meets a request, if any; it counts as struck. */
  meets(path: string): Behaviour | undefined {
    const { count, share, path: prefix = '', status, delayMs, hang } = this.behaviour;
    const { retryAfter, headers, body } = this.behaviour;
    const changes = [status, delayMs, hang, retryAfter, headers, body];
    if (changes.every((change) => change === undefined)) return undefined;
    if (!path.startsWith(prefix) || this.struck >= (count ?? Number.POSITIVE_INFINITY)) {
      return undefined;
    }
    if (this.random.next() >= (share ?? 1)) return undefined;
    this.struck += 1;
    return this.behaviour;
  }
}
