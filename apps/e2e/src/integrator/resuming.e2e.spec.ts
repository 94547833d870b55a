import { until } from '@3cx-relay/testing';
import { OwnStore } from './own-store';
import { SlowLine } from './slow-line';
import { type EventsPage, IoClient, RawClient, type SeenEvent, SseClient } from './streams';
import { type MadeKey, World } from './world';

type Client = RawClient | IoClient | SseClient;

const KINDS = ['websocket', 'socketio', 'sse'] as const;
type Kind = (typeof KINDS)[number];

/** Far more than what networks and buffers between the relay and a client hold. */
const LARGE = { events: 3_000, bytes: 10_000 };
const MIB = 1024 * 1024;

const numbers = (events: readonly SeenEvent[]) => events.map(({ sequence }) => Number(sequence));
const range = (after: number, upTo: number) =>
  Array.from({ length: upTo - after }, (_unused, n) => after + 1 + n);

describe('a consumer that comes back', () => {
  let store: OwnStore;
  let world: World;
  let made: MadeKey;
  const open: Client[] = [];
  const lines: SlowLine[] = [];

  beforeAll(async () => {
    store = await OwnStore.start();
    world = await World.start({ env: { DATABASE_URL: store.url } });
    made = await world.makeKey();
    await world.pbx.setDn('101', { answerAfterMs: 50 });
    const pbxCallId = await world.pbx.call({ from: '100', to: '101' });
    await until('it is answered', async () => (await told('call.answered')).length > 0);
    await world.pbx.steer(pbxCallId, 'hangup', { dn: '100' });
    await until('its record is there', async () => (await told('call.record')).length > 0);
  });
  afterEach(() => {
    for (const client of open.splice(0)) {
      client.close();
      world.faults.push(...client.faults);
    }
    for (const line of lines.splice(0)) line.stop();
    expect(world.faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await world.stop();
    await store.stop();
  });

  async function page(query = ''): Promise<EventsPage> {
    return (await world.request<EventsPage>('GET', `/relay/events${query}`, made)).body;
  }
  const told = async (type: string) => (await page(`?types=${type}`)).items;

  async function connect(kind: Kind, since: number, { types = '*', url = world.url } = {}) {
    const { epoch } = await page();
    const query = `?since=${since}&epoch=${epoch}&types=${types}`;
    const headers = { authorization: `Bearer ${made.key}` };
    const client =
      kind === 'websocket'
        ? new RawClient(url, query, headers)
        : kind === 'sse'
          ? await SseClient.open(url, query, headers)
          : ioClient(url, { since, epoch, types: types.split(',') });
    open.push(client);
    return client;
  }

  /** Without long polling first: what is held back in the middle of the change is another matter. */
  function ioClient(url: string, wish: object): IoClient {
    return new IoClient(url, { apiKey: made.key, ...wish }, {}, ['websocket']);
  }

  async function subscribed(client: Client): Promise<unknown> {
    if (client instanceof RawClient) return client.untilFrame('subscribed');
    if (client instanceof IoClient) return client.untilMessage('subscribed');
    return JSON.parse((await client.untilReceived('subscribed')).data) as unknown;
  }

  describe('after a position that retention has taken', () => {
    let all: EventsPage;
    let taken: number;

    beforeAll(async () => {
      all = await page('?limit=1000');
      taken = all.items.length - 3;
      await store.run(
        `UPDATE events SET logged_at = now() - interval '31 days' WHERE sequence <= ${taken}`,
      );
      await world.relay.program.stop();
      await world.relay.restart();
      await world.relay.untilOk();
      await until('retention has been at work', async () => {
        return Number((await page()).oldest) === taken + 1;
      });
    });

    const left = () => all.items.slice(taken);

    it.each(KINDS)('is told of the gap, then gets what is left (%s)', async (kind) => {
      const client = await connect(kind, 2);
      const { epoch } = all;
      const oldest = left()[0]?.sequence;
      expect(await subscribed(client)).toMatchObject({ recovered: false, oldest, epoch });
      await until('all are there', () => client.events.length >= left().length + 1);
      const [gap, ...rest] = client.events;
      expect(gap).toMatchObject({
        ...{ type: 'log.gap', epoch, sequence: all.items[taken - 1]?.sequence },
        data: { from: all.items[2]?.sequence, oldest },
      });
      expect(rest.slice(0, left().length)).toEqual(left());
    });

    it.each(KINDS)('is told of it whatever types it asked for (%s)', async (kind) => {
      const client = await connect(kind, 0, { types: 'call.record' });
      await until('the record is there', () => client.events.length >= 2);
      expect(client.events.slice(0, 2).map(({ type }) => type)).toEqual(['log.gap', 'call.record']);
    });

    it.each(KINDS)('goes on after the gap without being told again (%s)', async (kind) => {
      const client = await connect(kind, taken);
      expect(await subscribed(client)).toMatchObject({ recovered: true });
      await until('all are there', () => client.events.length >= left().length);
      expect(client.events.slice(0, left().length)).toEqual(left());
    });

    it('is told in a page that goes on with what is left', async () => {
      const { recovered, oldest, items } = await page('?since=2');
      const [gap, ...rest] = items;
      expect([recovered, oldest, gap?.type]).toEqual([false, left()[0]?.sequence, 'log.gap']);
      expect(rest.slice(0, left().length)).toEqual(left());
    });
  });

  describe('after it took too little', () => {
    let base: number;
    let newest: number;

    beforeAll(async () => {
      await world.relay.program.stop();
      await store.run(...enlarge(LARGE));
      await world.relay.restart();
      await world.relay.untilOk();
      newest = Number((await page()).sequence);
      base = newest - LARGE.events;
    });

    async function figures(): Promise<{ readonly waiting: number; readonly tooSlow: number[] }> {
      const { text } = await world.request('GET', '/relay/metrics', made);
      const figure = (name: string) =>
        Number(
          text
            .split('\n')
            .find((line) => line.startsWith(`relay_stream_${name} `))
            ?.split(' ')[1],
        );
      return {
        waiting: figure('waiting_bytes'),
        tooSlow: KINDS.map((kind) => figure(`too_slow_total{transport="${kind}"}`)),
      };
    }

    async function overSlowLine(kind: Kind): Promise<Client> {
      const line = await SlowLine.to(world.url, MIB / 4);
      lines.push(line);
      return connect(kind, base, { url: line.url });
    }

    it('was closed, and gets the rest; others waited for nothing meanwhile', async () => {
      const live = await connect('websocket', newest);
      await subscribed(live);
      const slow = await Promise.all(KINDS.map(overSlowLine));
      await until(
        'all are given up',
        async () => {
          const { waiting, tooSlow } = await figures();
          expect(waiting).toBeLessThan(slow.length * (MIB + 2 * LARGE.bytes));
          return tooSlow.every((count) => count === 1);
        },
        { limitMs: 40_000, otherwise: () => JSON.stringify(slow.map((one) => one.events.length)) },
      );
      await world.pbx.call({ from: '100', to: '101' });
      await until('who reads hears of a call', () =>
        live.events.some(({ type }) => type === 'call.started'),
      );
      for (const line of lines) line.flow();
      const [raw, io, sse] = slow as [RawClient, IoClient, SseClient];
      expect(await raw.untilClosed(20_000)).toBe(4508);
      await until('Socket.IO is disconnected', () => io.disconnected, { limitMs: 40_000 });
      await until('the stream has ended', () => sse.ended, { limitMs: 20_000 });
      for (const [n, kind] of KINDS.entries()) {
        const got = numbers(slow[n]?.events ?? []);
        expect(got.length).toBeLessThan(LARGE.events);
        expect(got).toEqual(range(base, base + got.length));
        const again = await connect(kind, base + got.length);
        expect(await subscribed(again)).toMatchObject({ recovered: true });
        const rest = LARGE.events - got.length;
        await until('the rest is there', () => again.events.length >= rest, { limitMs: 30_000 });
        expect(numbers(again.events).slice(0, rest)).toEqual(range(base + got.length, newest));
      }
    });
  });
});

/** Adds copies of an event to the log, grown to so many bytes. */
function enlarge({ events, bytes }: typeof LARGE): string[] {
  return [
    `INSERT INTO events (sequence, pbx_id, id, type, call_id, dns, time, logged_at, body)
     SELECT last_sequence + n, pbx_id, id || '-' || n, type, call_id, dns, time, now(),
            (jsonb_set(body::jsonb, '{data,call,caller,name}', to_jsonb(repeat('x', ${bytes})))
             || jsonb_build_object('id', id || '-' || n,
                                   'sequence', lpad((last_sequence + n)::text, 16, '0')))::text
       FROM event_log_head, generate_series(1, ${events}) n,
            (SELECT * FROM events WHERE type = 'call.ended' LIMIT 1) sample`,
    `UPDATE event_log_head SET last_sequence = last_sequence + ${events}`,
  ];
}
