import type { InboundCall } from '../pbx';
import { FakePbx } from './testing/fake-pbx';
import { bodyOf, xapiClient } from './testing/xapi-client';

/** A Wednesday. */
const NOON = Date.parse('2026-03-04T12:00:00Z');
const EVENING = Date.parse('2026-03-04T19:00:00Z');
const DID = '+442071234560';

const to = (To: string, Number: string) => ({ To, Number });

const givenRules = () => {
  const pbx = new FakePbx();
  const client = xapiClient(pbx);
  const routing = () => {
    if (!pbx.routing) throw new Error('no routing was set');
    return pbx.routing;
  };
  return {
    client,
    create: async (set: string, body: object) => {
      const response = await client.send('POST', `/${set}`, body);
      expect(response.status).toBe(201);
      return Number(bodyOf(response)['Id']);
    },
    change: async (path: string, body: object) =>
      expect((await client.send('PATCH', path, body)).status).toBe(204),
    inbound: (call: Partial<InboundCall> = {}) =>
      routing().inbound({ did: DID, caller: '+49301', trunk: '10001', atMs: NOON, ...call }),
    outbound: (number: string, from: string | null = '100') => routing().outbound({ number, from }),
    trunkOf: (did: string) => routing().trunkOf(did),
  };
};

const rule = (more: object = {}) => ({
  ...{ RuleName: 'Main', Data: DID, TrunkDN: { Number: '10001' } },
  ...{ OfficeHoursDestination: to('Queue', '800'), ...more },
});

describe('inbound rules', () => {
  it('send a DID where they say, until they are changed or deleted', async () => {
    const { create, change, client, inbound } = givenRules();
    expect(inbound()).toBeNull();
    const id = await create('InboundRules', rule());
    expect(inbound()).toEqual({ to: { number: '800' }, forward: 'by_did' });
    await change(`/InboundRules(${id})`, { OfficeHoursDestination: to('Extension', '101') });
    expect(inbound()).toEqual({ to: { number: '101' }, forward: 'by_did' });
    expect((await client.send('DELETE', `/InboundRules(${id})`)).status).toBe(204);
    expect(inbound()).toBeNull();
  });

  it.each([
    [to('VoiceMail', '102'), { mailboxOf: '102' }],
    [{ To: 'External', External: '+49309' }, { number: '+49309' }],
    [to('IVR', '830'), { number: '830' }],
    [{ To: 'None' }, null],
  ])('lead to %j', async (destination, place) => {
    const { create, inbound } = givenRules();
    await create('InboundRules', rule({ OfficeHoursDestination: destination }));
    expect(inbound()?.to).toEqual(place);
  });

  it('go by who calls before what is called, and by the trunk last', async () => {
    const { create, inbound } = givenRules();
    const goes = (Number: string) => ({ OfficeHoursDestination: to('Extension', Number) });
    await create('InboundRules', rule(goes('100')));
    await create('InboundRules', rule({ Condition: 'ForwardAll', Data: '', ...goes('101') }));
    await create(
      'InboundRules',
      rule({ Condition: 'BasedOnCallerID', Data: '*555', ...goes('102') }),
    );
    expect(inbound()).toMatchObject({ to: { number: '100' }, forward: 'by_did' });
    expect(inbound({ did: '+44999' })).toMatchObject({
      ...{ to: { number: '101' }, forward: 'forward_all' },
    });
    expect(inbound({ caller: '+4930555' })).toMatchObject({
      ...{ to: { number: '102' }, forward: 'by_caller_id' },
    });
    expect(inbound({ trunk: '10002' })).toBeNull();
  });

  it.each([
    ['442071234560', true],
    ['*4560', true],
    ['+44*', true],
    ['*207*60', true],
    ['*', true],
    ['*4561', false],
    ['07*', false],
    ['442071234560*560', false],
    ['', false],
  ])('have %j as a pattern', async (Data, isFit) => {
    const { create, inbound } = givenRules();
    await create('InboundRules', rule({ Data }));
    expect(inbound() !== null).toBe(isFit);
  });

  it('prefer the newest of several for the same DID', async () => {
    const { create, inbound } = givenRules();
    await create('InboundRules', rule());
    await create('InboundRules', rule({ OfficeHoursDestination: to('Extension', '102') }));
    expect(inbound()?.to).toEqual({ number: '102' });
  });

  it('tell the trunk of a DID that no trunk lists', async () => {
    const { create, trunkOf } = givenRules();
    expect(trunkOf('+49891')).toBeNull();
    await create('InboundRules', rule({ Data: '+49891' }));
    expect(trunkOf('+49891')).toBe('10001');
  });

  it('begin with the hours of the default department', async () => {
    const { create, change, client, inbound } = givenRules();
    const elsewhere = {
      AlterDestinationDuringOutOfOfficeHours: true,
      OutOfOfficeHoursDestination: to('VoiceMail', '100'),
    };
    await create('InboundRules', rule(elsewhere));
    const closed = { to: { mailboxOf: '100' }, forward: 'out_of_office' };
    const open = { to: { number: '800' }, forward: 'by_did' };
    expect(inbound({ atMs: EVENING })).toEqual(open);
    const [group] = await client.list('/Groups');
    const path = `/Groups(${String(group?.['Id'])})`;
    const Periods = [{ DayOfWeek: 'Wednesday', Start: '09:00:00', Stop: '18:00:00' }];
    await change(path, { Hours: { Type: 'SpecificHours', IgnoreHolidays: false, Periods } });
    expect([inbound(), inbound({ atMs: EVENING })]).toEqual([open, closed]);
    await change(path, { CurrentGroupHours: 'ForceClosed' });
    expect(inbound()).toEqual(closed);
    await change(path, { CurrentGroupHours: 'ForceOpened' });
    expect(inbound({ atMs: EVENING })).toEqual(open);
  });

  it('may have hours of their own', async () => {
    const { create, inbound } = givenRules();
    const Periods = [{ DayOfWeek: 'Wednesday', Start: '18:00:00', Stop: '00:00:00' }];
    await create(
      'InboundRules',
      rule({
        Hours: { Type: 'SpecificHours', IgnoreHolidays: true, Periods },
        AlterDestinationDuringOutOfOfficeHours: true,
        OutOfOfficeHoursDestination: { To: 'None' },
      }),
    );
    expect(inbound()).toEqual({ to: null, forward: 'out_of_office' });
    expect(inbound({ atMs: EVENING })?.to).toEqual({ number: '800' });
  });

  it('may go elsewhere on holidays', async () => {
    const { create, change, client, inbound } = givenRules();
    const id = await create(
      'InboundRules',
      rule({
        AlterDestinationDuringHolidays: true,
        HolidaysDestination: to('Extension', '102'),
      }),
    );
    const [group] = await client.list('/Groups');
    const holiday = { Name: 'Ash', Day: 4, Month: 3, Year: 2025, DayEnd: 4, MonthEnd: 3 };
    const OfficeHolidays = [{ ...holiday, Id: 0, YearEnd: 2025, IsRecurrent: true }];
    await change(`/Groups(${String(group?.['Id'])})`, { OfficeHolidays });
    expect(inbound()).toEqual({ to: { number: '102' }, forward: 'holiday' });
    expect(inbound({ atMs: NOON + 86_400_000 })?.to).toEqual({ number: '800' });
    const usual = { HolidaysDestination: { To: 'ProceedWithNoExceptions' } };
    await change(`/InboundRules(${id})`, usual);
    expect(inbound()).toEqual({ to: { number: '800' }, forward: 'by_did' });
  });
});

