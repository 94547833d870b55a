import { aborted, ManualClock, SeededRandom } from '@3cx-relay/util';
import { ReconnectLoop } from './reconnect-loop';

const POLICY = { initialMs: 1_000, maxMs: 8_000, jitter: 0 };

function givenLoop(attempts: readonly (() => Promise<void> | void)[] = []) {
  const clock = new ManualClock();
  const loop = new ReconnectLoop(clock, new SeededRandom(1), POLICY);
  const stop = new AbortController();
  const waits: number[] = [];
  let tries = 0;
  let asked = 0;
  const done = loop.run(stop.signal, {
    attempt: async ({ signal, established }) => {
      tries += 1;
      const attempt = attempts[tries - 1];
      if (attempt) return attempt();
      established();
      await aborted(signal);
    },
    onLost: (_error, waitMs) => waits.push(waitMs),
    onAsked: () => (asked += 1),
  });
  return { clock, loop, stop, waits, done, tries: () => tries, asked: () => asked };
}

const fail = () => Promise.reject(new Error('refused'));

describe('ReconnectLoop', () => {
  it('waits longer after each failure, up to the limit', async () => {
    const { clock, waits, stop, done } = givenLoop([fail, fail, fail, fail, fail]);
    await clock.advance(0);
    await clock.advance(60_000);
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 8_000]);
    stop.abort();
    await done;
  });

  it('connects at once when asked to, out of a pause as well as out of a connection', async () => {
    const { clock, loop, stop, done, tries } = givenLoop([fail]);
    await clock.advance(0);
    loop.reconnectNow();
    await clock.advance(0);
    expect(tries()).toBe(2);
    loop.reconnectNow();
    await clock.advance(0);
    expect(tries()).toBe(3);
    stop.abort();
    await done;
  });

  it('takes a connection that was ended by request for none that is lost', async () => {
    const { clock, loop, stop, waits, done, tries, asked } = givenLoop();
    await clock.advance(0);
    loop.reconnectNow();
    await clock.advance(0);
    expect([tries(), asked(), waits]).toEqual([2, 1, []]);
    stop.abort();
    await done;
  });

  it('begins its pauses anew after a connection that lasted', async () => {
    const clock = new ManualClock();
    const loop = new ReconnectLoop(clock, new SeededRandom(1), POLICY);
    const stop = new AbortController();
    const waits: number[] = [];
    let tries = 0;
    const done = loop.run(stop.signal, {
      attempt: async ({ signal, established }) => {
        tries += 1;
        if (tries < 4) return fail();
        established();
        await clock.sleep(60_000, signal);
      },
      onLost: (_error, waitMs) => waits.push(waitMs),
      onAsked: () => undefined,
    });
    await clock.advance(0);
    await clock.advance(7_000);
    await clock.advance(60_000);
    expect(waits).toEqual([1_000, 2_000, 4_000, 1_000]);
    stop.abort();
    await done;
  });

  it('ends soon after the app stops, whether connected or waiting', async () => {
    const connected = givenLoop();
    const waiting = givenLoop([fail]);
    await connected.clock.advance(0);
    await waiting.clock.advance(0);
    connected.stop.abort();
    waiting.stop.abort();
    await expect(Promise.all([connected.done, waiting.done])).resolves.toBeDefined();
    expect([connected.waits, waiting.waits]).toEqual([[], [1_000]]);
  });
});
