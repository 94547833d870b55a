import fc from 'fast-check';
import type { AnyRelayEvent } from '@3cx-relay/contracts';
import { io, type Socket } from 'socket.io-client';
import { StreamingOptions } from '../streaming.options';
import {
  converseByPolling,
  converseByWebSocket,
  ENGINE_PATH,
  type Frame,
  joinFrame,
} from '../testing/engine-client';
import { settledHeap } from '../testing/heap';
import { hostileFrames, oversizeFrames } from '../testing/hostile-frames';
import { until } from '@3cx-relay/testing';
import { StreamWorld } from '../testing/stream-world';

const SECRET_DN = '666';
const CONVERSATIONS = 500;
const AT_ONCE = 10;
/** What a process that holds nothing of them may still have grown by. */
const GROWTH_BYTES = 12 * 1024 * 1024;

describe('hostile packets at the Socket.IO port', () => {
  let world: StreamWorld;
  let key: string;
  let good: Socket;
  const received: number[] = [];

  beforeAll(async () => {
    world = await StreamWorld.start();
    key = await world.key({ dns: ['101' as never] });
    await world.append(20, { dns: [SECRET_DN] });
    good = io(`${world.httpUrl}/relay`, {
      ...{ path: '/relay/socket.io', transports: ['websocket'], reconnection: false },
      auth: { apiKey: await world.key() },
    });
    good.on('call_event', ({ sequence }: AnyRelayEvent) => received.push(Number(sequence)));
    await new Promise((resolve) => good.once('subscribed', resolve));
  }, 60_000);
  afterAll(async () => {
    good.disconnect();
    await world.stop();
  }, 30_000);

  const talks = (seed: number, count: number): (readonly Frame[])[] =>
    fc.sample(
      fc.oneof({ weight: 12, arbitrary: hostileFrames }, { weight: 1, arbitrary: oversizeFrames }),
      { seed, numRuns: count },
    );

  /** Every other one is let in first, so that its frames reach what is behind the key. */
  async function inParallel<T>(
    conversations: readonly (readonly Frame[])[],
    talk: (frames: readonly Frame[], by: string | null) => Promise<T>,
  ): Promise<T[]> {
    const answers: T[] = [];
    for (let n = 0; n < conversations.length; n += AT_ONCE) {
      const batch = conversations.slice(n, n + AT_ONCE);
      answers.push(...(await Promise.all(batch.map((one, i) => talk(one, i % 2 ? key : null)))));
    }
    return answers;
  }

  /** The good client is connected still and gets what happens now, in order. */
  async function servesOn(): Promise<void> {
    const sent = await world.append(5);
    const last = sent.at(-1);
    await until('the good client has them', () => received.at(-1) === last);
    expect(received.slice(-5)).toEqual(sent);
    expect(good.connected).toBe(true);
    await until('the others are gone', () => world.connectionCount() === 1);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  }

  it('over WebSocket break nothing, leave nothing behind and show no events of others', async () => {
    const converse = (frames: readonly Frame[], by: string | null) =>
      converseByWebSocket(world.httpUrl, frames, by);
    await inParallel(talks(1, CONVERSATIONS), converse);
    await servesOn();
    const before = await settledHeap();
    const heard = (await inParallel(talks(2, CONVERSATIONS), converse)).flat();
    await servesOn();
    expect((await settledHeap()) - before).toBeLessThan(GROWTH_BYTES);
    expect(heard.filter((text) => text.includes('"subscribed"')).length).toBeGreaterThan(100);
    expect(heard.filter((text) => text.includes('call_event'))).toEqual([]);
  }, 120_000);

  it('over long polling break nothing and leave nothing behind', async () => {
    const converse = (frames: readonly Frame[], by: string | null) =>
      converseByPolling(world.httpUrl, by === null ? frames : [joinFrame(by), ...frames]);
    await inParallel(talks(3, CONVERSATIONS / 5), converse);
    await servesOn();
    const before = await settledHeap();
    const statuses = (await inParallel(talks(4, CONVERSATIONS / 5), converse)).flat();
    await servesOn();
    expect((await settledHeap()) - before).toBeLessThan(GROWTH_BYTES);
    expect(statuses).toContain(200);
    expect([...new Set(statuses)].filter((status) => status >= 500)).toEqual([]);
  }, 120_000);
});

describe('connections that join no namespace', () => {
  const PER_NODE = 2;
  const UNJOINED = 1_000;

  it('are refused past a bound, and leave room for others when they go', async () => {
    const world = await StreamWorld.start(
      new StreamingOptions(['loopback'], [], null, PER_NODE, PER_NODE),
    );
    const open = async () => {
      const answer = await fetch(`${world.httpUrl}${ENGINE_PATH}&transport=polling`);
      return { status: answer.status, text: await answer.text() };
    };
    const leave = async (text: string) => {
      const { sid } = JSON.parse(text.slice(1)) as { sid: string };
      await fetch(`${world.httpUrl}${ENGINE_PATH}&transport=polling&sid=${sid}`, {
        ...{ method: 'POST', body: '1', headers: { 'content-type': 'text/plain' } },
      });
    };
    const opened: string[] = [];
    for (let n = 0; n < PER_NODE + UNJOINED; n += 1) {
      const { status, text } = await open();
      expect(status).toBe(200);
      opened.push(text);
    }
    expect(await open()).toMatchObject({ status: 403 });
    await leave(opened.pop() ?? '');
    const again = await open();
    expect(again.status).toBe(200);
    for (const text of [...opened, again.text]) await leave(text);
    await world.stop();
  }, 60_000);
});
