import type { DeliveryQuery } from '@3cx-relay/contracts';
import { MemoryLog } from '@3cx-relay/event-log/testing';
import { ManualClock } from '@3cx-relay/util';
import { DataSource } from 'typeorm';
import { rowsRead } from '../testing/rows-read';
import { RelayNode, Store } from '../testing/world';
import { Deliveries } from './deliveries.service';
import { Webhooks } from './webhooks.service';

const PBX = 'many';
const ROWS = 100_000;
/** A page has a hundred deliveries, each with its attempts. */
const MOST_READ = 10_000;

const QUERIES: DeliveryQuery[] = [
  {},
  { sort: 'createdAt' },
  { state: 'failed' },
  { state: 'pending' },
  { sort: 'state' },
  { sort: '-state' },
];

jest.setTimeout(30_000);

describe('an endpoint with many deliveries', () => {
  let store: Store;
  let node: RelayNode;
  let db: DataSource;
  let endpointId: string;

  beforeAll(async () => {
    store = await Store.start();
    node = await RelayNode.on(store, PBX, { log: new MemoryLog(), clock: new ManualClock() });
    db = node.get(DataSource);
    const made = await node.get(Webhooks).create(null, { url: 'http://127.0.0.1:9/' });
    endpointId = made.id;
    await db.query(
      `INSERT INTO webhook_deliveries (pbx_id, id, endpoint_id, event_id, type, sequence, call_id,
                                       state, created_at)
       SELECT $1, 'delivery-' || lpad(n::text, 9, '0'), $2, 'event-' || n, 'call.started', n,
              'call-' || n, CASE WHEN n < 5 THEN 'failed' WHEN n < 9 THEN 'pending'
                                 ELSE 'delivered' END, now()
         FROM generate_series(1, ${ROWS}) n`,
      [PBX, endpointId],
    );
    await db.query(
      `INSERT INTO webhook_attempts (pbx_id, delivery_id, number, at, status, duration_ms)
       SELECT pbx_id, id, 1, now(), 204, 3 FROM webhook_deliveries`,
    );
    await db.query('VACUUM ANALYZE');
  }, 120_000);

  afterAll(async () => {
    await node.stop();
    await store.stop();
  }, 30_000);

  it.each(QUERIES)('gives a page by %j without reading them all', async (query) => {
    const before = await rowsRead(db);
    const { items } = await node
      .get(Deliveries)
      .list({ owner: null, dns: null }, endpointId, query);
    expect(items.length).toBe(query.state ? 4 : 100);
    expect((await rowsRead(db)) - before).toBeLessThan(MOST_READ);
  });

  it('counts what waits without reading them all', async () => {
    const before = await rowsRead(db);
    const { items } = await node.get(Webhooks).list(null, { sort: '-pending' });
    expect(items.map(({ pending }) => pending)).toEqual([4]);
    expect((await rowsRead(db)) - before).toBeLessThan(MOST_READ);
  });
});
