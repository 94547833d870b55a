import { Pbx } from '@3cx-relay/testing';
import { Client } from 'pg';
import { rowsOf } from './call-rows';
import { PbxClient } from './pbx-client';

type Item = Record<string, unknown>;

const CALLER = '+493012345611';
const OTHER_CALLER = '+493012345622';
const DID = '+442071239901';
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const toExtension = (number: string) => ({ To: 'Extension', Number: number });
/** All day long, so many days from now. */
const onDay = (daysAhead: number) => ({
  DayOfWeek: DAYS[(new Date().getUTCDay() + daysAhead) % 7],
  Start: '00:00:00',
  Stop: '23:59:59',
});

/** What rules made over XAPI do to calls, as Call Control and the call records show it. */
describe('rules', () => {
  let pbx: Pbx;
  let client: PbxClient;
  let database: Client;
  let trunk: Item;
  const made: string[] = [];
  beforeAll(async () => {
    pbx = await Pbx.start({ args: ['--speed', '20'] });
    client = await PbxClient.signIn(pbx);
    database = new Client({ connectionString: pbx.databaseUrl });
    await database.connect();
    const [first] = await client.list("Trunks?$filter=Number eq '10001'");
    trunk = first ?? {};
    for (const dn of ['105', '106', '107']) await pbx.setDn(dn, { answer: 'manual' });
  });
  afterEach(async () => {
    await pbx.hangUpAll();
    for (const path of made.splice(0)) await client.delete(path);
  });
  afterAll(async () => {
    await database.end();
    await pbx.stop();
  });

  async function make(set: string, body: Item): Promise<string> {
    const answer = await client.post(`/xapi/v1/${set}`, body);
    expect(answer).toMatchObject({ status: 201 });
    const path = `/xapi/v1/${set}(${Number((answer.body as Item)['Id'])})`;
    made.push(path);
    return path;
  }
  const makeInbound = (rule: Item) =>
    make('InboundRules', {
      ...{ RuleName: 'Test', Condition: 'BasedOnDID', Data: DID, TrunkDN: { Number: '10001' } },
      ...rule,
    });
  const change = async (path: string, body: Item) =>
    expect(await client.patch(path, body)).toMatchObject({ status: 204 });

  /** Calls from outside, and waits until an extension rings. */
  async function rings(dn: string, from = CALLER, to = DID): Promise<number> {
    const callId = await pbx.call({ from, to });
    const leg = await client.leg(dn, 'Ringing', callId);
    expect(leg).toMatchObject({ party_caller_id: from, party_dn_type: 'Wexternalline' });
    return callId;
  }

  const rowsOfCall = (callId: number) => rowsOf(pbx, database, callId);

  describe('for calls from outside', () => {
    it('send a DID to their destination, and elsewhere when that is changed', async () => {
      const rule = await makeInbound({ OfficeHoursDestination: toExtension('105') });
      await rings('105');
      await change(rule, { OfficeHoursDestination: toExtension('106') });
      await rings('106');
    });

    it('are named in the row of inbound routing', async () => {
      await makeInbound({ OfficeHoursDestination: toExtension('105') });
      const callId = await rings('105');
      await pbx.steer(callId, 'hangup', {});
      const [routing, ringing] = await rowsOfCall(callId);
      expect(routing).toMatchObject({
        ...{ source_entity_type: 'external_line', source_dn_number: '10001' },
        ...{ destination_entity_type: 'inbound_routing', destination_dn_number: DID },
        ...{ termination_reason: 'redirected', termination_reason_details: 'by_did' },
        continued_in_cdr_id: ringing?.['cdr_id'],
      });
      expect(ringing).toMatchObject({
        ...{ destination_dn_number: '105', creation_method: 'divert' },
        creation_forward_reason: 'by_did',
      });
    });

    it('send one caller elsewhere than all others', async () => {
      await makeInbound({ OfficeHoursDestination: toExtension('105') });
      await makeInbound({
        ...{ Condition: 'BasedOnCallerID', Data: CALLER },
        OfficeHoursDestination: toExtension('107'),
      });
      const callId = await rings('107');
      await rings('105', OTHER_CALLER);
      await pbx.steer(callId, 'hangup', {});
      const [routing] = await rowsOfCall(callId);
      expect(routing).toMatchObject({ termination_reason_details: 'by_caller_id' });
    });

    it('send calls elsewhere outside of their hours', async () => {
      const rule = await makeInbound({
        OfficeHoursDestination: toExtension('105'),
        OutOfOfficeHoursDestination: toExtension('106'),
        AlterDestinationDuringOutOfOfficeHours: true,
        Hours: { Type: 'SpecificHours', IgnoreHolidays: true, Periods: [onDay(3)] },
      });
      await rings('106');
      const always = [0, 1, 6].map(onDay);
      await change(rule, {
        Hours: { Type: 'SpecificHours', IgnoreHolidays: true, Periods: always },
      });
      await rings('105');
    });

    it('lead nowhere once they are deleted', async () => {
      const rule = await makeInbound({ OfficeHoursDestination: toExtension('105') });
      await rings('105');
      await client.delete(rule);
      await expect(pbx.call({ from: CALLER, to: DID })).rejects.toThrow(/400/);
    });

    it('count for a DID that a trunk was given afterwards', async () => {
      const numbers = trunk['DidNumbers'] as string[];
      const path = `/xapi/v1/Trunks(${Number(trunk['Id'])})`;
      await change(path, { DidNumbers: [...numbers, DID] });
      await makeInbound({ OfficeHoursDestination: toExtension('107') });
      await rings('107');
      await change(path, { DidNumbers: numbers });
    });
  });

  describe('for calls to the outside', () => {
    const withRule = (rule: Item) => make('OutboundRules', { Name: 'Test', ...rule });
    const route = (more: Item) => ({ TrunkId: trunk['Id'], ...more });

    beforeAll(async () => {
      await client.post('/xapi/v1/OutboundRules/Pbx.Purge');
    });

    const rowsOut = async (from: string, to: string) => {
      const rows = await rowsOfCall(await pbx.call({ from, to, talkMs: 1_000 }));
      expect(rows[0]).toMatchObject({ destination_entity_type: 'outbound_rule' });
      return rows;
    };

    /** Numbers that trunks were given. */
    const dialled = async (from: string, to: string) =>
      (await rowsOut(from, to))
        .filter((row) => row['destination_entity_type'] === 'external_line')
        .map((row) => row['destination_participant_phone_number']);

    async function hasNoRoute(from: string, to: string): Promise<void> {
      expect(await rowsOut(from, to)).toEqual([
        expect.objectContaining({
          termination_reason: 'dst_participant_terminated',
          termination_reason_details: 'no_route',
          cdr_answered_at: null,
        }),
      ]);
    }

    it('are needed by each of them', async () => {
      await hasNoRoute('105', '+4930123456');
      await withRule({ Prefix: '+', Routes: [route({})] });
      expect(await dialled('105', '+4930123456')).toEqual(['+4930123456']);
    });

    it('strip digits, and put others before and behind', async () => {
      await withRule({
        ...{ Prefix: '77', Priority: 1 },
        Routes: [route({ StripDigits: 2, Prepend: '+49', Append: '00' })],
      });
      expect(await dialled('105', '7730123456')).toEqual(['+493012345600']);
    });

    it('are for some extensions alone where they name them', async () => {
      const DNRanges = [{ From: '106', To: '107' }];
      await withRule({ Prefix: '+49', DNRanges, Routes: [route({})] });
      await hasNoRoute('105', '+4930123456');
      expect(await dialled('106', '+4930123456')).toEqual(['+4930123456']);
    });

    it('are for numbers of some lengths alone where they name them', async () => {
      await withRule({ Prefix: '+49', NumberLengthRanges: '8-9', Routes: [route({})] });
      await hasNoRoute('105', '+4930123456');
      expect(await dialled('105', '+49301234')).toEqual(['+49301234']);
    });

    it('are asked in their order, which can be changed', async () => {
      await withRule({ Name: 'First', Prefix: '+', Routes: [route({ Append: '1' })] });
      await withRule({ Name: 'Second', Prefix: '+49', Routes: [route({ Append: '2' })] });
      expect(await dialled('105', '+493012345')).toEqual(['+4930123451']);
      const [second] = await client.list("OutboundRules?$filter=Name eq 'Second'");
      const move = { id: second?.['Id'], up: true };
      const moved = await client.post('/xapi/v1/OutboundRules/Pbx.MoveUpDown', move);
      expect(moved.status).toBe(204);
      expect(await dialled('105', '+493012345')).toEqual(['+4930123452']);
    });
  });
});
