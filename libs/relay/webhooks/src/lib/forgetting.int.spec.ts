import { ErrorFeed } from '@3cx-relay/errors';
import type { Receiver } from '../testing/receiver';
import { WebhookWorld } from '../testing/webhook-world';
import { type RelayNode, Store } from '../testing/world';
import { DeliveryPlanner } from './delivery-planner';
import { Deliveries } from './deliveries.service';
import { WebhookRetention } from './webhook-retention.worker';
import { Webhooks } from './webhooks.service';

const ADMIN = { owner: null, dns: null };
const DAY_MS = 86_400_000;

jest.setTimeout(30_000);

describe('what retention takes from webhooks', () => {
  let store: Store;
  let receiver: Receiver;
  let world: WebhookWorld;
  let log: WebhookWorld['log'];
  let node: RelayNode;
  let known: ReadonlySet<string>;

  beforeAll(async () => {
    store = await Store.start();
  }, 60_000);

  beforeEach(async () => {
    world = await WebhookWorld.on(store);
    ({ log, receiver } = world);
    node = await world.relay();
    known = new Set((await feed()).map(({ id }) => id));
  });

  afterEach(async () => {
    await node.stop();
    await receiver.stop();
  });

  afterAll(() => store.stop(), 30_000);

  const endpoint = () => node.get(Webhooks).create(null, { url: receiver.url });
  const feed = async () => {
    await node.get(ErrorFeed).flush();
    return (await node.get(ErrorFeed).list({})).items;
  };
  /** Newest first. Specs share the store, so what was there before does not count. */
  const errors = async () => (await feed()).filter(({ id: error }) => !known.has(error));
  const forget = () => node.get(WebhookRetention).forget(new AbortController().signal);
  const arrived = (count: number) =>
    world.until(`${count} arrived`, () => receiver.got.length === count);

  it('before deliveries were made of it is an error in the feed; what is left is sent', async () => {
    log.add('c0', 'call.started');
    await endpoint();
    const events = Array.from({ length: 5 }, (_, n) => log.add(`c${n}`, 'call.started'));
    log.forgetBefore(5);
    node.start();
    await arrived(2);
    expect(receiver.ids.toSorted()).toEqual(events.slice(3).map(({ id }) => id));
    expect(await errors()).toEqual([
      expect.objectContaining({
        ...{ code: 'WEBHOOK_EVENTS_FORGOTTEN', component: 'webhooks', count: 1 },
        message: expect.stringContaining('3 events') as string,
        detail: expect.stringContaining('2 to 4') as string,
      }),
    ]);
  });

  it('is no error where no webhook is enabled', async () => {
    log.add('c0', 'call.started');
    const { id } = await endpoint();
    await node.get(Webhooks).update(null, id, { enabled: false });
    for (let n = 0; n < 3; n += 1) log.add(`c${n}`, 'call.started');
    log.forgetBefore(4);
    await node.get(DeliveryPlanner).page();
    expect(await node.get(DeliveryPlanner).plannedUpTo()).toMatchObject({ sequence: 4 });
    expect(await errors()).toEqual([]);
  });

  it('while it waited for a disabled webhook is an error in the feed', async () => {
    receiver.answersStatus(410);
    node.start();
    const { id } = await endpoint();
    log.add('c1', 'call.started');
    await world.until('it is disabled', async () => {
      return !(await node.get(Webhooks).get(null, id)).enabled;
    });
    await node.clock.advance(29 * DAY_MS);
    await forget();
    expect((await errors()).map(({ code }) => code)).toEqual(['WEBHOOK_DISABLED']);
    await node.clock.advance(2 * DAY_MS);
    await forget();
    await forget();
    const [newest] = await errors();
    expect(newest).toMatchObject({ code: 'WEBHOOK_DELIVERIES_FORGOTTEN', count: 1 });
    expect((await node.get(Deliveries).list(ADMIN, id, {})).items).toEqual([]);
  });

  it('after it was delivered is no error', async () => {
    node.start();
    const { id } = await endpoint();
    log.add('c1', 'call.started');
    await world.until('it is delivered', async () =>
      (await node.get(Deliveries).list(ADMIN, id, {})).items.some(
        (one) => one.state === 'delivered',
      ),
    );
    await node.clock.advance(31 * DAY_MS);
    await forget();
    expect((await node.get(Deliveries).list(ADMIN, id, {})).items).toEqual([]);
    expect(await errors()).toEqual([]);
  });
});
