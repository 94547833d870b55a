import { compare } from 'bcrypt';
import { RelayError } from '@3cx-relay/contracts';

interface Waiting {
  readonly secret: string;
  readonly hash: string;
  readonly resolve: (matches: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Programs behind one address come back together after a restart: a second or two of work. */
const MAX_PER_PARTY = 32;
const MAX_PARTIES = 500;

/**
 * bcrypt, one at a time. Parties take turns, so that somebody who sends wrong keys without end
 * makes only himself wait; each party's queue is bounded.
 */
export class BcryptLane {
  private readonly queues = new Map<string, Waiting[]>();
  private running = false;

  constructor(
    private readonly check: (secret: string, hash: string) => Promise<boolean> = compare,
  ) {}

  /** How many comparisons wait; for metrics. */
  get waiting(): number {
    return [...this.queues.values()].reduce((sum, queue) => sum + queue.length, 0);
  }

  /**
   * @param party who asks, such as an address
   * @throws RelayError TOO_MANY_REQUESTS when this party, or all together, wait too much already
   */
  compare(party: string, secret: string, hash: string): Promise<boolean> {
    const queue = this.queues.get(party) ?? [];
    if (queue.length >= MAX_PER_PARTY || (queue.length === 0 && this.queues.size >= MAX_PARTIES)) {
      return Promise.reject(
        new RelayError('TOO_MANY_REQUESTS', {
          detail: 'Too many unknown keys are being checked.',
          retryAfterSeconds: 1,
        }),
      );
    }
    return new Promise((resolve, reject) => {
      queue.push({ secret, hash, resolve, reject });
      this.queues.set(party, queue);
      void this.run();
    });
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    for (let next = this.takeNext(); next; next = this.takeNext()) {
      try {
        next.resolve(await this.check(next.secret, next.hash));
      } catch (error) {
        next.reject(error);
      }
    }
    this.running = false;
  }

  /** The first of the party whose turn it is; that party then goes to the end of the line. */
  private takeNext(): Waiting | undefined {
    const [party, queue] = this.queues.entries().next().value ?? [];
    if (party === undefined || !queue) return undefined;
    const next = queue.shift();
    this.queues.delete(party);
    if (queue.length > 0) this.queues.set(party, queue);
    return next;
  }
}
