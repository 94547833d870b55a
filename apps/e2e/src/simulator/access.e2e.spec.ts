import { Pbx } from '@3cx-relay/testing';
import { OWNER, PbxClient, requestToken, send, upgrade, USER } from './pbx-client';

/** Facts of the token endpoint and of who may do what, asked of the running program. */
describe('access to the PBX', () => {
  let pbx: Pbx;
  beforeAll(async () => {
    pbx = await Pbx.start();
  });
  afterAll(() => pbx.stop());

  const claims = (token: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
      string,
      unknown
    >;

  it('answers a form-urlencoded token request with a bearer token and no refresh token', async () => {
    const { status, body } = await requestToken(pbx.httpUrl, OWNER.id, OWNER.secret);
    expect(status).toBe(200);
    expect(body).toEqual({
      token_type: 'Bearer',
      expires_in: 60,
      access_token: expect.any(String),
      refresh_token: null,
    });
  });

  it('answers a multipart token request alike', async () => {
    const form = new FormData();
    form.set('client_id', OWNER.id);
    form.set('client_secret', OWNER.secret);
    form.set('grant_type', 'client_credentials');
    const { status, body } = await send(`${pbx.httpUrl}/connect/token`, {
      method: 'POST',
      body: form,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', refresh_token: null });
  });

  it('signs tokens with ES256, for one hour', async () => {
    const { token } = await PbxClient.signIn(pbx);
    const header = JSON.parse(
      Buffer.from(token.split('.')[0] ?? '', 'base64url').toString(),
    ) as Record<string, unknown>;
    expect(header).toMatchObject({ alg: 'ES256', kid: expect.any(String) });
    expect(Number(claims(token)['exp']) - Number(claims(token)['iat'])).toBe(3_600);
    expect(Object.keys(claims(token)).some((name) => name.endsWith('role'))).toBe(true);
  });

  it.each([
    ['a wrong secret', OWNER.id, 'wrong'],
    ['a client that is not known', '999999', OWNER.secret],
  ])('refuses %s with 401 and the body of the vendor', async (_name, id, secret) => {
    const { status, body } = await requestToken(pbx.httpUrl, id, secret);
    expect(status).toBe(401);
    expect(body).toEqual({
      error: 'unauthorized',
      error_description: 'The request requires valid user authentication.',
    });
  });

  it('ends the token before when a client asks for a new one, and nobody else’s', async () => {
    const first = await PbxClient.signIn(pbx);
    const other = await PbxClient.signIn(pbx, USER);
    expect((await first.get('/callcontrol')).status).toBe(200);
    const second = await PbxClient.signIn(pbx);
    expect((await first.get('/callcontrol')).status).toBe(401);
    expect((await first.get('/xapi/v1/Defs')).status).toBe(401);
    expect(await upgrade(pbx.httpUrl, first.headers)).toBe(401);
    expect((await second.get('/callcontrol')).status).toBe(200);
    expect((await other.get('/callcontrol')).status).toBe(200);
  });

  it.each(['/callcontrol', '/callcontrol/100', '/xapi/v1/Users', '/xapi/v1/Defs'])(
    'answers %s without a token with 401 and a Bearer challenge',
    async (path) => {
      const { status, headers } = await send(`${pbx.httpUrl}${path}`);
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
    },
  );

  it('upgrades the socket by header only', async () => {
    const { token, headers } = await PbxClient.signIn(pbx);
    expect(await upgrade(pbx.httpUrl, headers)).toBe(101);
    expect(await upgrade(pbx.httpUrl, {})).toBe(401);
    expect(await upgrade(pbx.httpUrl, {}, `?access_token=${token}`)).toBe(401);
    expect(await upgrade(pbx.httpUrl, { authorization: 'Bearer dead' })).toBe(401);
  });

  it('shows a client its own DN and the DNs of its list, and refuses others with 403', async () => {
    const client = await PbxClient.signIn(pbx, USER);
    const { body } = await client.get('/callcontrol');
    const dns = (body as { dn: string }[]).map(({ dn }) => dn);
    expect(dns.sort()).toEqual(['100', '101', '102', '103', '104', '901']);
    expect((await client.get('/callcontrol/105')).status).toBe(403);
    expect((await client.get('/callcontrol/105/participants')).status).toBe(403);
    expect((await client.post('/callcontrol/105/makecall', { destination: '100' })).status).toBe(
      403,
    );
  });

  it.each([
    ['Users', 403],
    ['ActiveCalls', 403],
    ['Recordings', 403],
    ['Defs', 200],
  ])('answers a client of the role User at %s with %i', async (entity, expected) => {
    const client = await PbxClient.signIn(pbx, USER);
    expect((await client.get(`/xapi/v1/${entity}`)).status).toBe(expected);
  });

  it.each(['$metadata', 'swagger.yaml'])('serves %s without a token', async (document) => {
    const { status } = await send(`${pbx.httpUrl}/xapi/v1/${document}`);
    expect(status).toBe(200);
  });
});

it('counts expires_in in seconds from 20.0.9 on', async () => {
  const pbx = await Pbx.start({ args: ['--pbx-version', '20.0.9'] });
  const { body } = await requestToken(pbx.httpUrl, OWNER.id, OWNER.secret);
  await pbx.stop();
  expect(body).toMatchObject({ expires_in: 3_600 });
});
