import { until } from '@3cx-relay/testing';
import { type ActiveBody, Calls, type EventsBody, type HistoryBody } from './calls';
import { operations } from './described';
import { Receiver } from './receiver';
import { type MadeKey, type ProblemBody, type Reply, type RequestWish, World } from './world';

/** Ids to ask for, by the name of the parameter of a path. */
type Ids = Readonly<Record<string, string>>;
interface Asked {
  readonly query?: string;
  readonly wish?: Omit<RequestWish, 'key'>;
}
interface Items {
  readonly items: readonly { readonly id: string }[];
}

const OUTSIDE = '+493098761122';
const NOTHING: Ids = { callId: 'unknown', id: 'unknown', deliveryId: 'unknown' };

/**
 * What a key of DN 101 asks of each operation, again and again: nothing of it changes anything.
 * An operation that is missing here fails the first test.
 */
const ASKED: Readonly<Record<string, readonly Asked[]>> = {
  getHealth: [{}],
  getOpenApi: [{}],
  getAsyncApi: [{}],
  getMetrics: [{}],
  createTicket: [{}],
  listActiveCalls: [{}, { query: '?dn=102' }, { query: '?dn=101,102,103' }],
  getActiveCall: [{}],
  listCallHistory: [
    {},
    { query: '?limit=1' },
    { query: '?limit=1000&answered=true' },
    { query: '?extension=102' },
    { query: '?direction=inbound' },
    { query: `?number=${OUTSIDE.slice(1)}` },
    { query: '?number=103', wish: { headers: { accept: 'text/csv' } } },
    { wish: { headers: { accept: 'text/csv' } } },
  ],
  listEvents: [
    { query: '?types=call.*&limit=1000' },
    { query: '?types=call.started&limit=2' },
    { query: '?types=call.*&dn=102,103' },
  ],
  makeCall: [{ wish: { body: { from: '102', to: '101' } } }],
  dropCall: [{ wish: { body: { dn: '102' } } }, { wish: { body: { dn: '101' } } }],
  answerCall: [{ wish: { body: { dn: '102' } } }, { wish: { body: { dn: '101' } } }],
  divertCall: [{ wish: { body: { dn: '102', to: '101' } } }],
  transferCall: [{ wish: { body: { dn: '102', to: '101' } } }],
  listWebhooks: [{}, { query: '?limit=1' }],
  createWebhook: [{ wish: { body: { url: 'ftp://x' } } }],
  getWebhook: [{}],
  updateWebhook: [{ wish: { body: { description: 'mine' } } }],
  deleteWebhook: [{}],
  rotateWebhookSecret: [{}],
  testWebhook: [{}],
  replayWebhook: [{ wish: { body: { since: 0 } } }],
  listDeliveries: [{}, { query: '?limit=1' }, { query: '?state=delivered&limit=1000' }],
  redeliver: [{}],
};
const CASES = operations().flatMap(([method, template, id]) =>
  (ASKED[id] ?? []).map((asked) => {
    const accept = asked.wish?.headers?.['accept'] ?? '';
    return [`${id} ${asked.query ?? ''} ${accept}`.trim(), method, template, asked] as const;
  }),
);
/** Of the log, of the request and of the clock; true for every key, whatever it may see. */
const OF_THE_MOMENT =
  /"(?:sequence|nextSince|asOf|timestamp|latencyMs|since|requestId|ticket|expiresAt)":(?:"[^"]*"|[\d.]+)/g;
const HEADERS_OF_THE_MOMENT = [
  'content-length',
  'date',
  'x-request-id',
  'ratelimit-remaining',
  'ratelimit-reset',
];

