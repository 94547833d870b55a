import { isPrimitive, type EdmModel, type EdmProperty } from '../odata';
import type { XapiAction, XapiFunction } from './context';
import { modelFor, NEWEST_VERSION } from './model';
import { RESOURCES } from './resources';
import { aSection, FakePbx } from './testing/fake-pbx';
import { VendorDescription } from './testing/vendor-description';
import { xapiClient } from './testing/xapi-client';

const MODEL = modelFor(NEWEST_VERSION);

/** The facts of `3cx/xapi.md` that programs rely on most: held whether or not the description is there. */
const FACTS: Readonly<Record<string, string>> = {
  ActiveCall:
    'Id:int32 Caller:string? Callee:string? Status:string? LastChangeStatus:instant? EstablishedAt:instant? ServerNow:instant?',
  CallLogData:
    'CdrId:string CallHistoryId:string? MainCallHistoryId:string? CallId:int32 SegmentId:int32? Indent:int32? SubrowDescNumber:int32? StartTime:instant? Direction:string? CallType:string? Status:string? Answered:boolean? RingingDuration:duration? TalkingDuration:duration? SourceDn:string? SourceCallerId:string? SourceDisplayName:string? SourceType:int32? DestinationType:int32? ActionDnType:int32? ActionType:int32? DestinationDn:string? DestinationCallerId:string? DestinationDisplayName:string? ActionDnCallerId:string? ActionDnDisplayName:string? actionDnDn:string? Reason:string? CallCost:decimal? QualityReport:boolean? RecordingUrl:string? Transcription:string? Summary:string? SrcRecId:int32? DstRecId:int32? SentimentScore:int32? Recordings:XReportRecording[]',
  User: 'Id:int32 Number:string? DisplayName:string? FirstName:string? LastName:string? EmailAddress:string? Mobile:string? Enabled:boolean? Internal:boolean? IsRegistered:boolean? CurrentProfileName:string? QueueStatus:QueueStatusType? PrimaryGroupId:int32? OutboundCallerID:string? Language:string? HideInPhonebook:boolean? RecordCalls:boolean? VMEnabled:boolean? Require2FA:boolean? AIAgent:boolean? ForbidRecording:boolean?',
  Queue:
    'PollingStrategy:PollingStrategyType? RingTimeout:int32? MasterTimeout:int32? WrapUpTime:int32? SLATime:int32? MaxCallersInQueue:int32? Recording:QueueRecording? ForwardNoAnswer:Destination?',
  RingGroup:
    'RingStrategy:StrategyType? RingTime:int32? IsRegistered:boolean? ForwardNoAnswer:Destination?',
  Trunk:
    'IsOnline:boolean? Direction:DirectionType? DidNumbers:string[] ExternalNumber:string? SimultaneousCalls:int32? Gateway:Gateway?',
  EventLog:
    'Id:int32 Type:EventLogType? EventId:int32? Message:string? Params:string[] TimeGenerated:instant?',
  LastCdrAndChatMessageTimestamp: 'LastCdrStartedAt:instant LastChatMessageTimeSent:instant?',
};

const written = (property: EdmProperty): string =>
  `${property.navigation ? 'nav ' : ''}${property.type}${property.collection ? '[]' : ''}${property.nullable ? '?' : ''}`;

const ours = (name: string): Record<string, string> =>
  Object.fromEntries(
    [...MODEL.struct(name).properties.values()].map((property) => [
      property.name,
      written(property),
    ]),
  );

const JSON_TYPES: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  uint8: 'number',
  int32: 'number',
  int64: 'number',
  decimal: 'number',
  double: 'number',
};

/** What is wrong with a value, by the declared types; a value that fits yields nothing. */
const misfits = (model: EdmModel, type: string, value: unknown, path: string): string[] => {
  if (isPrimitive(type))
    return typeof value === (JSON_TYPES[type] ?? 'string') ? [] : [`${path}: ${type}`];
  const members = model.findEnum(type)?.members;
  if (members !== undefined)
    return members.some((member) => member === value) ? [] : [`${path}: ${String(value)}`];
  const struct = model.struct(type);
  return Object.entries(value as Record<string, unknown>).flatMap(([name, item]) => {
    if (name.startsWith('@')) return [];
    const property = struct.properties.get(name);
    const place = `${path}/${name}`;
    if (property === undefined) return [`${place}: not declared`];
    if (item === null) return property.nullable ? [] : [`${place}: null`];
    if (property.collection !== Array.isArray(item)) return [`${place}: collection`];
    const items: readonly unknown[] = Array.isArray(item) ? item : [item];
    return items.flatMap((one) => misfits(model, property.type, one, place));
  });
};

const givenBusyXapi = async () => {
  const pbx = new FakePbx();
  const section = aSection();
  pbx.history.push(section);
  pbx.recorded.push({
    id: 1,
    cdrId: section.cdrId,
    url: 'a.wav',
    startedAt: 0,
    endedAt: 1,
    source: section.source,
    destination: section.destination,
    transcript: null,
    audio: () => Buffer.alloc(0),
  });
  const client = xapiClient(pbx);
  await client.send('POST', '/Contacts', { FirstName: 'Eva', PhoneNumber: '1' });
  await client.send('POST', '/InboundRules', { RuleName: 'r', TrunkDN: { Number: '10001' } });
  await client.send('POST', '/OutboundRules', { Name: 'o', Routes: [{ TrunkId: 36 }] });
  await client.send('POST', '/Parameters', { Name: 'P', Value: 'v' });
  return client;
};

