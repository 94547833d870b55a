import { Pbx } from '@3cx-relay/testing';
import { PbxClient } from './pbx-client';

type Item = Record<string, unknown>;

interface WritableSet {
  readonly set: string;
  readonly create: Item;
  /** What a new one has besides what it was made with. */
  readonly defaults: Item;
  readonly change: Item;
  /** What no new one may be, and the property that is to blame. */
  readonly refused: Item;
  readonly target: string;
}

const NOWHERE = expect.objectContaining({ To: 'None' }) as unknown;

/** Every set besides Users that takes POST, PATCH and DELETE in the vendor's description. */
const SETS: WritableSet[] = [
  {
    set: 'Groups',
    create: { Name: 'Night shift' },
    defaults: {
      Number: expect.any(String),
      IsDefault: false,
      HasMembers: false,
      CurrentGroupHours: 'Default',
    },
    change: { Name: 'Day shift', CurrentGroupHours: 'ForceClosed' },
    refused: {},
    target: 'Name',
  },
  {
    set: 'Queues',
    create: { Number: '850', Name: 'Spare parts' },
    defaults: { MaxCallersInQueue: 0, WrapUpTime: 0, PriorityQueue: false, IsRegistered: true },
    change: { Name: 'Spares', PollingStrategy: 'RingAll', RingTimeout: 25, MasterTimeout: 600 },
    refused: { Number: '859', Name: 'x', PollingStrategy: 'Loudest' },
    target: 'PollingStrategy',
  },
  {
    set: 'RingGroups',
    create: { Number: '852', Name: 'Workshop', RingStrategy: 'Hunt' },
    defaults: { ForwardNoAnswer: NOWHERE, IsRegistered: true },
    change: { RingStrategy: 'RingAll', RingTime: 30 },
    refused: { Number: '859', Name: 'x', RingStrategy: 'Loudest' },
    target: 'RingStrategy',
  },
  {
    set: 'Receptionists',
    create: { Number: '853', Name: 'Evening' },
    defaults: { IVRType: 'Default', TimeoutForwardType: 'EndCall' },
    change: { Name: 'Weekend', Timeout: 9 },
    refused: { Number: '830', Name: 'Twice' },
    target: 'Number',
  },
  {
    set: 'Trunks',
    create: {
      ExternalNumber: '+493055500',
      Gateway: { Name: 'Second line', Host: 'sip.example.com' },
    },
    defaults: {
      Number: expect.stringMatching(/^1\d{4}$/),
      Direction: 'Both',
      EnableInboundCalls: true,
      EnableOutboundCalls: true,
      DidNumbers: [],
    },
    change: { DidNumbers: ['+493055501'], SimultaneousCalls: 3, Direction: 'Inbound' },
    refused: { Gateway: { Name: 'x', Host: 'y' }, Direction: 'Sideways' },
    target: 'Direction',
  },
  {
    set: 'OutboundRules',
    create: { Name: 'Abroad', Prefix: '00' },
    defaults: { EmergencyRule: false, Routes: [], DNRanges: [] },
    change: { Name: 'Overseas', Prefix: '011' },
    refused: { Name: 7 },
    target: 'Name',
  },
  {
    set: 'InboundRules',
    create: { RuleName: 'Fair', Condition: 'BasedOnDID', Data: '+442071234569' },
    defaults: { CallType: 'AllCalls', OfficeHoursDestination: NOWHERE },
    change: { RuleName: 'After the fair' },
    refused: { RuleName: 'x', Condition: 'BasedOnMood' },
    target: 'Condition',
  },
  {
    set: 'Contacts',
    create: { FirstName: 'Ida', LastName: 'Igel', PhoneNumber: '+493012399999' },
    defaults: { CompanyName: '', Email: '' },
    change: { CompanyName: 'Igel GmbH', Business: '+493012388888' },
    refused: { PhoneNumber: '+4930' },
    target: 'FirstName',
  },
  {
    set: 'Fax',
    create: { Number: '870' },
    defaults: { FaxServer: false },
    change: { OutboundCallerId: '+493055502' },
    refused: { Number: '100' },
    target: 'Number',
  },
  {
    set: 'Parkings',
    create: { Number: 'SP7' },
    defaults: { Id: expect.any(Number) },
    change: { TranscriptionMode: 'Both' },
    refused: { Number: 'SP0' },
    target: 'Number',
  },
  {
    set: 'ServicePrincipals',
    create: { Number: '905', CallControlEnabled: true, XAPIEnabled: false },
    defaults: { LastUsed: null },
    change: { XAPIEnabled: true },
    refused: { Number: '900' },
    target: 'Number',
  },
];

/** Sets that XAPI lets be changed, and what a change does, asked of the running program. */
describe('the sets of XAPI that can be written', () => {
  let pbx: Pbx;
  let client: PbxClient;
  beforeAll(async () => {
    pbx = await Pbx.start();
    client = await PbxClient.signIn(pbx);
  });
  afterEach(() => pbx.hangUpAll());
  afterAll(() => pbx.stop());

  const read = async (path: string) => (await client.get(`/xapi/v1/${path}`)).body as Item;

  async function made(set: string, body: Item): Promise<Item & { readonly Id: number }> {
    const answer = await client.post(`/xapi/v1/${set}`, body);
    expect(answer).toMatchObject({ status: 201 });
    return answer.body as Item & { readonly Id: number };
  }

  describe.each(SETS)('$set', ({ set, create, defaults, change, refused, target }) => {
    it('take a new one, give it defaults, change and delete it', async () => {
      const item = await made(set, create);
      const path = `${set}(${item.Id})`;
      expect(item).toMatchObject({ ...create, ...defaults });
      expect(item['@odata.context']).toMatch(new RegExp(`\\$metadata#${set}/\\$entity$`));
      expect(await read(path)).toEqual(item);
      expect(await client.list(set)).toContainEqual(expect.objectContaining({ Id: item.Id }));

      const changed = await client.patch(`/xapi/v1/${path}`, change);
      expect(changed).toMatchObject({ status: 204, body: '' });
      expect(await read(path)).toMatchObject({ ...defaultsLeft(defaults, change), ...change });

      expect(await client.delete(`/xapi/v1/${path}`)).toMatchObject({ status: 204, body: '' });
      expect((await client.get(`/xapi/v1/${path}`)).status).toBe(404);
      expect((await client.patch(`/xapi/v1/${path}`, change)).status).toBe(404);
      expect((await client.delete(`/xapi/v1/${path}`)).status).toBe(404);
    });

    it(`refuse one that is wrong in ${target}, and make none`, async () => {
      const before = await client.list(set);
      expect(await client.post(`/xapi/v1/${set}`, refused)).toMatchObject({
        status: 400,
        body: { error: { code: expect.any(String), message: expect.any(String), target } },
      });
      expect(await client.list(set)).toHaveLength(before.length);
    });

    it('refuse a property that nobody published', async () => {
      const answer = await client.post(`/xapi/v1/${set}`, { ...create, Sparkle: true });
      expect(answer).toMatchObject({ status: 400, body: { error: { target: 'Sparkle' } } });
    });
  });
});

function defaultsLeft(defaults: Item, change: Item): Item {
  return Object.fromEntries(Object.entries(defaults).filter(([name]) => !(name in change)));
}
