import { Metrics } from '@3cx-relay/monitoring';
import { DataSource } from 'typeorm';
import type { Receiver } from '../testing/receiver';
import { WebhookWorld } from '../testing/webhook-world';
import { type RelayNode, Store } from '../testing/world';
import { Webhooks } from './webhooks.service';

jest.setTimeout(30_000);

describe('the metrics of webhooks', () => {
  let store: Store;
  let receiver: Receiver;
  let world: WebhookWorld;
  let log: WebhookWorld['log'];
  let node: RelayNode;
  let id: string;

  beforeAll(async () => {
    store = await Store.start();
  }, 60_000);

  beforeEach(async () => {
    world = await WebhookWorld.on(store);
    ({ log, receiver } = world);
    node = await world.relay();
    ({ id } = await node.get(Webhooks).create(null, { url: receiver.url }));
  });

  afterEach(async () => {
    await node.stop();
    await receiver.stop();
  });

  afterAll(() => store.stop(), 30_000);

  /** `undefined` when the figure is not told. */
  const figure = async (name: string): Promise<number | undefined> => {
    const text = await node.get(Metrics).text();
    const line = text.split('\n').find((one) => one.startsWith(`relay_webhook_${name} `));
    return line === undefined ? undefined : Number(line.split(' ').at(-1));
  };
  const becomes = (name: string, value: number) =>
    world.until(`${name} is ${value}`, async () => (await figure(name)) === value);

  it('count what was delivered', async () => {
    node.start();
    for (let n = 0; n < 3; n += 1) log.add(`c${n}`, 'call.started');
    await becomes('attempts_total{result="delivered"}', 3);
    expect(await figure('waiting')).toBe(0);
    expect(await figure('oldest_waiting_seconds')).toBe(0);
    await becomes('in_flight', 0);
  });

  it('tell how many events no deliveries were made of', async () => {
    for (let n = 0; n < 4; n += 1) log.add(`c${n}`, 'call.started');
    expect(await figure('unplanned_events')).toBe(4);
    node.start();
    await becomes('unplanned_events', 0);
  });

  it('tell what waits, for how long, and that the breaker is open', async () => {
    node.start();
    receiver.answersStatus(500);
    for (let n = 0; n < 12; n += 1) log.add(`c${n}`, 'call.started');
    await becomes('endpoints{state="open"}', 1);
    expect(await figure('endpoints{state="closed"}')).toBe(0);
    expect(await figure('waiting')).toBe(12);
    expect(await figure('attempts_total{result="pending"}')).toBeGreaterThanOrEqual(10);
    await node.clock.advance(60_000);
    expect(await figure('oldest_waiting_seconds')).toBeGreaterThanOrEqual(60);
  });

  it('do not count as waiting what waits for a disabled webhook', async () => {
    node.start();
    receiver.answersStatus(410);
    log.add('c1', 'call.started');
    await becomes('endpoints{state="disabled"}', 1);
    expect(await figure('waiting')).toBe(0);
    await node.get(Webhooks).delete(null, id);
    expect(await figure('endpoints{state="disabled"}')).toBe(0);
  });

  it('leave out what only the store knows while it is away', async () => {
    await node.get(DataSource).destroy();
    expect(await figure('waiting')).toBeUndefined();
    expect(await figure('endpoints{state="open"}')).toBeUndefined();
    expect(await figure('attempts_total{result="delivered"}')).toBe(0);
  });
});
