import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Simulated } from '../testing/simulated';

let pbx: Simulated;
beforeAll(async () => {
  pbx = await Simulated.start();
});
afterAll(() => pbx.stop());

const FORM = {
  client_id: '900',
  client_secret: 'simulator-secret',
  grant_type: 'client_credentials',
};
const ask = (change: Record<string, string> = {}) =>
  pbx.request('POST', '/connect/token', new URLSearchParams({ ...FORM, ...change }), null);
const claimsOf = (token: string) =>
  token
    .split('.')
    .slice(0, 2)
    .map(
      (part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>,
    );

describe('the token request', () => {
  it.each(['form-urlencoded', 'multipart'])('takes a body that is %s', async (encoding) => {
    const body = encoding === 'multipart' ? new FormData() : new URLSearchParams();
    for (const [name, value] of Object.entries(FORM)) body.append(name, value);
    const reply = await pbx.request('POST', '/connect/token', body, null);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    expect(reply.body).toEqual({
      token_type: 'Bearer',
      expires_in: 60,
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refresh_token: null,
    });
  });

  it('gives a JWT of one hour with the role, signed with ES256 by a named key', async () => {
    const [header, claims] = claimsOf(await pbx.signIn());
    expect(header).toMatchObject({ alg: 'ES256', kid: expect.any(String) });
    expect(Number(claims?.['exp']) - Number(claims?.['iat'])).toBe(3_600);
    expect(claims?.['role']).toEqual(['system_owners', 'Enterprise']);
  });

  it.each([{ client_secret: 'wrong' }, { client_id: '555' }])(
    'refuses %j in the shape of the PBX',
    async (change) => {
      const { status, body } = await ask(change);
      expect(status).toBe(401);
      expect(body).toEqual({
        error: 'unauthorized',
        error_description: 'The request requires valid user authentication.',
      });
    },
  );

  it('refuses another grant with 400, and another method with 405', async () => {
    expect((await ask({ grant_type: 'password' })).status).toBe(400);
    expect((await pbx.request('GET', '/connect/token')).status).toBe(405);
  });
});

describe('a token', () => {
  it('ends the one before it, of the same client only', async () => {
    const other = await pbx.signIn('901', 'simulator-secret-2');
    const first = await pbx.signIn();
    const second = await pbx.signIn();
    const statusOf = async (token: string) =>
      (await pbx.request('GET', '/callcontrol', undefined, token)).status;
    expect(await statusOf(first)).toBe(401);
    expect(await statusOf(second)).toBe(200);
    expect(await statusOf(other)).toBe(200);
    expect(await pbx.refusedUpgrade({ Authorization: `Bearer ${first}` })).toBe(401);
  });

  it('is asked for with a Bearer challenge', async () => {
    for (const path of ['/callcontrol', '/xapi/v1/Users']) {
      const reply = await pbx.request('GET', path, undefined, null);
      expect(reply.status).toBe(401);
      expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
  });

  it('opens several sockets, by header only', async () => {
    const token = await pbx.signIn();
    const sockets = [await pbx.socket(), await pbx.socket()];
    expect(sockets.map(({ ws }) => ws.readyState)).toEqual([1, 1]);
    expect(await pbx.refusedUpgrade({})).toBe(401);
    expect(await pbx.refusedUpgrade({}, `?access_token=${token}`)).toBe(401);
    for (const { ws } of sockets) ws.terminate();
  });
});

describe('the scope of a client', () => {
  it('is its own DN and those listed for it', async () => {
    await pbx.signIn('901', 'simulator-secret-2');
    const { body } = await pbx.get('/callcontrol');
    const numbers = (body as { dn: string }[]).map(({ dn }) => dn);
    expect(numbers).toEqual(['901', '100', '101', '102', '103', '104']);
    expect((await pbx.get('/callcontrol/104')).status).toBe(200);
    expect((await pbx.get('/callcontrol/105')).status).toBe(403);
    expect((await pbx.post('/callcontrol/105/makecall', { destination: '100' })).status).toBe(403);
    expect((await pbx.get('/callcontrol/7777')).status).toBe(404);
  });

  it('holds what its role may read', async () => {
    await pbx.signIn('901', 'simulator-secret-2');
    expect((await pbx.get('/xapi/v1/Users')).status).toBe(403);
    await pbx.signIn();
    expect((await pbx.get('/xapi/v1/Users')).status).toBe(200);
  });

  it('ends with the switch of Call Control', async () => {
    const token = await pbx.signIn();
    const [client] = (
      (await pbx.get('/xapi/v1/ServicePrincipals')).body as {
        value: { Id: number; Number?: string; CallControlEnabled?: boolean }[];
      }
    ).value.filter((one) => one.Number === '900');
    const path = `/xapi/v1/ServicePrincipals(${client?.Id})`;
    expect((await pbx.request('PATCH', path, { CallControlEnabled: false })).status).toBe(204);
    expect((await pbx.get('/callcontrol')).status).toBe(403);
    expect(await pbx.refusedUpgrade({ Authorization: `Bearer ${token}` })).toBe(403);
    await pbx.request('PATCH', path, { CallControlEnabled: true });
    expect((await pbx.get('/callcontrol')).status).toBe(200);
  });
});

describe('expires_in', () => {
  it('counts seconds since 20.0.9', async () => {
    const newer = await Simulated.start('--pbx-version=20.0.9.995');
    try {
      const { body } = await newer.request(
        'POST',
        '/connect/token',
        new URLSearchParams(FORM),
        null,
      );
      expect(body).toMatchObject({ expires_in: 3_600 });
    } finally {
      await newer.stop();
    }
  });
});
