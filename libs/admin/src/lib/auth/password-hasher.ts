import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PASSWORD_RULES, RelayError } from '@3cx-relay/contracts';
import { compare, hash } from 'bcrypt';

export const BCRYPT_ROUNDS = 12;
/** bcrypt runs in libuv's pool of four threads: two are left to files and name look-ups. */
const AT_ONCE = 2;
/** Passwords that may wait for their turn, some seconds' worth. */
export const MAX_WAITING = 50;

/** Hashes and checks passwords (bcrypt, 12 rounds), at most two at a time. */
@Injectable()
export class PasswordHasher {
  private readonly decoy = hash(randomBytes(24).toString('hex'), BCRYPT_ROUNDS);
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  async hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password, BCRYPT_ROUNDS));
  }

  /** Takes as long for a user who does not exist (`null`) as for one who does. */
  async matches(password: string, stored: string | null): Promise<boolean> {
    const against = stored ?? (await this.decoy);
    const equal = await this.inTurn(() => compare(password, against));
    // bcrypt reads no further than its limit: a longer text may look equal to a shorter one.
    const fits = Buffer.byteLength(password) <= PASSWORD_RULES.maxBytes;
    return equal && fits && stored !== null;
  }

  /** @throws RelayError TOO_MANY_REQUESTS when too many wait already */
  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.waiting.length >= MAX_WAITING) {
      throw new RelayError('TOO_MANY_REQUESTS', {
        detail: 'Too many passwords are being checked. Try again in a moment.',
        retryAfterSeconds: 5,
      });
    }
    if (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
