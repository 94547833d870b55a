import { DELIVERY_SORTS, type DeliveryQuery, WEBHOOK_SORTS } from '@3cx-relay/contracts';
import { MemoryLog } from '@3cx-relay/event-log/testing';
import { ManualClock } from '@3cx-relay/util';
import { Receiver } from '../testing/receiver';
import { RelayNode, Store, until } from '../testing/world';
import { Deliveries } from './deliveries.service';
import { Webhooks } from './webhooks.service';

const ADMIN = { owner: null, dns: null };

jest.setTimeout(30_000);

const bothWays = <const Name extends string>(names: readonly Name[]) =>
  names.flatMap((name) => [`${name}`, `-${name}`] as const);

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** All items, read in pages of two. */
async function walk<Item>(read: (cursor?: string) => Promise<Page<Item>>): Promise<Item[]> {
  const seen: Item[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await read(cursor);
    seen.push(...page.items);
    if (page.nextCursor === null) return seen;
    cursor = page.nextCursor;
  }
}

describe('lists of webhooks', () => {
  let store: Store;
  let receiver: Receiver;
  let node: RelayNode;
  let endpointId: string;

  beforeAll(async () => {
    store = await Store.start();
    const log = new MemoryLog();
    node = await RelayNode.on(store, 'lists', { log, clock: new ManualClock(Date.now()) });
    receiver = await Receiver.start();
    receiver.answers((response, { event }) => {
      response.writeHead(event.subject.includes('refused') ? 410 : 204).end();
    });
    node.start();
    const { url } = receiver;
    const types = ['call.started'];
    const made = await node.get(Webhooks).create(null, { url: `${url}/z`, types });
    endpointId = made.id;
    await node.get(Webhooks).create(null, { url: `${url}/A`, enabled: false });
    await node.get(Webhooks).create(null, { url: `${url}/b`, types: ['call.ended'] });
    for (const callId of ['one', 'two', 'three', 'refused']) log.add(callId, 'call.started');
    await until('three are delivered, and the last one refused', node.clock, async () => {
      const { items } = await node.get(Deliveries).list(ADMIN, endpointId, {});
      return items.length === 4 && items.every(({ attempts }) => attempts.length > 0);
    });
  }, 60_000);

  afterAll(async () => {
    await node.stop();
    await receiver.stop();
    await store.stop();
  }, 30_000);

  it.each(bothWays(WEBHOOK_SORTS))('reads endpoints by %s over pages, each once', async (sort) => {
    const field = sort.replace('-', '') as (typeof WEBHOOK_SORTS)[number];
    const seen = await walk((cursor) => node.get(Webhooks).list(null, { sort, limit: 2, cursor }));
    expect(new Set(seen.map(({ id }) => id)).size).toBe(3);
    const values = seen.map((endpoint) => String(endpoint[field] ?? '').toLowerCase());
    const rising = sort === field ? values : values.toReversed();
    expect(rising).toEqual(rising.toSorted());
  });

  it.each(bothWays(DELIVERY_SORTS))(
    'reads deliveries by %s over pages, each once',
    async (sort) => {
      const query: DeliveryQuery = { sort, limit: 2 };
      const field = sort.replace('-', '') as (typeof DELIVERY_SORTS)[number];
      const seen = await walk((cursor) =>
        node.get(Deliveries).list(ADMIN, endpointId, { ...query, cursor }),
      );
      expect(new Set(seen.map(({ id }) => id)).size).toBe(4);
      const rising = sort === field ? seen : seen.toReversed();
      expect(rising.map((one) => one[field])).toEqual(rising.map((one) => one[field]).toSorted());
    },
  );

  it('refuses cursors that it has not given', async () => {
    const cursor = Buffer.from('["-createdAt","\\u0000","\\u0000"]').toString('base64url');
    const refused = { code: 'INVALID_REQUEST' };
    await expect(node.get(Webhooks).list(null, { cursor })).rejects.toMatchObject(refused);
    await expect(node.get(Deliveries).list(ADMIN, endpointId, { cursor })).rejects.toMatchObject(
      refused,
    );
  });
});
