import { beforeEach, describe, expect, it } from '@jest/globals';
import { SeededRandom } from '@3cx-relay/util';
import type { Answer } from '../web/http';
import { CALL_LOG_API, CallLogApi } from './call-log-api';
import { Inbox } from './inbox';

let api: CallLogApi;
beforeEach(() => {
  api = new CallLogApi(new SeededRandom(1));
});

function request(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Answer | Promise<Answer> {
  const [plain = '', query = ''] = path.split('?');
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  return api.answer({
    ...{ method, path: CALL_LOG_API + plain, query, headers, text, remoteAddress: '127.0.0.1' },
  });
}
const deliver = (path = '/call-logs', body: unknown = { callId: 'a' }, headers = {}) =>
  request('POST', path, body, headers);
const behave = (behaviour: unknown) => request('PUT', '/behaviour', behaviour);
async function received(query = '') {
  const { body } = await request('GET', `/received${query}`);
  return body as ReturnType<Inbox['list']>;
}
async function statuses(count: number): Promise<number[]> {
  const answers = [];
  for (let n = 0; n < count; n += 1) answers.push((await deliver()).status);
  return answers;
}

describe('the receiver', () => {
  it('accepts whatever comes, at any path, and keeps it as it came', async () => {
    const raw = '{ "callId" : "ä" }';
    const answer = await deliver('/webhooks/7?x=1', raw, { 'webhook-id': 'msg_1' });
    expect(answer).toMatchObject({ status: 200, body: { received: 1 } });
    await deliver('/alerts', 'no json');
    expect(await received()).toMatchObject({
      ...{ total: 2, forgotten: 0 },
      items: [
        {
          ...{ number: 1, method: 'POST', path: '/webhooks/7', query: 'x=1', status: 200 },
          ...{ headers: { 'webhook-id': 'msg_1' }, body: raw, json: { callId: 'ä' } },
          at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        },
        { number: 2, path: '/alerts', body: 'no json', json: null },
      ],
    });
  });

  it('shows what came since a number or a time, and below a path', async () => {
    await deliver('/call-logs');
    await deliver('/alerts');
    const numbers = async (query: string) =>
      (await received(query)).items.map(({ number }) => number);
    expect(await numbers('?since=1')).toEqual([2]);
    expect(await numbers('?since=2020-01-01T00:00:00Z')).toEqual([1, 2]);
    expect(await numbers('?since=2999-01-01T00:00:00Z')).toEqual([]);
    expect(await numbers('?path=/call')).toEqual([1]);
  });

  it('forgets on request', async () => {
    await deliver();
    expect(await request('DELETE', '/received')).toMatchObject({ body: { items: [], total: 0 } });
  });
});

describe('its behaviour', () => {
  it('answers a status for the next requests, with headers and a body, then as usual', async () => {
    await behave({ status: 503, count: 2, retryAfter: 7, headers: { 'X-A': 'b' }, body: 'away' });
    expect(await deliver()).toEqual({
      ...{ status: 503, headers: { 'Retry-After': '7', 'X-A': 'b' }, body: 'away' },
    });
    expect(await statuses(2)).toEqual([503, 200]);
    expect((await received()).items.map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(await request('GET', '/behaviour')).toMatchObject({ body: { struck: 2, left: 0 } });
  });

  it('meets only the path that it names', async () => {
    await behave({ status: 500, path: '/alerts' });
    expect([(await deliver('/call-logs')).status, (await deliver('/alerts')).status]).toEqual([
      200, 500,
    ]);
  });

  it('meets about the share that it names', async () => {
    await behave({ status: 500, share: 0.3 });
    const struck = (await statuses(1_000)).filter((status) => status === 500).length;
    expect(struck).toBeGreaterThan(240);
    expect(struck).toBeLessThan(360);
  });

  it('gives no answer while it hangs, and gives it when that is taken back', async () => {
    await behave({ hang: true });
    let answered = false;
    const waiting = Promise.resolve(deliver()).then((answer) => {
      answered = true;
      return answer;
    });
    const [first] = (await received()).items;
    expect([answered, first?.status]).toEqual([false, null]);
    await request('DELETE', '/behaviour');
    expect((await waiting).status).toBe(200);
  });

  it('answers late', async () => {
    await behave({ delayMs: 60, count: 1 });
    const begin = performance.now();
    expect((await deliver()).status).toBe(200);
    expect(performance.now() - begin).toBeGreaterThan(55);
  });

  it('sends no body with a status that has none', async () => {
    await behave({ status: 204 });
    expect(await deliver()).toEqual({ status: 204, headers: {} });
  });

  it('asks for a key when it has one', async () => {
    await behave({ apiKey: 'secret' });
    const withKey = (key: string) => deliver('/call-logs', {}, { authorization: `Bearer ${key}` });
    expect((await deliver()).status).toBe(401);
    expect((await withKey('wrong')).status).toBe(401);
    expect((await withKey('secret')).status).toBe(200);
  });

  it('refuses a key that it has accepted, not one that it has refused', async () => {
    const withKey = () => deliver('/call-logs', {}, { 'idempotency-key': 'k' });
    await behave({ status: 500, count: 1, refuseDuplicates: true });
    expect([(await withKey()).status, (await withKey()).status, (await withKey()).status]).toEqual([
      500, 200, 409,
    ]);
  });

  it.each([
    [{ status: 99 }, 'status'],
    [{ share: 2 }, 'share'],
    [{ count: 0 }, 'count'],
    [{ colour: 'red' }, 'colour'],
    [{ headers: { 'a b': 'c' } }, 'headers'],
    ['no json', 'expected object'],
  ])('refuses %j, naming %s', async (behaviour, field) => {
    const answer = await behave(behaviour);
    expect(answer.status).toBe(400);
    expect((answer.body as { detail: string }).detail).toContain(field);
    expect((await deliver()).status).toBe(200);
  });

  it.each([
    ['POST', '/behaviour'],
    ['PUT', '/received'],
  ])('does not take %s %s', async (method, path) => {
    expect((await request(method, path, {})).status).toBe(405);
  });
});

describe('the inbox', () => {
  const item = { method: 'POST', path: '/', query: '', headers: {}, body: 'x'.repeat(100) };

  it('forgets the oldest past so many requests or bytes, and counts them', () => {
    const few = new Inbox({ requests: 2, bytes: 1e6 });
    const small = new Inbox({ requests: 100, bytes: 500 });
    for (let n = 0; n < 5; n += 1) {
      few.add(item);
      small.add(item);
    }
    for (const inbox of [few, small]) {
      const { items, total, forgotten } = inbox.list();
      expect(items.map(({ number }) => number)).toEqual([4, 5]);
      expect([total, forgotten]).toEqual([5, 3]);
    }
  });

  it('keeps the newest, however large it is', () => {
    const inbox = new Inbox({ requests: 10, bytes: 10 });
    inbox.add(item);
    inbox.add(item);
    expect(inbox.list().items.map(({ number }) => number)).toEqual([2]);
  });
});
