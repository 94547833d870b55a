import { Pbx } from '@3cx-relay/testing';
import { PbxClient, send } from './pbx-client';

type Item = Record<string, unknown>;

/** Each set that can be written, and the least that a client gives for a new one. */
const SETS: [string, Item][] = [
  ['Users', {}],
  ['Groups', { Name: 'Group 1' }],
  ['Queues', {}],
  ['RingGroups', {}],
  ['Receptionists', { Name: 'testIVR' }],
  ['Trunks', {}],
  ['Parkings', {}],
  ['Fax', {}],
  ['ServicePrincipals', { Number: 'sptest' }],
  ['OutboundRules', { Name: 'Out' }],
  ['InboundRules', { RuleName: 'In' }],
  ['Contacts', { FirstName: 'Nikolai', PhoneNumber: '1234567890' }],
];

/** Those with a number, which stays what it is. */
const NUMBERED = SETS.filter(([set]) => !/Rules|Contacts/.test(set));

/**
 * What programs do that were generated from the vendor's description: they send whole objects,
 * with null or 0 for what they do not set, and give back what they read.
 */
describe('clients generated from the description of XAPI', () => {
  let pbx: Pbx;
  let client: PbxClient;
  beforeAll(async () => {
    pbx = await Pbx.start({ args: ['--pbx-version', '20.0.10'] });
    client = await PbxClient.signIn(pbx);
  });
  afterAll(() => pbx.stop());

  async function made(set: string, body: Item): Promise<Item> {
    const answer = await client.post(`/xapi/v1/${set}`, body);
    expect(answer).toMatchObject({ status: 201, body: { Id: expect.any(Number) } });
    return answer.body as Item;
  }
  const pathOf = (set: string, item: Item) => `/xapi/v1/${set}(${Number(item['Id'])})`;
  const read = async (path: string) => (await client.get(path)).body as Item;

  it.each(SETS)('change one of %s to what they read, and nothing changes', async (set, least) => {
    const path = pathOf(set, await made(set, least));
    const before = await read(path);
    expect(await client.patch(path, before)).toMatchObject({ status: 204, body: '' });
    expect(await read(path)).toEqual(before);
    expect(await client.delete(path)).toMatchObject({ status: 204, body: '' });
    expect((await client.get(path)).status).toBe(404);
  });

  it.each(SETS)('make one of %s with 0 as Id and null for what is not set', async (set, least) => {
    const example = await made(set, least);
    await client.delete(pathOf(set, example));
    const unset = Object.keys(example).filter((name) => !name.startsWith('@'));
    const nulls = Object.fromEntries(unset.map((name) => [name, null]));
    const item = await made(set, { ...nulls, ...least, Id: 0 });
    // Both are made from a count that never comes again.
    const { Id: _id, ClickToCallId: _link, ...fresh } = example;
    expect(item).toMatchObject(fresh);
    await client.delete(pathOf(set, item));
  });

  it.each(NUMBERED)('may send the number of one of %s, but not another', async (set, least) => {
    const item = await made(set, least);
    const path = pathOf(set, item);
    expect((await client.patch(path, { Number: item['Number'] })).status).toBe(204);
    expect(await client.patch(path, { Number: '100' })).toMatchObject({
      status: 400,
      body: { error: { target: 'Number' } },
    });
    expect(await read(path)).toMatchObject({ Number: item['Number'] });
    await client.delete(path);
  });

  it.each([
    ['Trunks', "InitTrunk(template='1cx.pv.xml')", { AuthPassword: { Value: 'Abcdef1234' } }],
    ['Fax', 'InitFax()', {}],
  ])('make one of %s of what %s proposes', async (set, proposal, more) => {
    const proposed = await read(`/xapi/v1/${set}/Pbx.${proposal}`);
    const item = await made(set, { ...proposed, ...more });
    await client.delete(pathOf(set, item));
  });

  it('sign in with a form whose names have no quotes, as .NET writes it', async () => {
    const fields = { client_id: '901', client_secret: 'simulator-secret-2' };
    const parts = Object.entries({ ...fields, grant_type: 'client_credentials' }).map(
      ([name, value]) =>
        `--mark\r\nContent-Type: text/plain; charset=utf-8\r\n` +
        `Content-Disposition: form-data; name=${name}\r\n\r\n${value}\r\n`,
    );
    const answer = await send(`${pbx.httpUrl}/connect/token`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary="mark"' },
      body: `${parts.join('')}--mark--\r\n`,
    });
    expect(answer).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
  });
});
