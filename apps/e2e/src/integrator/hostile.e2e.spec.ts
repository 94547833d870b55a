import { Agent, request, type IncomingMessage } from 'node:http';
import { until } from '@3cx-relay/testing';
import fc from 'fast-check';
import { answerFaults } from './described';
import { INSPECTABLE, settledHeapOf } from './heap-of';
import {
  hostileFrames,
  hostileMessages,
  type HostileRequest,
  hostileRequests,
} from './hostile-input';
import { IoClient, RawClient } from './streams';
import { type MadeKey, World } from './world';

/** A round is 5,000: requests, frames and messages; the first warms up. */
const ROUNDS = 4;
const REQUESTS = 3_000;
const CONVERSATIONS = 100;
const PER_CONVERSATION = 10;
const AT_ONCE = 10;
const GROWTH_BYTES = 24 * 1024 * 1024;

const PING = '{"type":"ping"}';
const OTHERS_DN = '"dn":"102"';
const OTHERS_HOOK = 'hook-of-somebody-else';

interface Heard {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

describe('hostile input, derived from the descriptions', () => {
  let world: World;
  let restricted: MadeKey;
  let other: MadeKey;
  let others: readonly string[];
  const sent = { requests: 0, streams: 0, frames: 0, messages: 0 };
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

  beforeAll(async () => {
    world = await World.start({ env: INSPECTABLE });
    restricted = await world.makeKey({ dns: ['104'], rateLimitPerMinute: 0 });
    other = await world.makeKey();
    await world.pbx.setDn('103', { answerAfterMs: 50 });
    await world.pbx.call({ from: '102', to: '103' });
    const [call] = await until('the call of others is there', activeCalls);
    const hook = await world.request<{ id: string }>('POST', '/relay/webhooks', {
      ...other,
      body: { url: `https://192.0.32.1/${OTHERS_HOOK}`, types: ['dtmf.received'] },
    });
    others = [call?.callId ?? '', hook.body.id];
  });
  afterAll(async () => {
    agent.destroy();
    await world.stop();
  });

  async function activeCalls() {
    const { body } = await world.request<{ items: { callId: string; state: string }[] }>(
      ...(['GET', '/relay/active-calls', other] as const),
    );
    return body.items.length > 0 ? body.items : undefined;
  }

  function send({ method, target, headers, body }: HostileRequest): Promise<Heard> {
    return new Promise((resolve, reject) => {
      const asked = request(`${world.url}/`, {
        ...{ method, path: target, agent },
        headers: { ...headers, authorization: `Bearer ${restricted.key}` },
      });
      asked.on('error', reject);
      asked.on('response', (answer) => void read(answer).then(resolve, reject));
      asked.end(body);
    });
  }

  /** What is wrong with the answer to a hostile request, if anything is. */
  async function faultsOf(hostile: HostileRequest): Promise<string[]> {
    const { status, headers, text } = await send(hostile);
    const { method, target } = hostile;
    sent.requests += 1;
    if (status === 200 && isStream(headers)) sent.streams += 1;
    // As it was sent: a URL would do away with "..".
    const [path = ''] = target.split('?', 1);
    const body: unknown = /json/.test(headers.get('content-type') ?? '') ? JSON.parse(text) : text;
    const faults = answerFaults({ method, path, status, headers, body });
    if (status >= 500) faults.push(`answered ${status}`);
    return [...faults, ...leaksOf(text)].map((fault) => `${JSON.stringify(hostile)}: ${fault}`);
  }

  async function converseRaw(frames: readonly (string | Buffer)[], key: string | undefined) {
    const client = new RawClient(world.url, '', key ? { authorization: `Bearer ${key}` } : {});
    await client.untilOpen();
    for (const frame of frames) client.send(frame);
    client.send(PING);
    sent.frames += frames.length;
    const pings = frames.filter((frame) => frame === PING).length + 1;
    const isOver = () => client.closeCode !== undefined || client.of('pong').length >= pings;
    await until('it is answered or closed', isOver);
    const broken = [1006, 1011].includes(client.closeCode ?? 0)
      ? [`closed: ${client.closeCode}`]
      : [];
    client.close();
    return [...broken, ...client.faults, ...leaksOf(JSON.stringify(client.frames))];
  }

  async function converseIo(messages: readonly (readonly [string, unknown])[]) {
    const client = new IoClient(world.url, { apiKey: restricted.key });
    await client.untilMessage('subscribed');
    for (const [name, payload] of messages) client.send(name, payload);
    sent.messages += messages.length;
    let isAnswered = false;
    client.subscribe({ since: 'now' }).then(
      () => (isAnswered = true),
      () => undefined,
    );
    const isOver = () => isAnswered || client.disconnected !== undefined;
    await until('it is answered or disconnected', isOver);
    client.close();
    return [...client.faults, ...leaksOf(JSON.stringify(client.messages))];
  }

  async function round(seed: number): Promise<string[]> {
    const requests = fc.sample(hostileRequests(others), { numRuns: REQUESTS, seed });
    const conversation = { minLength: PER_CONVERSATION, maxLength: PER_CONVERSATION };
    const talks = { numRuns: CONVERSATIONS, seed };
    const frames = fc.sample(fc.array(hostileFrames, conversation), talks);
    const messages = fc.sample(fc.array(hostileMessages, conversation), talks);
    return [
      ...(await eachOf(requests, faultsOf)),
      ...(await eachOf(frames, (one, n) => converseRaw(one, n % 4 ? restricted.key : undefined))),
      ...(await eachOf(messages, converseIo)),
    ];
  }

  it('gets answers as described, and nothing of others; memory stays flat', async () => {
    expect(await round(1)).toEqual([]);
    const before = await settledHeapOf(world.relay.program);
    for (let seed = 2; seed <= ROUNDS; seed += 1) expect(await round(seed)).toEqual([]);
    const after = await settledHeapOf(world.relay.program);
    const { requests, streams, frames, messages } = sent;
    expect(requests + frames + messages).toBeGreaterThanOrEqual(20_000);
    expect(streams).toBeGreaterThan(50);
    expect(after - before).toBeLessThan(GROWTH_BYTES);
    expect((await world.relay.health()).status).toBe('ok');
    expect(await activeCalls()).toMatchObject([{ callId: others[0], state: 'connected' }]);
    const hook = await world.request('GET', `/relay/webhooks/${others[1]}`, other);
    expect(hook.status).toBe(200);
  }, 400_000);
});

function isStream(headers: Headers): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') === true;
}

/** Of a stream that does not end its beginning. */
async function read(answer: IncomingMessage): Promise<Heard> {
  const headers = new Headers(
    Object.entries(answer.headers).map(([name, held]): [string, string] => [name, String(held)]),
  );
  let text = '';
  for await (const chunk of answer) {
    text += String(chunk);
    if (isStream(headers)) break;
  }
  return { status: answer.statusCode ?? 0, headers, text };
}

function leaksOf(text: string): string[] {
  return [OTHERS_DN, OTHERS_HOOK].filter((secret) => text.includes(secret));
}

/** The faults of all, some at a time. */
async function eachOf<T>(
  all: readonly T[],
  faultsOf: (one: T, n: number) => Promise<readonly string[]>,
): Promise<string[]> {
  const faults: string[] = [];
  const entries = all.entries();
  const work = async () => {
    for (const [n, one] of entries) faults.push(...(await faultsOf(one, n)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return faults.slice(0, 10);
}
