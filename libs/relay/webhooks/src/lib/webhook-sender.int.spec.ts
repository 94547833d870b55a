import { SystemClock } from '@3cx-relay/util';
import { Receiver } from '../testing/receiver';
import { type Resolver, type TargetAddress, TargetGuard } from './target-guard';
import { WebhookSender } from './webhook-sender';
import { WebhooksOptions } from './webhooks.options';

/** A name that is bound to the receiver for the first question, and to nothing after it. */
class BoundOnce implements Resolver {
  asked = 0;

  addressesOf(): Promise<readonly TargetAddress[]> {
    this.asked += 1;
    const address = this.asked === 1 ? '127.0.0.1' : '127.0.0.2';
    return Promise.resolve([{ address, family: 4 }]);
  }
}

describe('an attempt', () => {
  it('goes to the address that was checked, under the name of the endpoint', async () => {
    const receiver = await Receiver.start();
    const names = new BoundOnce();
    const options = new WebhooksOptions('pbx', '//pbx', '1', ['127.0.0.1/32']);
    const sender = new WebhookSender(new TargetGuard(names, options), new SystemClock(), options);
    const { port } = new URL(receiver.url);
    const message = {
      url: `http://hooks.example:${port}/calls`,
      eventId: 'event-1',
      body: '{"id":"event-1"}',
      secrets: [Buffer.from('secret')],
    };
    const { signal } = new AbortController();
    const first = await sender.send(message, signal);
    expect(first).toMatchObject({ isDelivered: true, attempt: { status: 204, error: null } });
    expect(receiver.got[0]?.headers.host).toBe(`hooks.example:${port}`);
    expect(names.asked).toBe(1);
    const second = await sender.send(message, signal);
    expect(second).toMatchObject({ isDelivered: false, attempt: { status: null } });
    expect(second.attempt.error).toContain('127.0.0.2');
    expect(receiver.got).toHaveLength(1);
    await receiver.stop();
  });
});
