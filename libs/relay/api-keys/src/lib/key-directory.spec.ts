import { SystemClock } from '@3cx-relay/util';
import type { ApiKey } from './api-key';
import type { ApiKeysStore } from './api-keys.store';
import { KeyDirectory } from './key-directory';

/** A store whose answers come when the test says so. */
class SlowStore {
  readonly asked: ((key: ApiKey | undefined) => void)[] = [];

  find(): Promise<ApiKey | undefined> {
    return new Promise((answer) => this.asked.push(answer));
  }
}

const aKey = (revokedAt: number | null) => ({ id: 'k', revokedAt, lastUsedAt: null }) as ApiKey;
const REVOKED = aKey(5);

describe('the keys in memory', () => {
  let store: SlowStore;
  let directory: KeyDirectory;

  beforeEach(async () => {
    store = new SlowStore();
    directory = new KeyDirectory(store as unknown as ApiKeysStore, new SystemClock());
    const found = directory.find('k');
    store.asked[0]?.(aKey(null));
    await found;
  });

  it('are as changed once the change is through, though it is announced at the same time', async () => {
    const changed = directory.changed('k');
    void directory.changed('k');
    store.asked[1]?.(REVOKED);
    await changed;
    expect(await directory.find('k')).toEqual(REVOKED);
  });

  it('are not put back by a reading that began earlier', async () => {
    const early = directory.changed('k');
    const late = directory.changed('k');
    store.asked[2]?.(REVOKED);
    await late;
    store.asked[1]?.(aKey(null));
    await early;
    expect(await directory.find('k')).toEqual(REVOKED);
  });
});