describe('a key for some DNs', () => {
  let world: World;
  let receiver: Receiver;
  let calls: Calls;
  let all: MadeKey;
  let restricted: MadeKey;
  let own: Ids;
  let ofOthers: Ids;
  let mine: string[];
  const others: string[] = [];

  beforeAll(async () => {
    world = await World.start({ env: { WEBHOOK_ALLOW_NETWORKS: '127.0.0.0/8' } });
    receiver = await Receiver.start();
    [all, restricted] = [await world.makeKey(), await world.makeKey({ dns: ['101'] })];
    calls = new Calls(world, all.key);
    for (const dn of ['101', '102', '103', '105']) {
      await world.pbx.setDn(dn, { answer: 'auto', answerAfterMs: 50 });
    }
    others.push(await calls.aFinishedCall('102', '103'));
    mine = [await calls.aFinishedCall('104', '101')];
    others.push(await calls.aFinishedCall('102', '103'));
    mine.push(await calls.aFinishedCall('101', '104'));
    own = { ...(await aWebhookWithDeliveries(restricted)), callId: mine[1] ?? '' };
    ofOthers = { ...(await aWebhookWithDeliveries(all)), callId: others[1] ?? '' };
  }, 120_000);
  afterAll(async () => {
    await receiver.stop();
    await world.stop();
  });
  afterEach(() => {
    expect(world.faults.splice(0)).toEqual([]);
  });

  const by = <T = ProblemBody>(method: string, route: string, body?: unknown, key = restricted) =>
    world.request<T>(method, route, { key: key.key, body });

  /** All that the key may see was sent to it, and is over. */
  async function aWebhookWithDeliveries(key: MadeKey): Promise<Ids> {
    const wish = { url: receiver.url, types: ['call.*'] };
    const { id } = (await by<{ id: string }>('POST', '/relay/webhooks', wish, key)).body;
    const path = `/relay/webhooks/${id}`;
    const { queued } = await until('the past is sent again', async () => {
      const { body } = await by<{ queued: number }>('POST', `${path}/replay`, { since: 0 }, key);
      return body.queued >= 10 ? body : undefined;
    });
    const delivered = await until('everything is delivered', async () => {
      const list = `${path}/deliveries?state=delivered&limit=1000`;
      const { items } = (await by<Items>('GET', list, undefined, key)).body;
      return items.length >= queued ? items : undefined;
    });
    return { id, deliveryId: delivered[0]?.id ?? '' };
  }

  function ask(method: string, template: string, asked: Asked, ids: Ids): Promise<Reply<unknown>> {
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'missing');
    const wish = { key: restricted.key, ...asked.wish };
    return world.request(method, `${path}${asked.query ?? ''}`, wish);
  }

  /** All that an answer tells, but for what tells of the moment alone. */
  function told({ status, headers, text }: Reply<unknown>): unknown {
    const kept = [...headers].filter(([name]) => !HEADERS_OF_THE_MOMENT.includes(name));
    return { status, headers: kept, text: text.replaceAll(OF_THE_MOMENT, '') };
  }

  it('is asked of every operation there is', () => {
    expect(Object.keys(ASKED).sort()).toEqual(
      operations()
        .map(([, , id]) => id)
        .sort(),
    );
    const parameters = operations().flatMap(([, path]) => path.match(/(?<=\{)\w+/g) ?? []);
    expect([...new Set(parameters)].sort()).toEqual(Object.keys(NOTHING).sort());
  });

  it.each(CASES.filter(([, , template]) => template.includes('{')))(
    '%s: what belongs to others does not exist',
    async (_name, method, template, asked) => {
      const hidden = await ask(method, template, asked, ofOthers);
      const absent = await ask(method, template, asked, NOTHING);
      expect(hidden.status).toBe(404);
      expect(told(hidden)).toEqual(told(absent));
    },
  );

  it('no answer changes by the calls of others, while they go on and after', async () => {
    const askAll = async () => {
      const answers: Record<string, unknown> = {};
      for (const [name, method, template, asked] of CASES) {
        const answer = await ask(method, template, asked, method === 'GET' ? own : NOTHING);
        expect([name, answer.status < 500]).toEqual([name, true]);
        for (const secret of [...others, OUTSIDE, ofOthers['id'] ?? '']) {
          expect([name, answer.text.includes(secret)]).toEqual([name, false]);
        }
        answers[name] = told(answer);
      }
      return answers;
    };
    const before = await askAll();
    await calls.aFinishedCall('103', '102');
    const pbxCallId = await world.pbx.call({ from: OUTSIDE, to: '102' });
    const going = await until('a call from outside is there', async () => {
      const { items } = await calls.get<ActiveBody>('/relay/active-calls');
      return items.find(({ pbx }) => pbx.callId === pbxCallId)?.callId;
    });
    await calls.untilEvent(going, 'call.answered');
    others.push(going);
    expect(await askAll()).toEqual(before);
    await world.pbx.steer(pbxCallId, 'hangup', {});
    await calls.untilEvent(going, 'call.record');
    expect(await askAll()).toEqual(before);
    expect(receiver.got.length).toBeGreaterThan(0);
  });

  it('its pages end where its own calls end', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await by<HistoryBody>('GET', `/relay/call-history?limit=1${query}`);
      expect(body.items).toHaveLength(1);
      seen.push(...body.items.map(({ callId }) => callId));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(mine.toReversed());
  });

  it('sees what is its own, at the true position of the log', async () => {
    const { body } = await by<EventsBody>('GET', '/relay/events?types=call.*&limit=1000');
    expect(new Set(body.items.map(({ data }) => data.call?.callId))).toEqual(new Set(mine));
    const whole = await by<EventsBody>('GET', '/relay/events?limit=1', undefined, all);
    expect(body.sequence).toBe(whole.body.sequence);
  });

  it('controls its own DNs alone', async () => {
    const { callId } = await calls.aConnectedCall('105', '101');
    const active = (await by<ActiveBody>('GET', '/relay/active-calls')).body;
    expect(active.items.map((call) => call.callId)).toEqual([callId]);
    const foreign = await by('POST', `/relay/calls/${callId}/drop`, { dn: '105' });
    expect([foreign.status, foreign.body.code]).toEqual([403, 'DN_NOT_ALLOWED']);
    const from = await by('POST', '/relay/calls', { from: '105', to: '101' });
    expect([from.status, from.body.code]).toEqual([403, 'DN_NOT_ALLOWED']);
    expect((await by('POST', `/relay/calls/${callId}/drop`, { dn: '101' })).status).toBe(202);
  });
});
