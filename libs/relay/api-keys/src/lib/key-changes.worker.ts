import { ChannelSession } from '@3cx-relay/store';
import { aborted, backoffDelayMs, Clock, errorMessage, type Worker } from '@3cx-relay/util';
import { Injectable, Logger } from '@nestjs/common';
import { ApiKeysOptions } from './api-keys.options';
import { KEY_CHANNEL } from './api-keys.store';
import { KeyDirectory } from './key-directory';

const POLICY = { initialMs: 200, maxMs: 5_000 };

/**
 * Hears of keys that other nodes changed, in a session of its own. While it is away the directory
 * reads its copies again every few seconds, so a lost announcement only costs time.
 */
@Injectable()
export class KeyChangesWorker implements Worker {
  readonly name = 'api-key-changes';
  private readonly logger = new Logger(KeyChangesWorker.name);

  constructor(
    private readonly options: ApiKeysOptions,
    private readonly directory: KeyDirectory,
    private readonly clock: Clock,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        await this.listen(signal, () => {
          attempt = 0;
        });
      } catch (error) {
        if (attempt === 0)
          this.logger.warn(`not listening for changed keys: ${errorMessage(error)}`);
      }
      if (!signal.aborted) await this.clock.sleep(backoffDelayMs(POLICY, attempt, 0.5), signal);
    }
  }

  /** Resolves when told to stop, rejects when the session ends. */
  private async listen(signal: AbortSignal, onListening: () => void): Promise<void> {
    const session = await ChannelSession.open(
      {
        databaseUrl: this.options.databaseUrl,
        channel: KEY_CHANNEL,
        applicationName: '3cx-relay api keys',
      },
      (payload) => this.take(payload),
    );
    try {
      onListening();
      await aborted(AbortSignal.any([signal, session.ended]));
      if (!signal.aborted) throw new Error('the session ended');
    } finally {
      await session.close();
    }
  }

  private take(payload: string): void {
    const [pbxId, keyId] = payload.split(' ');
    if (pbxId !== this.options.pbxId || !keyId) return;
    this.directory
      .changed(keyId)
      .catch((error: unknown) =>
        this.logger.warn(`key ${keyId} could not be read again: ${errorMessage(error)}`),
      );
  }
}
