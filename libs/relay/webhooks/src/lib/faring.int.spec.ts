import type { DeliveryState } from '@3cx-relay/contracts';
import { ErrorFeed } from '@3cx-relay/errors';
import { Webhook } from 'standardwebhooks';
import type { Receiver } from '../testing/receiver';
import { WebhookWorld } from '../testing/webhook-world';
import { type RelayNode, Store } from '../testing/world';
import { Deliveries } from './deliveries.service';
import { Webhooks } from './webhooks.service';

const ADMIN = { owner: null, dns: null };
const DAY_MS = 86_400_000;

jest.setTimeout(30_000);

describe('a webhook', () => {
  let store: Store;
  let receiver: Receiver;
  let world: WebhookWorld;
  let log: WebhookWorld['log'];
  let node: RelayNode;
  let id: string;
  let secret: string;

  beforeAll(async () => {
    store = await Store.start();
  }, 60_000);

  beforeEach(async () => {
    world = await WebhookWorld.on(store);
    ({ log, receiver } = world);
    node = await world.relay();
    node.start();
    ({ id, secret } = await node.get(Webhooks).create(null, { url: receiver.url }));
  });

  afterEach(async () => {
    await node.stop();
    await receiver.stop();
  });

  afterAll(() => store.stop(), 30_000);

  const shown = () => node.get(Webhooks).get(null, id);
  const deliveries = async () => (await node.get(Deliveries).list(ADMIN, id, {})).items;
  const all = async (state: DeliveryState) => {
    const items = await deliveries();
    return items.length > 0 && items.every((one) => one.state === state);
  };
  const eventually = (what: string, isSo: () => boolean | Promise<boolean>) =>
    world.until(what, isSo);

  it('that answers 410 is disabled, with an error; enabled again it gets what waited', async () => {
    receiver.answersStatus(410);
    log.add('c1', 'call.started');
    await eventually('it is disabled', async () => !(await shown()).enabled);
    expect((await shown()).disabledReason).toContain('410');
    await node.get(ErrorFeed).flush();
    const { items } = await node.get(ErrorFeed).list({});
    expect(items).toEqual([
      expect.objectContaining({ code: 'WEBHOOK_DISABLED', severity: 'error' }),
    ]);
    receiver.answersStatus(204);
    await node.get(Webhooks).update(null, id, { enabled: true });
    await eventually('it is delivered', () => all('delivered'));
    expect(await shown()).toMatchObject({ enabled: true, disabledReason: null, pending: 0 });
  });

  it('that says abort-message gets this event no more, and the next one of the call', async () => {
    receiver.answersStatus(400, { 'webhook-delivery': 'abort-message' }, 'not for me');
    log.add('c1', 'call.started');
    await eventually('it is aborted', () => all('aborted'));
    expect((await deliveries())[0]?.attempts).toEqual([
      expect.objectContaining({ status: 400, answer: 'not for me' }),
    ]);
    receiver.answersStatus(204);
    const next = log.add('c1', 'call.ended').id;
    await eventually('the next arrives', () => receiver.ids.includes(next));
  });

  it('that redirects is not followed', async () => {
    receiver.answersStatus(302, { location: receiver.url });
    log.add('c1', 'call.started');
    await eventually('it waits for a retry', async () => {
      return (await deliveries())[0]?.attempts[0]?.status === 302;
    });
    expect(receiver.got).toHaveLength(1);
    expect((await deliveries())[0]?.state).toBe('pending');
  });

  it('that failed 10 times in a row gets probes alone, and everything once one succeeds', async () => {
    receiver.answersStatus(500);
    for (let n = 0; n < 40; n += 1) log.add(`c${n}`, 'call.started');
    await eventually('the breaker is open', async () => (await shown()).breaker !== 'closed');
    const failed = receiver.got.length;
    await node.clock.advance(4_000);
    expect(receiver.got.length).toBeLessThanOrEqual(failed + 10);
    receiver.answersStatus(204);
    await eventually('all are delivered', () => all('delivered'));
    expect(await shown()).toMatchObject({ breaker: 'closed', failingSince: null, pending: 0 });
    expect(new Set(receiver.ids).size).toBe(40);
  });

  it('that failed for 5 days is disabled', async () => {
    receiver.answersStatus(500);
    log.add('c1', 'call.started');
    await eventually('it fails', async () => (await shown()).failingSince !== null);
    await node.clock.advance(5 * DAY_MS);
    log.add('c2', 'call.started');
    await eventually('it is disabled', async () => !(await shown()).enabled);
    expect((await shown()).disabledReason).toContain('5 days');
  });

  it('signs with both secrets for 24 hours after a rotation, then with the new one', async () => {
    const { secret: fresh } = await node.get(Webhooks).rotateSecret(null, id);
    log.add('c1', 'call.started');
    await eventually('it arrives', () => receiver.got.length === 1);
    const verify = (by: string, n: number) => {
      const { body = '', headers = {} } = receiver.got[n] ?? {};
      return new Webhook(by).verify(body, headers as Record<string, string>);
    };
    expect(verify(secret, 0)).toEqual(verify(fresh, 0));
    await node.clock.advance(DAY_MS + 1_000);
    log.add('c2', 'call.started');
    await eventually('the next arrives', () => receiver.got.length === 2);
    expect(String(receiver.got[1]?.headers['webhook-signature']).split(' ')).toHaveLength(1);
  });

  it('gets one event again, or all after a position, under the same ids', async () => {
    const sent = [log.add('c1', 'call.started'), log.add('c1', 'call.ended')];
    await eventually('both are settled', () => all('delivered'));
    const [newest] = await deliveries();
    await node.get(Deliveries).redeliver(ADMIN, id, newest?.id ?? '');
    await eventually('one came again', () => receiver.got.length === 3);
    await eventually('it is settled', () => all('delivered'));
    const since = log.resolve('now').oldest;
    const answer = await node.get(Deliveries).replay(ADMIN, id, { since });
    expect(answer).toEqual({ queued: 1, recovered: true });
    await eventually('the replay is settled', () => receiver.got.length === 4);
    const [first, last] = sent.map((event) => event.id);
    expect(receiver.ids).toEqual([first, last, last, last]);
  });
});
