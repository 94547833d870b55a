import { isDeepStrictEqual } from 'node:util';

import { Clock, errorMessage, Lru } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import type { ApiKey } from './api-key';
import { ApiKeysStore } from './api-keys.store';

/** A copy this old is read again behind the answer, in case an announcement was lost. */
const FRESH_MS = 10_000;
/** How long an id that does not exist is believed not to. */
const UNKNOWN_MS = 10_000;
const CAPACITY = 10_000;

interface Entry {
  readonly key: ApiKey | undefined;
  readonly readAt: number;
  /** Which reading it is of: a later one has the last word, whichever comes back first. */
  readonly reading: number;
}

export type KeyChangeListener = (keyId: string) => void;

/**
 * The keys in memory. A key that was read before is answered without the store; changes made here
 * count at once, those of other nodes when they are announced, and at the latest when the copy is
 * read again.
 */
@Injectable()
export class KeyDirectory {
  private readonly logger = new Logger(KeyDirectory.name);
  private readonly entries = new Lru<string, Entry>(CAPACITY);
  private readonly loading = new Map<string, Promise<ApiKey | undefined>>();
  private readonly listeners = new Set<KeyChangeListener>();
  private readings = 0;

  constructor(
    private readonly store: ApiKeysStore,
    private readonly clock: Clock,
  ) {}

  /** @throws when the key is not in memory and the store does not answer */
  async find(id: string): Promise<ApiKey | undefined> {
    const entry = this.entries.get(id);
    const age = entry ? this.clock.monotonic() - entry.readAt : Infinity;
    if (entry?.key) {
      if (age > FRESH_MS) this.refresh(id);
      return entry.key;
    }
    return age < UNKNOWN_MS ? undefined : this.load(id);
  }

  /** The copy in memory, read again behind the answer when it is old. */
  known(id: string): ApiKey | undefined {
    const entry = this.entries.get(id);
    if (!entry || this.clock.monotonic() - entry.readAt > FRESH_MS) this.refresh(id);
    return entry?.key;
  }

  /** Something of the key changed: reads it again and tells who holds connections of it. */
  async changed(id: string): Promise<void> {
    this.loading.delete(id);
    await this.load(id);
  }

  /** Called after a key that was in memory turned out to be different. */
  onChanged(listener: KeyChangeListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private refresh(id: string): void {
    this.load(id).catch((error: unknown) =>
      // The store is away: what is known goes on counting.
      this.logger.debug(`key ${id} could not be read again: ${errorMessage(error)}`),
    );
  }

  private load(id: string): Promise<ApiKey | undefined> {
    const running = this.loading.get(id);
    if (running) return running;
    this.readings += 1;
    const reading = this.readings;
    const load: Promise<ApiKey | undefined> = this.store
      .find(id)
      .then((key) => {
        this.keep(id, key, reading);
        return key;
      })
      .finally(() => {
        if (this.loading.get(id) === load) this.loading.delete(id);
      });
    this.loading.set(id, load);
    return load;
  }

  private keep(id: string, key: ApiKey | undefined, reading: number): void {
    const entry = this.entries.get(id);
    // A later change asked for a later reading, and that was faster.
    if (entry && entry.reading > reading) return;
    const before = entry?.key;
    this.entries.set(id, { key, readAt: this.clock.monotonic(), reading });
    if (before && !isDeepStrictEqual(withoutUse(before), key && withoutUse(key))) {
      for (const listener of this.listeners) listener(id);
    }
  }
}

function withoutUse(key: ApiKey): ApiKey {
  return { ...key, lastUsedAt: null };
}
