import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Pbx, Relay, until } from '@3cx-relay/testing';
import { type SignedIn, signIn } from './signed-in';

interface Connections {
  readonly items: readonly {
    readonly component: string;
    readonly state: string;
    readonly reconnects: number;
    readonly lastError: object | null;
  }[];
  readonly facts: { readonly certificateExpiresAt: string | null };
}

describe('the connections to a PBX behind https', () => {
  let pbx: Pbx;
  let relay: Relay;
  let certificatePath: string;
  let admin: SignedIn;

  beforeAll(async () => {
    pbx = await Pbx.start();
    const facts = (await pbx.control('GET', '/info')) as { certificate: string };
    certificatePath = facts.certificate;
    const env = { FQDN: pbx.httpsUrl, PBX_CA_FILE: certificatePath };
    relay = await Relay.start({ pbx, env });
    await relay.untilOk();
    admin = await signIn(relay.url);
  }, 90_000);
  afterAll(async () => {
    await relay.stop();
    await pbx.stop();
  });

  const connections = async () =>
    (await (await admin.call('GET', '/connections')).json()) as Connections;
  const errors = async () =>
    ((await (await admin.call('GET', '/errors')).json()) as { items: object[] }).items;

  it('shows the day on which the certificate ends, and warns of none that lasts', async () => {
    const { validTo } = new X509Certificate(readFileSync(certificatePath));
    let shown: string | null = null;
    await until('the certificate is known', async () => {
      shown = (await connections()).facts.certificateExpiresAt;
      return shown !== null;
    });
    expect(shown).toBe(new Date(validTo).toISOString());
    expect(await errors()).toEqual([]);
  });

  it.each(['database', 'xapi', 'callcontrol'])(
    'makes the connection %s anew on request, which is no error',
    async (component) => {
      const asked = await admin.call('POST', `/connections/${component}/reconnect`);
      expect(asked.status).toBe(202);
      const found = async () =>
        (await connections()).items.find((one) => one.component === component);
      await until('it is connected again', async () => {
        const now = await found();
        return now?.state === 'connected' && now.reconnects === 1;
      });
      expect(await found()).toMatchObject({ lastError: null });
      expect(await errors()).toEqual([]);
    },
  );
});
