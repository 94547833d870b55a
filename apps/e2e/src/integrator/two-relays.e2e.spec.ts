import { ADMIN, Pbx, Relay, until } from '@3cx-relay/testing';
import { OwnStore } from './own-store';
import { RawClient } from './streams';

const RATE = 20;

describe('a key on two relays that share a store', () => {
  let store: OwnStore;
  let pbx: Pbx;
  let relays: readonly [Relay, Relay];

  beforeAll(async () => {
    store = await OwnStore.start();
    pbx = await Pbx.start();
    const env = { DATABASE_URL: store.url };
    const first = await Relay.start({ pbx, env });
    relays = [first, await Relay.start({ pbx, env })];
  }, 120_000);
  afterAll(async () => {
    for (const relay of relays) await relay.stop();
    await pbx.stop();
    await store.stop();
  }, 60_000);

  const ask = (relay: Relay, key: string) =>
    fetch(`${relay.url}/relay/active-calls`, { headers: { 'x-api-key': key } });

  it('is refused by both, and loses its connections to both, once one revokes it', async () => {
    const admin = await Admin.signIn(relays[0]);
    const { id, key } = await admin.makeKey(0);
    const sockets = relays.map(({ url }) => new RawClient(url, '', { 'x-api-key': key }));
    for (const socket of sockets) await socket.untilFrame('hello');
    for (const relay of relays) expect((await ask(relay, key)).status).toBe(200);
    await admin.revoke(id);
    for (const socket of sockets) expect(await socket.untilClosed(3_000)).toBe(4401);
    for (const relay of relays) {
      const answer = await ask(relay, key);
      expect([answer.status, await answer.json()]).toMatchObject([401, { code: 'KEY_REVOKED' }]);
    }
  });

  it('may make as many requests as it may on one, in sum', async () => {
    const [first, second] = relays;
    const { key } = await (await Admin.signIn(first)).makeKey(RATE);
    for (let n = 0; n < RATE; n += 1) expect((await ask(first, key)).status).toBe(200);
    // The second is told within a second or two; until then it lets some through, but by itself it
    // would not refuse what is asked this slowly.
    const probe = async () => {
      const answer = await ask(second, key);
      return answer.status === 429 ? answer : undefined;
    };
    const refused = await until('the second refuses', probe, { limitMs: 9_000, everyMs: 1_000 });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit-remaining')).toBe('0');
  });
});

/** An administrator at one relay. */
class Admin {
  private constructor(
    private readonly url: string,
    private readonly headers: Record<string, string>,
  ) {}

  static async signIn({ url }: Relay): Promise<Admin> {
    const answer = await fetch(`${url}/admin/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ADMIN),
    });
    const cookies = answer.headers.getSetCookie().map((text) => text.split(';', 1)[0]);
    const { csrfToken } = (await answer.json()) as { csrfToken: string };
    return new Admin(url, {
      'content-type': 'application/json',
      'x-csrf-token': csrfToken,
      cookie: cookies.join('; '),
    });
  }

  async makeKey(rateLimitPerMinute: number): Promise<{ id: string; key: string }> {
    const body = { clientName: 'tests', scopes: ['read'], rateLimitPerMinute };
    const answer = await fetch(`${this.url}/admin/api-keys`, {
      ...{ method: 'POST', headers: this.headers, body: JSON.stringify(body) },
    });
    expect(answer.status).toBe(201);
    return (await answer.json()) as { id: string; key: string };
  }

  async revoke(id: string): Promise<void> {
    const answer = await fetch(`${this.url}/admin/api-keys/${id}`, {
      ...{ method: 'DELETE', headers: this.headers },
    });
    expect(answer.ok).toBe(true);
  }
}
