import { type Dn, toSequence } from '@3cx-relay/contracts';
import type { EventFilter } from '@3cx-relay/event-log';
import { MemoryLog } from '@3cx-relay/event-log/testing';
import { ManualClock } from '@3cx-relay/util';
import fc from 'fast-check';
import { AppendSignal } from './append-signal';
import { Subscription } from './subscription';
import type { OutgoingEvent, Wire } from './wire';

/** A wire whose network takes what was sent only when the test says so. */
class FakeWire implements Wire {
  readonly sent: OutgoingEvent[] = [];
  waitingBytes = 0;
  holds = false;
  ended: string | undefined;

  get sequences(): number[] {
    return this.sent.map(({ sequence }) => Number(sequence));
  }

  sendEvent(event: OutgoingEvent): void {
    this.sent.push(event);
    if (this.holds) this.waitingBytes += event.json.length;
  }

  sendSubscribed(): void {}
  sendHeartbeat(): void {}
  sendGoodbye(): void {}
  refuse(): void {}
  abandon(): void {}

  interrupt(reason: string): void {
    this.ended = reason;
  }
}

interface Given {
  readonly since?: number;
  readonly filter?: EventFilter;
}

function given({ since = 0, filter = {} }: Given = {}) {
  const log = new MemoryLog(10);
  const clock = new ManualClock();
  const wire = new FakeWire();
  const signal = new AppendSignal(log);
  const subscription = new Subscription(
    { log, signal, clock },
    wire,
    filter,
    toSequence(since),
    () => wire.interrupt('tooSlow'),
  );
  return { clock, wire, log, subscription };
}

/** Lets reads and their consequences happen. */
async function settle(): Promise<void> {
  for (let i = 0; i < 50; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => from + n);

describe('a subscription', () => {
  it('reads old events from pages and new ones from memory, without a seam', async () => {
    const { log, wire, subscription } = given();
    log.addMany(500);
    subscription.start();
    log.addMany(3);
    await settle();
    log.addMany(2);
    await settle();
    expect(wire.sequences).toEqual(numbers(1, 505));
  });

  it('reads no page for live events', async () => {
    const { log, wire, subscription } = given();
    subscription.start();
    for (let i = 0; i < 20; i += 1) {
      log.addMany(3);
      await settle();
    }
    expect(wire.sequences).toEqual(numbers(1, 60));
    expect(log.reads).toBe(0);
  });

  it('stops reading while a MiB is waiting, and goes on from there when there is room', async () => {
    const { log, wire, clock, subscription } = given();
    wire.holds = true;
    log.addMany(40, ['101'], 100_000);
    subscription.start();
    await settle();
    const held = wire.sent.length;
    expect(held).toBeLessThanOrEqual(12);
    log.addMany(40, ['101'], 100_000);
    await settle();
    expect(wire.sent).toHaveLength(held);
    wire.holds = false;
    wire.waitingBytes = 0;
    await clock.advance(100);
    await settle();
    expect(wire.sequences).toEqual(numbers(1, 80));
    expect(wire.ended).toBeUndefined();
  });

  it('gives up a consumer that makes no room in ten seconds', async () => {
    const { log, wire, clock, subscription } = given();
    wire.holds = true;
    log.addMany(40, ['101'], 100_000);
    subscription.start();
    await settle();
    for (let i = 0; i < 450 && !wire.ended; i += 1) await clock.advance(25);
    expect(wire.ended).toBe('tooSlow');
  });

  it('tells of events that are past retention, then goes on at the oldest', async () => {
    const { log, wire, subscription } = given({ since: 3 });
    log.addMany(50);
    log.forgetBefore(21);
    subscription.start();
    await settle();
    const gap = JSON.parse(wire.sent[0]?.json ?? '{}') as { type: string; data: object };
    expect(gap.type).toBe('log.gap');
    expect(gap.data).toEqual({ from: '0000000000000004', oldest: '0000000000000021' });
    expect(wire.sequences).toEqual([20, ...numbers(21, 50)]);
  });

  it('waits for the store when it is away, and misses nothing', async () => {
    const { log, wire, clock, subscription } = given();
    log.addMany(50);
    log.failures = 3;
    subscription.start();
    for (let i = 0; i < 4; i += 1) {
      await settle();
      await clock.advance(500);
    }
    await settle();
    expect(wire.sequences).toEqual(numbers(1, 50));
  });

  it('sends nothing after its end, not even a page that was being read', async () => {
    const { log, wire, subscription } = given();
    log.addMany(500);
    subscription.start();
    subscription.end();
    await settle();
    log.addMany(1);
    await settle();
    expect(wire.sent).toEqual([]);
  });

  it('holds to a restriction that came while a page was being read', async () => {
    const { log, wire, subscription } = given();
    log.addMany(100, ['101']);
    log.addMany(1, ['102']);
    log.addMany(20, ['101']);
    subscription.start();
    subscription.changeFilter({ visibleDns: ['102' as Dn] });
    await settle();
    expect(wire.sequences).toEqual([101]);
  });

  it('gives exactly what the filter lets through, in order, however events and room come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.constantFrom('101', '102')), {
          maxLength: 15,
        }),
        fc.integer({ min: 0, max: 20 }),
        async (batches, since) => {
          const { log, wire, clock, subscription } = given({
            since,
            filter: { dns: ['101' as Dn] },
          });
          log.addMany(20, ['102']);
          subscription.start();
          const expected: number[] = [];
          for (const [count, dn] of batches) {
            const { newest } = log.position();
            if (dn === '101') expected.push(...numbers(newest + 1, newest + count));
            wire.waitingBytes = count % 3 === 0 ? 2_000_000 : 0;
            log.addMany(count, [dn]);
            await settle();
            wire.waitingBytes = 0;
            await clock.advance(50);
          }
          await settle();
          subscription.end();
          expect(wire.sequences).toEqual(expected);
        },
      ),
      { numRuns: 30 },
    );
  });
});
