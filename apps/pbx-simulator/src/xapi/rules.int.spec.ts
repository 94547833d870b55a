import { Simulated } from '../testing/simulated';

const CALLER = '+493012345611';
const SALES = '+442071234563';
const NEW_DID = '+498912345678';

let sim: Simulated;

beforeAll(async () => {
  sim = await Simulated.start('--speed=20');
});
afterAll(() => sim.stop());
beforeEach(async () => {
  await sim.post('/_sim/reset');
  await sim.signIn();
});

const talk = { answer: 'auto', answerAfterMs: 500, talkMs: 1_000 };

/** How a call came out that takes its course. */
const callOf = async (from: string, to: string) =>
  sim.ended(await sim.place({ from, to, ...talk }));

const rows = async (set: string) =>
  ((await sim.get(`/xapi/v1/${set}`)).body as { value: Record<string, unknown>[] }).value;

const send = async (method: string, path: string, body?: object) => {
  const { status, body: answer } = await sim.request(method, `/xapi/v1/${path}`, body);
  expect([200, 201, 204]).toContain(status);
  return answer as Record<string, unknown>;
};

const toExtension = (Number: string) => ({ To: 'Extension', Number });

describe('a call from outside', () => {
  it('goes where the rule of its DID says, the one the PBX begins with or a changed one', async () => {
    const rule = (await rows('InboundRules')).find(({ Data }) => Data === SALES);
    expect(rule).toMatchObject({ OfficeHoursDestination: { To: 'Queue', Number: '800' } });
    expect(await callOf(CALLER, SALES)).toMatchObject({ to: '800', queue: '800' });
    const patch = { OfficeHoursDestination: toExtension('104') };
    await send('PATCH', `InboundRules(${String(rule?.['Id'])})`, patch);
    expect(await callOf(CALLER, SALES)).toMatchObject({ to: '104', answeredBy: '104' });
    await send('DELETE', `InboundRules(${String(rule?.['Id'])})`);
    expect(await callOf(CALLER, SALES)).toMatchObject({
      ...{ to: SALES, did: SALES, outcome: 'failed', parties: [CALLER] },
    });
  });

  it('comes in by a DID that a trunk was given, and by no other', async () => {
    expect((await sim.post('/_sim/calls', { from: CALLER, to: NEW_DID })).status).toBe(400);
    const trunk = await send('POST', 'Trunks', { DidNumbers: [NEW_DID] });
    expect(await callOf(CALLER, NEW_DID)).toMatchObject({ outcome: 'failed' });
    await send('POST', 'InboundRules', {
      ...{ RuleName: 'Munich', Data: NEW_DID, TrunkDN: { Number: trunk['Number'] } },
      OfficeHoursDestination: toExtension('103'),
    });
    expect(await callOf(CALLER, NEW_DID)).toMatchObject({
      ...{ to: '103', did: NEW_DID, trunk: trunk['Number'], answeredBy: '103' },
    });
    await send('PATCH', `Trunks(${String(trunk['Id'])})`, { EnableInboundCalls: false });
    expect((await sim.post('/_sim/calls', { from: CALLER, to: NEW_DID })).status).toBe(400);
  });

  it('goes to a mailbox when the office is closed', async () => {
    const rule = (await rows('InboundRules')).find(({ Data }) => Data === SALES);
    await send('PATCH', `InboundRules(${String(rule?.['Id'])})`, {
      AlterDestinationDuringOutOfOfficeHours: true,
      OutOfOfficeHoursDestination: { To: 'VoiceMail', Number: '102' },
    });
    expect(await callOf(CALLER, SALES)).toMatchObject({ to: '800', outcome: 'answered' });
    const [group] = await rows('Groups');
    const closed = { CurrentGroupHours: 'ForceClosed' };
    await send('PATCH', `Groups(${String(group?.['Id'])})`, closed);
    expect(await callOf(CALLER, SALES)).toMatchObject({ to: '102', outcome: 'voicemail' });
  });
});

describe('a call to the outside', () => {
  it('has no route without a rule', async () => {
    const [rule] = await rows('OutboundRules');
    expect(await callOf('100', '+49301234567')).toMatchObject({ trunk: '10001' });
    await send('DELETE', `OutboundRules(${String(rule?.['Id'])})`);
    expect(await callOf('100', '+49301234567')).toMatchObject({
      ...{ direction: 'outbound', trunk: null, outcome: 'failed', legs: [] },
    });
  });

  it('goes out by the next trunk of its rule when the first one refuses', async () => {
    const first = await send('POST', 'Trunks', {});
    const [provider] = await rows("Trunks?$filter=Number eq '10001'");
    await send('POST', 'OutboundRules/Pbx.Purge', {});
    const Routes = [
      { TrunkId: first['Id'], StripDigits: 2, Append: '603' },
      { TrunkId: provider?.['Id'], StripDigits: 2, Prepend: '+49' },
    ];
    await send('POST', 'OutboundRules', { Name: 'Prefix 90', Prefix: '90', Routes });
    const call = await callOf('100', '9030555');
    expect(call).toMatchObject({ outcome: 'answered', trunk: '10001', answeredBy: '+4930555' });
    expect(call.legs.map(({ dn }) => dn)).toEqual([first['Number'], '10001']);
  });
});
