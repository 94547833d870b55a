import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Dn } from '@3cx-relay/contracts';
import { RestWorld } from './testing/rest-world';

jest.setTimeout(30_000);

type Json = Record<string, unknown>;

describe('/relay/webhooks', () => {
  let world: RestWorld;
  let receiver: Server;
  let url: string;
  let key: string;

  beforeAll(async () => {
    world = await RestWorld.start();
    key = await world.key();
    receiver = createServer((_request, response) => response.writeHead(200).end('thanks'));
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  }, 60_000);

  afterAll(async () => {
    await world.stop();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  }, 30_000);

  const send = async (method: string, path: string, body?: unknown, by = key) => {
    const answer = await world.send(method, `/relay/webhooks${path}`, by, body);
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Json };
  };
  const made = async (by = key) => (await send('POST', '', { url }, by)).body;

  it('shows the secret when it makes or rotates one, and never again', async () => {
    const created = await send('POST', '', { url, types: ['call.*'], description: 'CRM' });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ url, types: ['call.*'], enabled: true });
    expect(created.body['secret']).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const path = `/${String(created.body['id'])}`;
    expect((await send('GET', path)).body).not.toHaveProperty('secret');
    const rotated = await send('POST', `${path}/rotate-secret`);
    expect(rotated.body['secret']).not.toBe(created.body['secret']);
    const until = Date.parse(String(rotated.body['previousValidUntil']));
    expect(until - Date.now()).toBeGreaterThan(23.9 * 3_600_000);
  });

  it('changes, lists in pages, newest first, and deletes', async () => {
    const mine = await world.key();
    const [first, second] = [await made(mine), await made(mine)];
    const page = (await send('GET', '?limit=1', undefined, mine)).body;
    expect(page['items']).toEqual([expect.objectContaining({ id: second['id'] })]);
    const rest = await send(
      'GET',
      `?limit=1&cursor=${String(page['nextCursor'])}`,
      undefined,
      mine,
    );
    expect(rest.body).toMatchObject({ items: [{ id: first['id'] }], nextCursor: null });
    const path = `/${String(first['id'])}`;
    const changed = await send('PATCH', path, { enabled: false, types: ['call.ended'] }, mine);
    expect(changed.body).toMatchObject({ enabled: false, types: ['call.ended'], url });
    expect((await send('DELETE', path, undefined, mine)).status).toBe(204);
    expect((await send('GET', path, undefined, mine)).status).toBe(404);
  });

  it('keeps the webhooks of one key from every other key', async () => {
    const path = `/${String((await made())['id'])}`;
    const other = await world.key();
    expect((await send('GET', '', undefined, other)).body['items']).toEqual([]);
    const routes = [
      ...[
        ['GET', path],
        ['PATCH', path],
        ['DELETE', path],
        ['GET', `${path}/deliveries`],
      ],
      ...[
        ['POST', `${path}/test`],
        ['POST', `${path}/rotate-secret`],
        ['POST', `${path}/replay`],
      ],
      ['POST', `${path}/deliveries/x/redeliver`],
    ] as const;
    for (const [method, route] of routes) {
      const body = method === 'PATCH' ? { enabled: false } : { since: '0' };
      expect((await send(method, route, body, other)).body['code']).toBe('NOT_FOUND');
    }
    expect((await send('GET', path)).body['enabled']).toBe(true);
  });

  it.each([
    ['a private address', 'http://10.0.0.1/'],
    ['the metadata service', 'http://169.254.169.254/latest'],
    ['a mapped loopback address', 'http://[::ffff:192.168.1.1]/'],
    ['a user name in the address', 'http://user:pass@127.0.0.1/'],
    ['another protocol', 'ftp://example.com/'],
    ['no address at all', 'nonsense'],
  ])('refuses %s as a fault of url', async (_what, target) => {
    const { status, body } = await send('POST', '', { url: target });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'INVALID_REQUEST', errors: [{ field: 'url' }] });
  });

  it('sends a test at once and lists it among the deliveries', async () => {
    const path = `/${String((await made())['id'])}`;
    const test = await send('POST', `${path}/test`);
    expect(test.body).toMatchObject({
      ...{ state: 'delivered', sequence: '0000000000000000', callId: null },
      attempts: [{ status: 200, answer: 'thanks', error: null }],
    });
    const listed = await send('GET', `${path}/deliveries?state=delivered`);
    expect(listed.body['items']).toEqual([test.body]);
    expect((await send('GET', `${path}/deliveries?state=pending`)).body['items']).toEqual([]);
  });

  it('tells what becomes of the position of a replay', async () => {
    const restricted = await world.key({ dns: ['101' as Dn] });
    const path = `/${String((await made(restricted))['id'])}/replay`;
    expect(await send('POST', path, { since: 'now' }, restricted)).toEqual({
      ...{ status: 202, body: { queued: 0, recovered: true } },
    });
    const foreign = await send('POST', path, { since: '0', epoch: 'another' }, restricted);
    expect(foreign.body['recovered']).toBe(false);
    expect((await send('POST', path, { since: 'x' }, restricted)).body['code']).toBe(
      'INVALID_REQUEST',
    );
  });

  it('audits every change by the id of the key, and no secret', async () => {
    const mine = await world.key({ clientName: 'CRM' });
    const created = await made(mine);
    const path = `/${String(created['id'])}`;
    const secrets = [String(created['secret'])];
    await send('PATCH', path, { types: ['call.ended'] }, mine);
    secrets.push(String((await send('POST', `${path}/rotate-secret`, {}, mine)).body['secret']));
    const test = (await send('POST', `${path}/test`, {}, mine)).body;
    await send('POST', `${path}/replay`, { since: '0' }, mine);
    await send('POST', `${path}/deliveries/unknown/redeliver`, {}, mine);
    await send('GET', path, undefined, mine);
    await send('DELETE', path, undefined, mine);
    const actor = `api-keys/${mine.split('_')[1] ?? ''}`;
    const { items } = await world.audit.list({ actor, limit: 100, sort: '-at' });
    expect(items.map(({ action }) => action).toReversed()).toEqual([
      ...['webhook.created', 'webhook.changed', 'webhook.secret-rotated'],
      ...['webhook.tested', 'webhook.replayed', 'webhook.deleted'],
    ]);
    const subject = `webhooks${path}`;
    for (const item of items) expect(item).toMatchObject({ subject, address: '127.0.0.1' });
    expect(items.at(-1)?.detail).toEqual({ url, clientName: 'CRM' });
    for (const secret of secrets) expect(JSON.stringify([items, test])).not.toContain(secret);
  });

  it('notes nothing for a key that does not own the webhook', async () => {
    const mine = await world.key();
    const path = `/${String((await made(mine))['id'])}`;
    const { id } = (await send('POST', `${path}/test`, {}, mine)).body;
    const again = `${path}/deliveries/${String(id)}/redeliver`;
    await send('POST', again, {}, await world.key());
    const { items } = await world.audit.list({
      search: `webhooks${path}`,
      limit: 100,
      sort: '-at',
    });
    expect(items.map(({ action }) => action)).toEqual(['webhook.tested', 'webhook.created']);
  });
});
