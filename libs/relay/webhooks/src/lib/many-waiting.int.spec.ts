import { MemoryLog } from '@3cx-relay/event-log/testing';
import { ManualClock } from '@3cx-relay/util';
import { DataSource } from 'typeorm';
import { rowsRead } from '../testing/rows-read';
import { RelayNode, Store } from '../testing/world';
import { DeliveryQueue, MAX_IN_FLIGHT } from './delivery-queue';
import { Webhooks } from './webhooks.service';

const PBX = 'waiting';
const ROWS = 50_000;
const PER_CALL = 4;
const LEASE = 'lease';

jest.setTimeout(30_000);

describe('an endpoint for which many deliveries wait', () => {
  let store: Store;
  let node: RelayNode;
  let db: DataSource;
  let queue: DeliveryQueue;
  const clock = new ManualClock();

  beforeAll(async () => {
    store = await Store.start();
    node = await RelayNode.on(store, PBX, { log: new MemoryLog(), clock });
    db = node.get(DataSource);
    queue = node.get(DeliveryQueue);
    const { id } = await node.get(Webhooks).create(null, { url: 'http://127.0.0.1:9/' });
    // Nobody has analyzed the table yet: so it is while they come.
    await db.query('ALTER TABLE webhook_deliveries SET (autovacuum_enabled = false)');
    await db.query(
      `INSERT INTO webhook_deliveries (pbx_id, id, endpoint_id, event_id, type, sequence, call_id,
                                       body, state, created_at, next_attempt_at)
       SELECT $1, 'delivery-' || lpad(n::text, 9, '0'), $2, 'event-' || n, 'call.updated', n,
              'call-' || n / ${PER_CALL}, '{}', 'pending', $3, $3
         FROM generate_series(0, ${ROWS - 1}) n`,
      [PBX, id, new Date(clock.now())],
    );
  }, 120_000);

  afterAll(async () => {
    await node.stop();
    await store.stop();
  }, 30_000);

  const claim = () => queue.claim({ lease: LEASE, now: clock.now(), until: clock.now() + 20_000 });

  it('takes the first event of each call in front, and looks at few others', async () => {
    const before = await rowsRead(db);
    const claimed = await claim();
    const read = (await rowsRead(db)) - before;
    const events = claimed.map(({ eventId }) => eventId).toSorted();
    const firsts = Array.from({ length: MAX_IN_FLIGHT }, (_, nth) => `event-${nth * PER_CALL}`);
    expect(events).toEqual(firsts.toSorted());
    expect(read).toBeLessThan(1_000);
    expect(await claim()).toEqual([]);
    await queue.release(LEASE);
  });

  it('takes one to probe with, and looks only at those in front', async () => {
    await db.query('UPDATE webhook_endpoints SET failures = 10, probe_at = $1', [
      new Date(clock.now()),
    ]);
    const before = await rowsRead(db);
    const claimed = await claim();
    expect(claimed).toHaveLength(1);
    expect((await rowsRead(db)) - before).toBeLessThan(ROWS / 2);
  });
});
