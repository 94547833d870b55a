import { until } from '@3cx-relay/testing';
import { Webhook as Verifier } from 'standardwebhooks';
import { eventFaults } from './described';
import { type Delivered, Receiver, SILENCE } from './receiver';
import type { SeenEvent } from './streams';
import { World } from './world';

interface Endpoint {
  readonly id: string;
  readonly url: string;
  readonly enabled: boolean;
  readonly disabledReason: string | null;
  readonly secret: string;
  readonly previousValidUntil: string | null;
  readonly pending: number;
  readonly breaker: string;
}
interface DeliveryBody {
  readonly id: string;
  readonly eventId: string;
  readonly type: string;
  readonly state: string;
  readonly nextAttemptAt: string | null;
  readonly attempts: readonly {
    readonly at: string;
    readonly status: number | null;
    readonly answer: string | null;
    readonly error: string | null;
    readonly durationMs: number;
  }[];
}
interface ListOf<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

const LIFE = ['call.started', 'call.ringing', 'call.answered', 'call.ended', 'call.record'];

describe('webhooks', () => {
  let world: World;
  let receiver: Receiver;
  let key: string;
  let endpoint: Endpoint;

  beforeAll(async () => {
    world = await World.start({ env: { WEBHOOK_ALLOW_NETWORKS: '127.0.0.0/8' } });
    receiver = await Receiver.start();
    ({ key } = await world.makeKey());
    // Long enough to be seen ringing by a busy machine too.
    for (const dn of ['101', '102']) await world.pbx.setDn(dn, { answerAfterMs: 1_000 });
  });
  beforeEach(async () => {
    receiver.clear();
    endpoint = (await call<Endpoint>('POST', '', { url: receiver.url, types: LIFE })).body;
  });
  afterEach(async () => {
    await call('DELETE', `/${endpoint.id}`);
    expect(world.faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await receiver.stop();
    await world.stop();
  });

  const call = <T = { code?: string; detail?: string }>(
    method: string,
    route: string,
    body?: unknown,
    by = key,
  ) => world.request<T>(method, `/relay/webhooks${route}`, { key: by, body });
  const own = <T>(method: string, route = '', body?: unknown) =>
    call<T>(method, `/${endpoint.id}${route}`, body);

  async function placed(to = '101'): Promise<number> {
    return world.pbx.call({ from: '100', to });
  }

  /** A call that was answered and is over, with its record. */
  async function aCall(to = '101'): Promise<number> {
    const pbxCallId = await placed(to);
    const wanted = async (type: string) => {
      const { items } = (
        await world.request<{ items: SeenEvent[] }>(
          'GET',
          `/relay/events?types=${type}&limit=1000`,
          {
            key,
          },
        )
      ).body;
      return items.some(({ data }) => data.call?.pbx.callId === pbxCallId);
    };
    await until('it is answered', () => wanted('call.answered'));
    await world.pbx.steer(pbxCallId, 'hangup', { dn: '100' });
    await until('it has its record', () => wanted('call.record'));
    return pbxCallId;
  }

  const verify = (secret: string, { headers, body }: Delivered): unknown =>
    new Verifier(secret).verify(body, headers as Record<string, string>);

  it('shows the secret when it is made, and never again', async () => {
    expect(endpoint.secret).toMatch(/^whsec_[A-Za-z0-9+/]{32,}=*$/);
    const one = await own<Endpoint>('GET');
    expect(one.body).toMatchObject({ id: endpoint.id, enabled: true, disabledReason: null });
    const listed = await call<ListOf<Endpoint>>('GET', '?limit=1');
    expect(listed.body.items.map(({ id }) => id)).toEqual([endpoint.id]);
    expect(one.text + listed.text).not.toContain('whsec_');
  });

  it('belongs to its key alone', async () => {
    const other = (await world.makeKey()).key;
    const foreign = await call('GET', `/${endpoint.id}`, undefined, other);
    expect(foreign.body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect((await call<ListOf<unknown>>('GET', '', undefined, other)).body.items).toEqual([]);
  });

  it.each(['http://10.0.0.1/', 'http://169.254.169.254/', 'http://[::1]:9/', 'http://192.168.1.1'])(
    'refuses the target %s',
    async (url) => {
      const refused = await call('POST', '', { url });
      expect(refused.body).toMatchObject({ status: 400, code: 'INVALID_REQUEST' });
      const changed = await own('PATCH', '', { url });
      expect(changed.body).toMatchObject({ status: 400, code: 'INVALID_REQUEST' });
    },
  );

  it('sends a test event at once, signed, and tells what came of it', async () => {
    const tested = await own<DeliveryBody>('POST', '/test');
    expect(tested.body).toMatchObject({
      state: 'delivered',
      attempts: [{ status: 204 }],
      eventId: expect.stringMatching(/^test-/) as string,
    });
    const [got] = receiver.got;
    if (!got) throw new Error('nothing was delivered');
    expect(verify(endpoint.secret, got)).toMatchObject({ id: tested.body.eventId });
    receiver.answer = () => ({ status: 500 });
    const failed = await own<DeliveryBody>('POST', '/test');
    expect(failed.body.attempts).toMatchObject([{ status: 500, answer: 'told by the receiver' }]);
  });

  it('delivers the life of a call in order, each event as it is in the log', async () => {
    const pbxCallId = await aCall();
    await until('it has all', () => receiver.ofPbxCall(pbxCallId).length >= LIFE.length);
    const mine = receiver.ofPbxCall(pbxCallId);
    expect(mine.map(({ event }) => event.type)).toEqual(LIFE);
    const { items } = (
      await world.request<{ items: SeenEvent[] }>('GET', '/relay/events?limit=1000', { key })
    ).body;
    for (const delivered of mine) {
      expect(delivered.event).toEqual(items.find(({ id }) => id === delivered.event.id));
      expect(delivered.headers['webhook-id']).toBe(delivered.event.id);
      expect(eventFaults(delivered.event)).toEqual([]);
      verify(endpoint.secret, delivered);
    }
    const { body } = await own<ListOf<DeliveryBody>>('GET', '/deliveries?limit=2');
    expect(body.items.map(({ type }) => type)).toEqual(['call.record', 'call.ended']);
    const next = await own<ListOf<DeliveryBody>>('GET', `/deliveries?cursor=${body.nextCursor}`);
    expect(next.body.items.map(({ type }) => type)).toEqual(LIFE.slice(0, 3).reverse());
  });

  it('tries again after some 5 s; later events of that call wait, others pass', async () => {
    let failures = 0;
    receiver.answer = ({ type }) => {
      if (type !== 'call.ringing' || failures > 0) return { status: 204 };
      failures += 1;
      return { status: 500 };
    };
    const first = await aCall('101');
    expect(receiver.ofPbxCall(first).map(({ event }) => event.type)).toEqual(LIFE.slice(0, 2));
    const waiting = await own<ListOf<DeliveryBody>>('GET', '/deliveries?state=pending');
    const late = waiting.body.items.find(({ type }) => type === 'call.ringing');
    expect(late?.attempts).toMatchObject([{ status: 500, answer: 'told by the receiver' }]);
    expect(late?.nextAttemptAt).not.toBeNull();
    const second = await aCall('102');
    await until('the other call passes', () => receiver.ofPbxCall(second).length === LIFE.length);
    await receiver.untilGot(2 * LIFE.length + 1, 20_000);
    const [, failed, repeated, ...rest] = receiver.ofPbxCall(first);
    expect([failed?.answered, repeated?.answered]).toEqual([500, 204]);
    expect(repeated?.headers['webhook-id']).toBe(failed?.headers['webhook-id']);
    expect((repeated?.at ?? 0) - (failed?.at ?? 0)).toBeGreaterThan(3_000);
    expect(rest.map(({ event }) => event.type)).toEqual(LIFE.slice(2));
  });

  it('sends one event again, or all after a position', async () => {
    const before = (await world.request<{ sequence: string }>('GET', '/relay/events', { key }))
      .body;
    await aCall();
    await receiver.untilGot(LIFE.length);
    const { items } = (await own<ListOf<DeliveryBody>>('GET', '/deliveries')).body;
    await until('all are told as delivered', async () => {
      const now = await own<ListOf<DeliveryBody>>('GET', '/deliveries?state=delivered');
      return now.body.items.length === LIFE.length;
    });
    const again = await own('POST', `/deliveries/${items[0]?.id}/redeliver`);
    expect(again.status).toBe(202);
    await receiver.untilGot(LIFE.length + 1);
    expect(receiver.got.at(-1)?.event.id).toBe(items[0]?.eventId);
    receiver.clear();
    const replay = await own('POST', '/replay', { since: before.sequence });
    expect(replay.body).toEqual({ queued: LIFE.length, recovered: true });
    await receiver.untilGot(LIFE.length);
    expect(receiver.types).toEqual(LIFE);
    const elsewhere = await own('POST', '/replay', { since: before.sequence, epoch: 'another' });
    expect(elsewhere.body).toMatchObject({ recovered: false });
  });

  it('signs with both secrets for a day after one was rotated', async () => {
    const { body } = await own<Endpoint>('POST', '/rotate-secret');
    expect(body.secret).not.toBe(endpoint.secret);
    const hours = (Date.parse(body.previousValidUntil ?? '') - Date.now()) / 3_600_000;
    expect(hours).toBeCloseTo(24, 1);
    await own('POST', '/test');
    // What was sent again before may be on its way still.
    const got = await until('the test event is there', () =>
      receiver.got.find(({ event }) => event.id.startsWith('test-')),
    );
    for (const secret of [body.secret, endpoint.secret]) verify(secret, got);
    const signatures = String(got.headers['webhook-signature']).split(' ');
    expect(signatures.map((text) => text.slice(0, 3))).toEqual(['v1,', 'v1,']);
  });

  it.each([
    ['410', { status: 410 }],
    ['"webhook-delivery: disable"', { status: 500, headers: { 'webhook-delivery': 'disable' } }],
  ])('is disabled by %s, with a reason, until it is enabled again', async (_name, answer) => {
    receiver.answer = () => answer;
    await aCall();
    const disabled = await until('it is disabled', async () => {
      const { body } = await own<Endpoint>('GET');
      return body.enabled ? undefined : body;
    });
    expect(disabled.disabledReason).toMatch(/\S/);
    expect(receiver.got).toHaveLength(1);
    receiver.clear();
    const enabled = await own<Endpoint>('PATCH', '', { enabled: true });
    expect(enabled.body).toMatchObject({ enabled: true, disabledReason: null });
    await aCall('102');
    await until('deliveries go on', () => receiver.types.includes('call.record'));
  });

  it('is asked again when its Retry-After says so; the first 4 KiB of its answer are kept', async () => {
    const headers = { 'retry-after': '3600' };
    receiver.answer = () => ({ status: 503, headers, text: 'x'.repeat(10_000) });
    await placed();
    const waiting = await until('it waits', async () => {
      const { items } = (await own<ListOf<DeliveryBody>>('GET', '/deliveries?state=pending')).body;
      return items.find(({ attempts }) => attempts.length > 0);
    });
    const [attempt] = waiting.attempts;
    expect(attempt).toMatchObject({ status: 503, answer: 'x'.repeat(4_096) });
    const waitMs = Date.parse(waiting.nextAttemptAt ?? '') - Date.parse(attempt?.at ?? '');
    // The answer took a moment, which does not count.
    expect(waitMs).toBeGreaterThanOrEqual(3_600_000);
    expect(waitMs).toBeLessThan(3_620_000);
    await world.pbx.hangUpAll();
  });

  it('that never answers is given up after 15 s, and delays no other', async () => {
    receiver.answer = () => SILENCE;
    const quick = await Receiver.start();
    const other = (await call<Endpoint>('POST', '', { url: quick.url, types: LIFE })).body;
    const pbxCallId = await aCall();
    await until('the other has all', () => quick.ofPbxCall(pbxCallId).length === LIFE.length);
    expect(quick.ofPbxCall(pbxCallId).map(({ event }) => event.type)).toEqual(LIFE);
    const silent = receiver.ofPbxCall(pbxCallId).map(({ event }) => event.type);
    expect(silent).toEqual(['call.started']);
    const [attempt] = await until(
      'it is given up',
      async () => {
        const { items } = (await own<ListOf<DeliveryBody>>('GET', '/deliveries')).body;
        return items.map(({ attempts }) => attempts).find((attempts) => attempts.length > 0);
      },
      { limitMs: 30_000 },
    );
    expect(attempt).toMatchObject({ status: null, answer: null });
    expect(attempt?.error).toMatch(/15 seconds/);
    expect(attempt?.durationMs).toBeGreaterThanOrEqual(14_900);
    await call('DELETE', `/${other.id}`);
    await quick.stop();
  });

  it('that failed 10 times in a row is let in peace, but for a probe that ends it', async () => {
    receiver.answer = () => ({ status: 500 });
    await Promise.all(Array.from({ length: 12 }, () => placed()));
    const breaker = async () => (await own<Endpoint>('GET')).body.breaker;
    await until('its breaker is open', async () => (await breaker()) === 'open');
    await world.pbx.hangUpAll();
    receiver.answer = () => ({ status: 204 });
    await until('a probe closes it', async () => (await breaker()) === 'closed', {
      limitMs: 60_000,
    });
    const pbxCallId = await aCall('102');
    await until('deliveries go on', () => receiver.ofPbxCall(pbxCallId).length === LIFE.length);
  });

  it('gives up one event at "webhook-delivery: abort-message", and follows no redirect', async () => {
    receiver.answer = ({ type }) => {
      if (type === 'call.started') {
        return { status: 500, headers: { 'webhook-delivery': 'abort-message' } };
      }
      return type === 'call.ended'
        ? { status: 302, headers: { location: receiver.url } }
        : { status: 204 };
    };
    await aCall();
    await receiver.untilGot(4);
    expect(receiver.types).toEqual(LIFE.slice(0, 4));
    const states = await until('the redirect is told', async () => {
      const { items } = (await own<ListOf<DeliveryBody>>('GET', '/deliveries')).body;
      const ended = items.find(({ type }) => type === 'call.ended');
      return ended?.attempts[0] === undefined ? undefined : items;
    });
    const of = (wanted: string) => states.find(({ type }) => type === wanted);
    expect(of('call.started')?.state).toBe('aborted');
    expect(of('call.ended')).toMatchObject({ state: 'pending', attempts: [{ status: 302 }] });
  });

  it('sends no more once it is switched off, or deleted', async () => {
    await own('PATCH', '', { enabled: false });
    await aCall();
    expect(receiver.got).toEqual([]);
    expect((await own('DELETE')).status).toBe(204);
    expect((await own('GET')).status).toBe(404);
    endpoint = (await call<Endpoint>('POST', '', { url: receiver.url, dns: ['102'] })).body;
    await aCall('101');
    const pbxCallId = await aCall('102');
    await until('the call of the DN is told', () => receiver.types.includes('call.record'));
    expect(receiver.got).toHaveLength(receiver.ofPbxCall(pbxCallId).length);
  });
});
