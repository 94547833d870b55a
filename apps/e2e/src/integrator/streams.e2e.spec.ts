import { until } from '@3cx-relay/testing';
import { eventFaults } from './described';
import {
  type EventsPage,
  IoClient,
  RawClient,
  refusedUpgrade,
  type SeenEvent,
  SseClient,
} from './streams';
import { World } from './world';

interface TicketBody {
  readonly ticket: string;
  readonly expiresAt: string;
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const numbers = (events: readonly SeenEvent[]) => events.map(({ sequence }) => Number(sequence));
const INVENTED = 'cxr_7Qm2Zr4_0a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8s9t0u1AAAAAA';

describe('the streams', () => {
  let world: World;
  let key: string;
  const open: (RawClient | IoClient | SseClient)[] = [];

  beforeAll(async () => {
    world = await World.start();
    ({ key } = await world.makeKey());
    for (const dn of ['101', '102', '103']) await world.pbx.setDn(dn, { answerAfterMs: 50 });
    await aCall('100', '101');
    await aCall('104', '102');
  });
  afterAll(() => world.stop());
  afterEach(() => {
    for (const client of open.splice(0)) {
      client.close();
      world.faults.push(...client.faults);
    }
    expect(world.faults.splice(0)).toEqual([]);
  });

  function raw(query = '', headers: Record<string, string> = bearer(key)): RawClient {
    const client = new RawClient(world.url, query, headers);
    open.push(client);
    return client;
  }
  function io(auth: Record<string, unknown> = { apiKey: key }, headers = {}): IoClient {
    const client = new IoClient(world.url, auth, headers);
    open.push(client);
    return client;
  }
  async function sse(query = '', headers: Record<string, string> = bearer(key)) {
    const client = await SseClient.open(world.url, query, headers);
    open.push(client);
    return client;
  }

  async function page(query = '', by = key): Promise<EventsPage> {
    return (await world.request<EventsPage>('GET', `/relay/events${query}`, { key: by })).body;
  }

  /** A call that was answered and is over, with its record. */
  async function aCall(from: string, to: string): Promise<SeenEvent[]> {
    const { sequence } = await page();
    const pbxCallId = await world.pbx.call({ from, to });
    const told = async (type: string) => {
      const { items } = await page(`?since=${sequence}&limit=1000`);
      const mine = items.filter(({ data }) => data.call?.pbx.callId === pbxCallId);
      return mine.some((event) => event.type === type) ? mine : undefined;
    };
    await until('it is answered', () => told('call.answered'));
    await world.pbx.steer(pbxCallId, 'hangup', { dn: from });
    return until('its record is there', () => told('call.record'));
  }

  async function ticket(by = key): Promise<string> {
    const reply = await world.request<TicketBody>('POST', '/relay/tickets', { key: by });
    expect(reply.status).toBe(201);
    return reply.body.ticket;
  }

  describe('JSON pages', () => {
    it('give everything from the beginning, without gaps, each as described', async () => {
      const all = await page('?limit=1000');
      expect(all.recovered).toBe(true);
      expect(numbers(all.items)).toEqual(all.items.map((_event, n) => n + 1));
      expect(all.items.flatMap(eventFaults)).toEqual([]);
      expect(new Set(all.items.map(({ id }) => id)).size).toBe(all.items.length);
      expect([all.nextSince, all.sequence]).toEqual([
        all.items.at(-1)?.sequence,
        all.items.at(-1)?.sequence,
      ]);
      expect(all.oldest).toBe('0000000000000001');
    });

    it('join without a seam, with padding or without', async () => {
      const all = await page('?limit=1000');
      const joined: SeenEvent[] = [];
      let since = '0';
      for (let more = true; more;) {
        const next = await page(`?limit=3&since=${Number(since)}&epoch=${all.epoch}`);
        joined.push(...next.items);
        more = next.items.length > 0;
        since = next.nextSince;
      }
      expect(joined.slice(0, all.items.length)).toEqual(all.items);
      const last = await page(`?since=${since}`);
      expect([last.items, last.nextSince]).toEqual([[], since]);
    });

    it('go on past what the filter hides', async () => {
      const all = await page('?limit=1000');
      const hidden = await page('?types=dtmf.received&limit=1000');
      expect(hidden.items).toEqual([]);
      expect(hidden.nextSince).toBe(all.sequence);
      const fitting = await page('?types=call.started,call.ended&dn=102&limit=1000');
      expect(fitting.items.map(({ type }) => type)).toEqual(['call.started', 'call.ended']);
    });

    it('say when another log is meant, or a position that is not there yet', async () => {
      expect(await page('?since=3&epoch=another')).toMatchObject({ recovered: false });
      const beyond = await page('?since=999999');
      expect(beyond).toMatchObject({ recovered: false });
    });

    it('begin after everything with "now"', async () => {
      const now = await page('?since=now');
      expect(now).toMatchObject({ items: [], recovered: true, nextSince: now.sequence });
    });
  });

  it('shows every consumer the same events with the same sequences', async () => {
    const clients = [raw('?since=0'), io({ apiKey: key, since: 0 }), await sse('?since=0')];
    await aCall('100', '103');
    const all = await page('?limit=1000');
    for (const client of clients) {
      await until('it has all', () => client.events.length >= all.items.length, {
        otherwise: () => JSON.stringify(client.events.length),
      });
      expect(client.events.slice(0, all.items.length)).toEqual(all.items);
    }
  });

  describe('raw WebSocket', () => {
    it.each(['header', 'x-api-key', 'ticket', 'message'])('takes the key by %s', async (way) => {
      const query = way === 'ticket' ? `?ticket=${await ticket()}` : '';
      const headers: Record<string, string> =
        way === 'header' ? bearer(key) : way === 'x-api-key' ? { 'x-api-key': key } : {};
      const client = raw(query, headers);
      await client.untilOpen();
      if (way === 'message') client.send({ type: 'auth', apiKey: key });
      const { sequence, epoch } = await page();
      const hello = await client.untilFrame('hello');
      expect(hello).toMatchObject({ type: 'hello', epoch });
      // Nothing takes place meanwhile but, at most, a late record.
      expect(Number(hello['sequence'])).toBeGreaterThanOrEqual(Number(sequence));
      expect(await client.untilFrame('subscribed')).toMatchObject({ recovered: true, epoch });
      expect(client.frames.slice(0, 2).map(({ type }) => type)).toEqual(['hello', 'subscribed']);
    });

    it.each([
      ['an invented key', () => ({ headers: bearer(INVENTED) }), 401, 'INVALID_KEY'],
      ['an invented ticket', () => ({ query: '?ticket=invented' }), 401, 'INVALID_TICKET'],
      [
        'no scope',
        async () => ({ headers: bearer(await keyWith(['calls:read'])) }),
        403,
        'INSUFFICIENT_SCOPE',
      ],
      [
        'a wrong type',
        () => ({ query: '?types=no.such', headers: bearer(key) }),
        400,
        'INVALID_REQUEST',
      ],
      [
        'a wrong position',
        () => ({ query: '?since=abc', headers: bearer(key) }),
        400,
        'INVALID_REQUEST',
      ],
    ] as const)('refuses the upgrade with %s as a problem', async (_case, make, status, code) => {
      const wish: { query?: string; headers?: Record<string, string> } = await make();
      const refusal = await refusedUpgrade(world.url, wish.query ?? '', wish.headers ?? {});
      expect(refusal.body).toMatchObject({ status, code, detail: expect.any(String) as string });
      expect([refusal.status, refusal.type]).toEqual([status, 'application/problem+json']);
      expect(refusal.header('x-request-id')).toBe(
        (refusal.body as { requestId: string }).requestId,
      );
    });

    it('refuses a ticket that was used', async () => {
      const once = await ticket();
      await raw(`?ticket=${once}`, {}).untilFrame('hello');
      const refusal = await refusedUpgrade(world.url, `?ticket=${once}`, {});
      expect(refusal.body).toMatchObject({ status: 401, code: 'INVALID_TICKET' });
    });

    it('closes with 4401 on a wrong key in the first message, having said why', async () => {
      const client = await raw('', {}).untilOpen();
      client.send({ type: 'auth', apiKey: INVENTED });
      expect(await client.untilClosed()).toBe(4401);
      expect(client.of('error')).toMatchObject([{ code: 'INVALID_KEY' }]);
    });

    it('closes with 4403 on a key without the scope', async () => {
      const client = await raw('', {}).untilOpen();
      client.send({ type: 'auth', apiKey: await keyWith(['calls:read']) });
      expect(await client.untilClosed()).toBe(4403);
      expect(client.of('error')).toMatchObject([{ code: 'INSUFFICIENT_SCOPE' }]);
    });

    it('closes with 4408 without a key for 5 s', async () => {
      const began = performance.now();
      expect(await raw('', {}).untilClosed()).toBe(4408);
      expect(performance.now() - began).toBeGreaterThan(4_500);
    });

    it('resumes after a position, by types and DNs in the address', async () => {
      const all = await page('?limit=1000');
      const from = all.items[3]?.sequence ?? '';
      const client = raw(`?since=${from}&epoch=${all.epoch}&types=call.ended,call.started&dn=102`);
      const frame = await client.untilFrame('subscribed');
      const { oldest, epoch } = all;
      expect(frame).toMatchObject({ recovered: true, oldest, epoch });
      await client.untilFrame('call_event', 2);
      expect(client.events).toEqual(
        (await page(`?since=${from}&types=call.ended,call.started&dn=102`)).items,
      );
    });

    it('changes its subscription; nothing of the old one follows the answer', async () => {
      const client = raw('?since=0');
      await client.untilFrame('call_event', 5);
      client.send({ type: 'subscribe', since: 0, types: ['call.ended'] });
      await client.untilFrame('subscribed', 2);
      const { items } = await page('?types=call.ended&limit=1000');
      const second = client.frames.lastIndexOf(client.of('subscribed')[1] ?? { type: '' });
      const after = () => client.frames.slice(second + 1).map(({ data }) => data);
      await until('the ends are there', () => after().length >= items.length);
      expect(after()).toEqual(items);
    });

    it('tells another epoch as not recovered', async () => {
      const client = raw('?since=2&epoch=another');
      expect(await client.untilFrame('subscribed')).toMatchObject({ recovered: false });
    });

    it('answers a faulty message with an error and keeps the old subscription', async () => {
      const client = raw('?types=call.ended');
      await client.untilFrame('subscribed');
      client.send({ type: 'subscribe', types: ['no.such'] });
      client.send('{');
      client.send({ type: 'dance' });
      await client.untilFrame('error', 3);
      expect(client.of('error').map(({ code }) => code)).toEqual([
        'INVALID_REQUEST',
        'INVALID_JSON',
        'INVALID_REQUEST',
      ]);
      client.send({ type: 'ping' });
      await client.untilFrame('pong');
      await aCall('100', '101');
      await client.untilFrame('call_event');
      expect(client.events.map(({ type }) => type)).toEqual(['call.ended']);
    });

    it('closes with 4400 on the fifth faulty message, and on a binary one', async () => {
      const faulty = raw();
      await faulty.untilFrame('subscribed');
      for (let n = 0; n < 5; n += 1) faulty.send('{');
      expect(await faulty.untilClosed()).toBe(4400);
      const binary = raw();
      await binary.untilFrame('subscribed');
      binary.send(Buffer.from('{"type":"ping"}'));
      expect(await binary.untilClosed()).toBe(4400);
    });

    it('closes with 4413 on more than 64 KiB', async () => {
      const client = raw();
      await client.untilFrame('subscribed');
      client.send(`{"type":"ping","more":"${'x'.repeat(64 * 1024)}"}`);
      expect(await client.untilClosed()).toBe(4413);
    });

    it('closes with 4429 on far more than 50 messages a second', async () => {
      const client = raw();
      await client.untilFrame('subscribed');
      for (let n = 0; n < 200; n += 1) client.send({ type: 'ping' });
      expect(await client.untilClosed()).toBe(4429);
    });
  });

  describe('Socket.IO', () => {
    it.each(['auth', 'header', 'ticket'])('takes the key by %s', async (way) => {
      const auth =
        way === 'auth' ? { apiKey: key } : way === 'ticket' ? { ticket: await ticket() } : {};
      const client = io(auth, way === 'header' ? bearer(key) : {});
      const { oldest, epoch } = await page();
      const told = await client.untilMessage('subscribed');
      expect(told).toMatchObject({ recovered: true, oldest, epoch });
    });

    it.each([
      ['UNAUTHENTICATED', () => Promise.resolve({})],
      ['INVALID_KEY', () => Promise.resolve({ apiKey: INVENTED })],
      ['INVALID_TICKET', () => Promise.resolve({ ticket: 'invented' })],
      ['INSUFFICIENT_SCOPE', async () => ({ apiKey: await keyWith(['calls:read']) })],
      ['INVALID_REQUEST', () => Promise.resolve({ apiKey: key, types: ['no.such'] })],
    ] as const)('refuses with %s', async (code, auth) => {
      expect(await io(await auth()).untilRefused()).toMatchObject({ code });
    });

    it('acks what it subscribes to and replays; a refused wish changes nothing', async () => {
      const client = io({ apiKey: key, types: ['dtmf.received'] });
      await client.untilMessage('subscribed');
      const { oldest, epoch } = await page();
      const ack = await client.subscribe({ since: '0', types: ['call.started'] });
      expect(ack).toMatchObject({ ok: true, recovered: true, oldest, epoch });
      const { items } = await page('?types=call.started&limit=1000');
      await until('all are there', () => client.events.length === items.length);
      expect(client.events).toEqual(items);
      const refused = await client.subscribe({ types: 'call.started', dn: ['*?'] });
      expect(refused).toMatchObject({ ok: false, code: 'INVALID_REQUEST' });
      expect(refused.detail).toMatch(/\S/);
      await aCall('100', '101');
      await until('the next start is there', () => client.events.length === items.length + 1);
      expect(client.events.at(-1)?.type).toBe('call.started');
    });

    it('says in the ack when another log is meant', async () => {
      const client = io();
      await client.untilMessage('subscribed');
      const ack = await client.subscribe({ since: 3, epoch: 'another' });
      expect(ack).toMatchObject({ ok: true, recovered: false });
    });
  });

  describe('server-sent events', () => {
    it('tell first what became of the position, then the events', async () => {
      const client = await sse('?since=0&types=call.started');
      expect(client.headers.get('content-type')).toMatch(/^text\/event-stream/);
      expect(client.headers.get('x-request-id')).toMatch(/\S/);
      await client.untilReceived('call.started');
      const { oldest, epoch } = await page();
      expect(client.received[0]?.event).toBe('subscribed');
      const told = JSON.parse(client.received[0]?.data ?? '') as unknown;
      expect(told).toMatchObject({ recovered: true, oldest, epoch });
      const { items } = await page('?types=call.started&limit=1000');
      await until('all are there', () => client.events.length === items.length);
      expect(client.events).toEqual(items);
    });

    it('go on after Last-Event-ID, whatever "since" says', async () => {
      const { items } = await page('?limit=1000');
      const lastEventId = { 'last-event-id': items[5]?.sequence ?? '' };
      const client = await sse('?since=0', { ...bearer(key), ...lastEventId });
      await until('all are there', () => client.events.length === items.length - 6);
      expect(client.events).toEqual(items.slice(6));
    });

    it('take a ticket, once', async () => {
      const once = await ticket();
      const client = await sse(`?ticket=${once}`, {});
      await client.untilReceived('subscribed');
      const again = await world.request('GET', `/relay/events?ticket=${once}`, {
        headers: { accept: 'text/event-stream' },
      });
      expect(again.body).toMatchObject({ status: 401, code: 'INVALID_TICKET' });
    });

    it('are refused with a problem', async () => {
      const headers = { accept: 'text/event-stream' };
      const wrong = await world.request('GET', '/relay/events?since=x', { key, headers });
      expect(wrong.body).toMatchObject({ status: 400, code: 'INVALID_REQUEST' });
      const none = await world.request('GET', '/relay/events', { headers });
      expect(none.body).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    });
  });

  async function keyWith(scopes: readonly string[]): Promise<string> {
    return (await world.makeKey({ scopes })).key;
  }
});
