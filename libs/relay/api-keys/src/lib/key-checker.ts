import { createHmac, randomBytes } from 'node:crypto';
import { type ProblemCode, RelayError } from '@3cx-relay/contracts';
import { Clock, errorMessage, Lru } from '@3cx-relay/util';
import { Injectable } from '@nestjs/common';
import { type ApiKey, stateOf, validHashes } from './api-key';
import { BcryptLane } from './bcrypt-lane';
import { KeyDirectory } from './key-directory';
import { readKey } from './key-format';
import { isWithin } from './networks';
import { type Principal, toPrincipal } from './principal';

/** Wrong keys have a memory of their own, so that a flood of them cannot push out good ones. */
const REMEMBERED = 10_000;
/** Longer texts are not keys; hashing them would be work for nothing. */
const MAX_KEY_LENGTH = 128;

/**
 * Tells who a key speaks for. Checked once, a key costs a digest and two look-ups in memory, and
 * so does a wrong one that was refused before: what is remembered is which bcrypt hash a key
 * matched, or which it did not, and it counts only as long as the row still has that hash.
 */
@Injectable()
export class KeyChecker {
  /** Digests are of this process alone: nobody can compute them outside. */
  private readonly pepper = randomBytes(32);
  private readonly matched = new Lru<string, string>(REMEMBERED);
  private readonly refused = new Lru<string, string>(REMEMBERED);
  private readonly checking = new Map<string, Promise<string | undefined>>();
  private readonly lane = new BcryptLane();

  constructor(
    private readonly directory: KeyDirectory,
    private readonly clock: Clock,
  ) {}

  /** Comparisons that wait; for metrics. */
  get waiting(): number {
    return this.lane.waiting;
  }

  /**
   * @param address of the client, past trusted proxies
   * @throws RelayError INVALID_KEY, KEY_REVOKED, KEY_EXPIRED, NETWORK_NOT_ALLOWED,
   *   TOO_MANY_REQUESTS when too many unknown keys are being checked, or STORE_UNAVAILABLE
   */
  async check(text: string, address: string): Promise<Principal> {
    const parts = text.length <= MAX_KEY_LENGTH ? readKey(text) : undefined;
    if (!parts) throw new RelayError('INVALID_KEY');
    const key = await this.find(parts.id);
    // The same answer whether the id or the secret is wrong.
    if (!key) throw new RelayError('INVALID_KEY');
    const digest = createHmac('sha256', this.pepper).update(text).digest('base64');
    if (!(await this.isSecretOf(key, parts.secret, digest, address))) {
      throw new RelayError('INVALID_KEY');
    }
    return this.admit(key, address);
  }

  /**
   * The rights of a key that was checked before, by what is in memory now; for connections that
   * stay open. `undefined` when nothing is in memory.
   * @throws RelayError KEY_REVOKED, KEY_EXPIRED or NETWORK_NOT_ALLOWED
   */
  current(keyId: string, address: string): Principal | undefined {
    const key = this.directory.known(keyId);
    return key && this.admit(key, address);
  }

  /**
   * The rights of a key that vouches for a ticket.
   * @throws RelayError as `check`
   */
  async byId(keyId: string, address: string): Promise<Principal> {
    const key = await this.find(keyId);
    if (!key) throw new RelayError('INVALID_TICKET');
    return this.admit(key, address);
  }

  onChanged(listener: (keyId: string) => void): () => void {
    return this.directory.onChanged(listener);
  }

  private async find(id: string): Promise<ApiKey | undefined> {
    try {
      return await this.directory.find(id);
    } catch (error) {
      throw new RelayError('STORE_UNAVAILABLE', {
        detail: `The key could not be looked up: ${errorMessage(error)}`,
        retryAfterSeconds: 2,
        cause: error,
      });
    }
  }

  private admit(key: ApiKey, address: string): Principal {
    const refusal = this.refusalOf(key, address);
    if (refusal) throw new RelayError(refusal);
    return toPrincipal(key);
  }

  private refusalOf(key: ApiKey, address: string): ProblemCode | undefined {
    const state = stateOf(key, this.clock.now());
    if (state === 'revoked') return 'KEY_REVOKED';
    if (state === 'expired') return 'KEY_EXPIRED';
    const outside = key.networks !== null && !isWithin(address, key.networks);
    return outside ? 'NETWORK_NOT_ALLOWED' : undefined;
  }

  private async isSecretOf(
    key: ApiKey,
    secret: string,
    digest: string,
    address: string,
  ): Promise<boolean> {
    const hashes = validHashes(key, this.clock.now());
    const matched = this.matched.get(digest);
    if (matched !== undefined) return hashes.includes(matched);
    const tried = hashes.join(' ');
    if (this.refused.get(digest) === tried) return false;
    const hash = await this.compareOnce(digest, () => this.match(address, secret, hashes));
    if (hash === undefined) this.refused.set(digest, tried);
    else this.matched.set(digest, hash);
    return hash !== undefined;
  }

  /** Many requests with the same new key wait for one comparison. */
  private compareOnce(
    digest: string,
    compare: () => Promise<string | undefined>,
  ): Promise<string | undefined> {
    const running = this.checking.get(digest);
    if (running) return running;
    const started = compare().finally(() => this.checking.delete(digest));
    this.checking.set(digest, started);
    return started;
  }

  private async match(
    party: string,
    secret: string,
    hashes: readonly string[],
  ): Promise<string | undefined> {
    for (const hash of hashes) {
      if (await this.lane.compare(party, secret, hash)) return hash;
    }
    return undefined;
  }
}
