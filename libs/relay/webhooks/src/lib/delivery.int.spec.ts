import { ApiKeysService } from '@3cx-relay/api-keys';
import type { Dn, WebhookWithSecretDto } from '@3cx-relay/contracts';
import { Webhook } from 'standardwebhooks';
import { Receiver } from '../testing/receiver';
import { WebhookWorld } from '../testing/webhook-world';
import { type RelayNode, Store } from '../testing/world';
import { Deliveries } from './deliveries.service';
import { Webhooks } from './webhooks.service';

const ADMIN = { owner: null, dns: null };

jest.setTimeout(30_000);

describe('webhooks', () => {
  let store: Store;
  let receiver: Receiver;
  let world: WebhookWorld;
  let log: WebhookWorld['log'];
  let node: RelayNode;

  beforeAll(async () => {
    store = await Store.start();
  }, 60_000);

  beforeEach(async () => {
    world = await WebhookWorld.on(store);
    ({ log, receiver } = world);
    node = await world.relay();
    node.start();
  });

  afterEach(async () => {
    await node.stop();
    await receiver.stop();
  });

  afterAll(() => store.stop(), 30_000);

  const webhooks = () => node.get(Webhooks);
  const endpoint = (more: object = {}): Promise<WebhookWithSecretDto> =>
    webhooks().create(null, { url: receiver.url, ...more });
  const deliveriesOf = async (id: string) => (await node.get(Deliveries).list(ADMIN, id, {})).items;
  const arrived = (count: number) =>
    world.until(`${count} events have arrived`, () => receiver.got.length >= count);

  it('carry every event after their creation, signed so that the public library verifies it', async () => {
    log.add('before', 'call.started');
    const { id, secret } = await endpoint();
    const sent = [log.add('c1', 'call.started'), log.add(null, 'connection.changed', null)];
    await arrived(2);
    expect(receiver.ids.toSorted()).toEqual(sent.map((event) => event.id).toSorted());
    for (const { body, headers, event } of receiver.got) {
      expect(headers['webhook-id']).toBe(event.id);
      const verified = new Webhook(secret).verify(body, headers as Record<string, string>);
      expect(verified).toEqual(event);
    }
    await world.until('both are settled', async () =>
      (await deliveriesOf(id)).every(({ state }) => state === 'delivered'),
    );
    const [newest] = await deliveriesOf(id);
    expect(newest?.attempts).toEqual([expect.objectContaining({ status: 204, error: null })]);
  });

  it('send the types and DNs that the endpoint wants and its key may see', async () => {
    const key = await node.get(ApiKeysService).create({
      ...{ clientName: 'crm', scopes: ['events:read'], dns: ['101' as Dn, '102' as Dn] },
    });
    await webhooks().create(key.id, {
      url: receiver.url,
      types: ['call.*'],
      dns: ['101' as Dn, '103' as Dn],
    });
    log.add('c1', 'call.started', ['103']);
    log.add('c2', 'call.started', ['102']);
    log.add(null, 'connection.changed', null);
    const seen = log.add('c3', 'call.started', ['101']);
    await arrived(1);
    await node.clock.advance(5_000);
    expect(receiver.ids).toEqual([seen.id]);
  });

  it('send nothing for a key that is revoked or may not read events', async () => {
    const keys = node.get(ApiKeysService);
    const revoked = await keys.create({ clientName: 'a', scopes: ['read'] });
    const blind = await keys.create({ clientName: 'b', scopes: ['webhooks:manage'] });
    const url = receiver.url;
    for (const { id } of [revoked, blind]) await webhooks().create(id, { url });
    await keys.revoke(revoked.id);
    const { id } = await endpoint();
    const event = log.add('c1', 'call.started');
    await world.until('it is delivered', async () =>
      (await deliveriesOf(id)).some(({ state }) => state === 'delivered'),
    );
    expect(receiver.ids).toEqual([event.id]);
  });

  it('keep the order of a call while one of its events is retried, and let other calls pass', async () => {
    let failures = 0;
    const first = log.position().newest + 1;
    await endpoint();
    receiver.answers((response, { event }) => {
      const fails = event.id === `one-${first}` && failures < 2;
      if (fails) failures += 1;
      response.writeHead(fails ? 500 : 204).end();
    });
    const slow = ['call.started', 'call.ringing', 'call.ended'] as const;
    const expected = slow.map((type) => log.add('slow', type).id);
    const other = log.add('other', 'call.started').id;
    await world.until('the other call has passed', () => receiver.ids.includes(other));
    expect(receiver.ids).not.toContain(expected[1]);
    const tries = () => receiver.ids.filter((id) => id === expected[0]).length;
    await world.until('it was tried again after 5 seconds', () => tries() === 2);
    await node.clock.advance(4 * 60_000);
    expect(tries()).toBe(2);
    await node.clock.advance(91_000);
    await world.until('the call is complete', () => receiver.ids.includes(expected[2] ?? ''));
    const order = receiver.ids.filter((id) => expected.includes(id));
    expect(order).toEqual([expected[0], expected[0], ...expected]);
  });

  it('never have more than 10 requests under way', async () => {
    await endpoint();
    receiver.answers((response) => setTimeout(() => response.writeHead(204).end(), 20));
    for (let n = 0; n < 60; n += 1) log.add(`c${n}`, 'call.started');
    await arrived(60);
    expect(receiver.maxInFlight).toBe(10);
  });

  it('reach the others while one endpoint never answers', async () => {
    const silent = await Receiver.start();
    silent.answers(() => undefined);
    await webhooks().create(null, { url: silent.url });
    await endpoint();
    for (let n = 0; n < 30; n += 1) log.add(`c${n}`, 'call.started');
    await arrived(30);
    expect(silent.inFlight).toBe(10);
    await silent.stop();
  });

  it('go on where a killed relay was: nothing is lost, and calls keep their order', async () => {
    const { id } = await endpoint();
    receiver.answers(() => undefined);
    const sent = ['call.started', 'call.ringing', 'call.ended'] as const;
    const ids = sent.map((type) => log.add('c1', type).id);
    await arrived(1);
    await node.kill();
    receiver.answersStatus(204);
    ids.push(log.add('c1', 'call.record').id);
    node = await world.relay();
    node.start();
    await world.until(
      'all are delivered',
      async () =>
        (await deliveriesOf(id)).filter(({ state }) => state === 'delivered').length === 4,
      1_000,
    );
    expect(receiver.ids).toEqual([ids[0], ...ids]);
  });

  it('are shared by several relays, each event by one of them', async () => {
    const other = await world.relay();
    other.start();
    await endpoint();
    for (let n = 0; n < 100; n += 1) log.add(`c${n % 20}`, 'call.updated');
    await arrived(100);
    await node.clock.advance(3_000);
    await other.stop();
    expect(receiver.got).toHaveLength(100);
    expect(receiver.maxInFlight).toBeLessThanOrEqual(10);
  });
});
