import { createHash } from 'node:crypto';
import { RelayError } from '@3cx-relay/contracts';
import { Clock, Lru } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';

const REMEMBER_MS = 24 * 3_600_000;
const CAPACITY = 10_000;
const ACCEPTABLE = /^[\x21-\x7e]{1,255}$/;

interface Remembered {
  readonly request: string;
  readonly answer: Promise<unknown>;
  readonly until: number;
}

/**
 * Repeats of a command with the same `Idempotency-Key` get the first answer instead of a second
 * call. Remembered for a day on this node; a command that failed may be tried again.
 */
@Injectable()
export class Idempotency {
  private readonly entries = new Lru<string, Remembered>(CAPACITY);

  constructor(private readonly clock: Clock) {}

  /**
   * @param key as the client sent it; without one the work is simply done
   * @throws RelayError INVALID_REQUEST for an unusable key, CONFLICT when it was used otherwise
   */
  async once<T>(keyId: string, key: unknown, request: unknown, work: () => Promise<T>): Promise<T> {
    if (key === undefined) return work();
    if (typeof key !== 'string' || !ACCEPTABLE.test(key)) {
      throw new RelayError('INVALID_REQUEST', {
        detail: 'Idempotency-Key: must be 1 to 255 visible characters',
        errors: [{ field: 'Idempotency-Key', message: 'must be 1 to 255 visible characters' }],
      });
    }
    const name = `${keyId} ${key}`;
    const digest = createHash('sha256').update(JSON.stringify(request)).digest('base64');
    const known = this.entries.get(name);
    if (known && known.until > this.clock.now()) {
      if (known.request === digest) return known.answer as Promise<T>;
      throw new RelayError('CONFLICT', {
        detail: 'This Idempotency-Key was used for another request.',
      });
    }
    return this.remember(name, digest, work());
  }

  private remember<T>(name: string, request: string, answer: Promise<T>): Promise<T> {
    this.entries.set(name, { request, answer, until: this.clock.now() + REMEMBER_MS });
    answer.catch(() => this.entries.delete(name));
    return answer;
  }
}