describe('types', () => {
  it.each(Object.entries(FACTS))('%s has the properties programs rely on', (name, facts) => {
    const expected = Object.fromEntries(facts.split(' ').map((fact) => fact.split(':')));
    expect(ours(name)).toMatchObject(expected);
  });
});

describe('answers', () => {
  const sets = [...RESOURCES.values()].filter((resource) => resource.list ?? resource.single);

  it.each(sets.map((resource) => [resource.name, resource] as const))(
    '%s answers values of the declared types, everything expanded',
    async (name, resource) => {
      const client = await givenBusyXapi();
      const answer = await client.read(`/${name}?$expand=*`);
      const rows =
        resource.single === undefined ? (answer['value'] as readonly unknown[]) : [answer];
      if (name !== 'CallHistoryView') expect(rows).not.toEqual([]);
      expect(rows.flatMap((row) => misfits(MODEL, resource.type, row, name))).toEqual([]);
    },
  );

  it('functions without parameters answer values of the types they declare', async () => {
    const client = await givenBusyXapi();
    for (const [path, type] of [
      ['/Defs/Pbx.GetSystemParameters()', 'SystemParameters'],
      ['/Defs/Pbx.GetLicenseParameters()', 'License'],
      ['/SystemStatus/Pbx.SystemHealthStatus()', 'SystemHealthStatus'],
      ['/SystemStatus/Pbx.SystemDatabaseInformation()', 'SystemDatabaseInformation'],
      ['/SystemStatus/Pbx.GetVersionType()', 'VersionUpdateType'],
      ['/Recordings/Pbx.GetRecordingRepositorySettings()', 'RecordingRepositorySettings'],
    ] as const) {
      expect(misfits(MODEL, type, await client.read(path), path)).toEqual([]);
    }
  });
});

const vendor = VendorDescription.find();

if (vendor !== undefined) {
  describe("the vendor's description", () => {
    /** We answer the result of a call without being asked to expand it. */
    const OURS: Readonly<Record<string, string>> = { CallControlResultResponse: 'Result' };

    it.each(MODEL.allStructs().map(({ name }) => name))(
      '%s has the same names, types and nullability',
      (name) => {
        const { [OURS[name] ?? '']: _ours, ...expected } = vendor.properties(name);
        const { [OURS[name] ?? '']: _theirs, ...actual } = ours(name);
        expect(actual).toEqual(expected);
      },
    );

    it.each(MODEL.allEnums().map(({ name, members }) => [name, members] as const))(
      '%s has the same members',
      (name, members) => {
        expect([...members]).toEqual([...vendor.members(name)]);
      },
    );

    const operations = [...RESOURCES.values()].flatMap((resource) => {
      const bind = (
        key: string,
        method: 'get' | 'post',
        table: Readonly<Record<string, XapiFunction | XapiAction>> = {},
      ) =>
        Object.entries(table).map(([name, operation]) => {
          const list = Object.keys(operation.parameters).map(
            (parameter) => `${parameter}={${parameter}}`,
          );
          const call = method === 'get' ? `(${list.join(',')})` : '';
          return [`/${resource.name}${key}/Pbx.${name}${call}`, method, operation.gives] as const;
        });
      return [
        ...bind('', 'get', resource.functions),
        ...bind('({Id})', 'get', resource.entityFunctions),
        ...bind('', 'post', resource.actions),
        ...bind('({Id})', 'post', resource.entityActions),
      ];
    });
    /** Older than the description, or described as an object without properties. */
    const ELSEWHERE = ['/Users/Pbx.GetByNumber(number={number})'];
    const UNTYPED: Readonly<Record<string, string>> = {
      '/ActiveCalls({Id})/Pbx.DropCall': 'IActionResult',
      '/Recordings/Pbx.DownloadRecording(recId={recId})': 'IActionResult',
    };

    it.each(operations.filter(([path]) => !ELSEWHERE.includes(path)))(
      '%s (%s) takes these parameters and answers %s',
      (path, method, gives) => {
        expect(vendor.operations()).toContain(`${method.toUpperCase()} ${path}`);
        expect(UNTYPED[path] ?? gives).toBe(vendor.answerOf(method, path));
      },
    );

    it('no operation of it is unknown: each is answered, refused for its input, or said not to be modelled', async () => {
      const client = await givenBusyXapi();
      const unknown: string[] = [];
      for (const operation of vendor.operations()) {
        const [method = '', path = ''] = operation.split(' ');
        const filled = path.replaceAll(/=\{\w+\}/g, "='100'").replace(/\(\{\w+\}\)/, '(28)');
        const answer = await client.send(method, filled, method === 'GET' ? undefined : {});
        const message = JSON.stringify(answer.body ?? '');
        const missing = answer.status === 404 && /Resource not found|is not known/.test(message);
        if (missing || answer.status === 405) unknown.push(operation);
      }
      expect(unknown).toEqual([]);
    });
  });
}
