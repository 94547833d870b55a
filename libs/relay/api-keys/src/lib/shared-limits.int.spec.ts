import { Databases } from '@3cx-relay/store/testing';
import { ManualClock } from '@3cx-relay/util';
import type { DataSource } from 'typeorm';
import { ApiKeysOptions } from './api-keys.options';
import { KeyConnections } from './key-connections';
import { KeyShares } from './key-shares';
import { KeySharesWorker } from './key-shares.worker';
import { KeyUse } from './key-use';
import { RateLimiter } from './rate-limiter';

class Node {
  readonly clock = new ManualClock();
  readonly shares = new KeyShares();
  readonly connections = new KeyConnections(this.shares);
  readonly limiter = new RateLimiter(this.clock, this.shares);
  readonly worker: KeySharesWorker;

  constructor(db: DataSource, pbxId: string) {
    const use = new KeyUse(this.connections, this.limiter);
    const options = new ApiKeysOptions(pbxId, '');
    this.worker = new KeySharesWorker(db, options, this.clock, use, this.shares);
  }

  take(count: number, keyId = 'key', limit = 10): boolean[] {
    return Array.from({ length: count }, () => this.limiter.take(keyId, limit)?.allowed ?? true);
  }
}

describe('the limits of a key, on two nodes', () => {
  let databases: Databases;
  let db: DataSource;
  let a: Node;
  let b: Node;
  let pbxs = 0;

  beforeAll(async () => {
    databases = await Databases.start();
    ({ db } = await databases.connect());
  }, 60_000);

  beforeEach(() => {
    pbxs += 1;
    [a, b] = [new Node(db, `pbx-${pbxs}`), new Node(db, `pbx-${pbxs}`)];
  });

  afterAll(async () => {
    await db.destroy();
    await databases.stop();
  }, 30_000);

  const exchange = async () => {
    await a.worker.exchange();
    await b.worker.exchange();
    await a.worker.exchange();
  };

  it('hold in sum for requests', async () => {
    expect(a.take(6)).not.toContain(false);
    await exchange();
    expect(b.take(4)).not.toContain(false);
    expect(b.take(1)).toEqual([false]);
    await exchange();
    expect(a.take(1)).toEqual([false]);
    expect(a.take(1, 'another')).toEqual([true]);
  });

  it('forget the requests of a minute that is over elsewhere', async () => {
    a.take(10);
    await exchange();
    expect(b.take(1)).toEqual([false]);
    await a.clock.advance(60_000);
    await exchange();
    expect(b.take(1)).toEqual([true]);
  });

  it('hold in sum for connections, and give back what is closed', async () => {
    for (let n = 0; n < 3; n += 1) a.connections.opened('key');
    b.connections.opened('key');
    await exchange();
    expect([a.connections.of('key'), b.connections.of('key')]).toEqual([4, 4]);
    for (let n = 0; n < 3; n += 1) a.connections.closed('key');
    await exchange();
    expect([a.connections.of('key'), b.connections.of('key')]).toEqual([1, 1]);
  });

  it('do not count a node that has stopped, or died', async () => {
    a.connections.opened('key');
    await exchange();
    const stopping = new AbortController();
    const running = a.worker.run(stopping.signal);
    stopping.abort();
    await a.clock.advance(1_000);
    await running;
    await b.worker.exchange();
    expect(b.connections.of('key')).toBe(0);
    await a.worker.exchange();
    await db.query(`UPDATE api_key_shares SET told_at = told_at - interval '11 seconds'`);
    await b.worker.exchange();
    expect(b.connections.of('key')).toBe(0);
  });

  it('do not count what another PBX has under the same id', async () => {
    const other = new Node(db, 'pbx-other');
    other.connections.opened('key');
    await other.worker.exchange();
    await exchange();
    expect(a.connections.of('key')).toBe(0);
  });
});