describe('outbound rules', () => {
  const givenTrunk = async () => {
    const world = givenRules();
    const { Id: TrunkId } = await world.client.read("/Trunks(Number='10001')");
    return { ...world, TrunkId };
  };

  it('take the digits off, and put others before and behind', async () => {
    const { create, outbound, TrunkId } = await givenTrunk();
    expect(outbound('0301234567')).toBeNull();
    const Routes = [{ TrunkId, StripDigits: 1, Prepend: '0049', Append: '#' }];
    await create('OutboundRules', { Name: 'Home', Prefix: '0', Routes });
    expect(outbound('0301234567')).toEqual([{ trunk: '10001', number: '0049301234567#' }]);
    expect(outbound('301234567')).toBeNull();
  });

  it('fit when everything they ask for is so', async () => {
    const { create, outbound, TrunkId } = await givenTrunk();
    const asked = {
      ...{ Prefix: '00, 011', NumberLengthRanges: '3,8-10' },
      DNRanges: [{ From: '100', To: '101' }],
    };
    await create('OutboundRules', { Name: 'Abroad', ...asked, Routes: [{ TrunkId }] });
    expect(outbound('00491234')).toHaveLength(1);
    expect(outbound('011')).toHaveLength(1);
    for (const number of ['0049123', '01491234']) expect(outbound(number)).toBeNull();
    expect(outbound('00491234', '102')).toBeNull();
    expect(outbound('00491234', null)).toBeNull();
  });

  it('may be for the members of some departments', async () => {
    const { create, outbound, TrunkId } = await givenTrunk();
    const group = await create('Groups', { Name: 'Sales', Members: [{ Number: '101' }] });
    await create('OutboundRules', { Name: 'Sales', GroupIds: [group], Routes: [{ TrunkId }] });
    expect(outbound('+49301234', '101')).toHaveLength(1);
    expect(outbound('+49301234', '102')).toBeNull();
  });

  it('have the first that fits decide, and no way out by a trunk that is gone', async () => {
    const { create, client, outbound, TrunkId } = await givenTrunk();
    await create('OutboundRules', { Name: 'None', Prefix: '0900' });
    await create('OutboundRules', { Name: 'All', Routes: [{ TrunkId }] });
    expect(outbound('0900123')).toEqual([]);
    expect(outbound('0800123')).toHaveLength(1);
    await client.send('POST', '/OutboundRules/Pbx.MoveUpDown', { id: 2, up: true });
    expect(outbound('0900123')).toHaveLength(1);
    await client.send('DELETE', `/Trunks(${String(TrunkId)})`);
    expect(outbound('0900123')).toEqual([]);
  });
});
