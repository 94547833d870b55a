import { Pbx, until } from '@3cx-relay/testing';
import { PbxClient } from './pbx-client';

type Item = Record<string, unknown>;

/** Kinds of values in the tables below; a kind with `?` may be null. */
const KINDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  int: (value) => Number.isInteger(value),
  bool: (value) => typeof value === 'boolean',
  list: (value) => Array.isArray(value),
  item: (value) => typeof value === 'object' && !Array.isArray(value),
  time: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value),
  span: (value) => typeof value === 'string' && /^PT?[\dDHMS.T]+$/.test(value),
};

const USER = `Id:int Number:text? DisplayName:text? FirstName:text? LastName:text?
  EmailAddress:text? Mobile:text? Enabled:bool? Internal:bool? IsRegistered:bool?
  CurrentProfileName:text? QueueStatus:text? PrimaryGroupId:int? OutboundCallerID:text?
  Language:text? HideInPhonebook:bool? RecordCalls:bool? VMEnabled:bool? Require2FA:bool?
  AIAgent:bool? ForbidRecording:bool? Groups:list Phones:list ForwardingProfiles:list Tags:list`;

/** The fields of each entity as they are published, everything expanded. */
const ENTITIES: [string, string][] = [
  ['Users', USER],
  [
    'Groups',
    `Id:int Number:text? Name:text? IsDefault:bool? HasMembers:bool? Language:text?
    PromptSet:text? TimeZoneId:text? CurrentGroupHours:text? Hours:item BreakTime:item
    OfficeHolidays:list OfficeRoute:item BreakRoute:item HolidaysRoute:item OutOfOfficeRoute:item
    Members:list Rights:list`,
  ],
  [
    'Queues',
    `Id:int Number:text? Name:text? PollingStrategy:text? RingTimeout:int? MasterTimeout:int?
    WrapUpTime:int? SLATime:int? MaxCallersInQueue:int? PriorityQueue:bool? IsRegistered:bool?
    AgentAvailabilityMode:bool? Recording:text? ForwardNoAnswer:item? Agents:list Managers:list`,
  ],
  [
    'RingGroups',
    `Id:int Number:text? Name:text? RingStrategy:text? RingTime:int? IsRegistered:bool?
    ForwardNoAnswer:item? Members:list`,
  ],
  [
    'Trunks',
    `Id:int Number:text? IsOnline:bool? Direction:text? DidNumbers:list ExternalNumber:text?
    SimultaneousCalls:int? EnableInboundCalls:bool? EnableOutboundCalls:bool?
    OutboundCallerID:text? ConfigurationIssue:text? RoutingRules:list Gateway:item?`,
  ],
  ['Peers', 'Id:int Number:text? Name:text? Type:text? Hidden:bool? MemberOf:list'],
  [
    'ActiveCalls',
    `Id:int Caller:text? Callee:text? Status:text? LastChangeStatus:time? EstablishedAt:time?
    ServerNow:time?`,
  ],
  ['LastCdrAndChatMessageTimestamp', 'LastCdrStartedAt:time LastChatMessageTimeSent:time?'],
  [
    'EventLogs',
    `Id:int Type:text? EventId:int? Message:text? Params:list Source:text? Group:text?
    GroupName:text? TimeGenerated:time?`,
  ],
  [
    'Recordings',
    `Id:int StartTime:time? EndTime:time? RecordingUrl:text? CallType:text? FromDn:text?
    FromDnType:int? FromCallerNumber:text? FromDisplayName:text? FromDidNumber:text?
    FromCrmContact:text? FromIdParticipant:int? ToDn:text? ToDnType:int? ToCallerNumber:text?
    ToDisplayName:text? ToDidNumber:text? ToCrmContact:text? ToIdParticipant:int?
    RefParticipantId:int? IsArchived:bool? ArchivedUrl:text? IsTranscribed:bool?
    Transcription:text? Summary:text? SentimentScore:int?`,
  ],
  [
    'Contacts',
    `Id:int FirstName:text? LastName:text? CompanyName:text? PhoneNumber:text? Mobile2:text?
    Home:text? Business:text? Business2:text? Other:text? Email:text? ContactType:text?
    Department:text? Tag:text? Title:text?`,
  ],
  [
    'ServicePrincipals',
    `Id:int Number:text? CallControlEnabled:bool? XAPIEnabled:bool? MyPhoneEnabled:bool?
    IsSystem:bool? LastUsed:time? Peers:list Groups:list`,
  ],
];

const SINGLES: [string, string][] = [
  [
    'SystemStatus',
    `Id:int FQDN:text? Version:text? Ip:text? IpV4:text? IpV6:text? CurrentLocalIp:text?
    LocalIpValid:bool? OS:text? Activated:bool? LicenseActive:bool? LicenseKey:text?
    ProductCode:text? MaxSimCalls:int? CallsActive:int? ExtensionsRegistered:int?
    ExtensionsTotal:int? UserExtensions:int? MaxUserExtensions:int? TrunksRegistered:int?
    TrunksTotal:int? OutboundRules:int? HasNotRunningServices:bool?
    HasUnregisteredSystemExtensions:bool? BackupScheduled:bool? LastBackupDateTime:time?
    LastCheckForUpdates:time? LastSuccessfulUpdate:time? AutoUpdateEnabled:bool?
    ExpirationDate:time? MaintenanceExpiresAt:time? Support:bool? ResellerName:text?
    DiskUsage:int? FreeDiskSpace:int? TotalDiskSpace:int? LogUsedSpace:int? ChatUsedSpace:int?
    RecordingUsedSpace:int? RecordingQuota:int? RecordingQuotaReached:bool?
    RecordingStopped:bool? VoicemailQuotaReached:bool? VoicemailStopped:bool?
    DBMaintenanceInProgress:bool? IsAuditLogEnabled:bool? IsChatLogEnabled:bool?
    IsRecordingArchiveEnabled:bool? RemoteStorageEnabled:bool? RemoteStorageStatus:text?
    RemoteConfigurationRequired:bool? AvailableLocalIps:text?`,
  ],
  [
    'SystemStatus/Pbx.SystemHealthStatus()',
    `Id:int Firewall:bool? Phones:bool? Trunks:bool? CustomTemplatesCount:int?
    UnsupportedFirmwaresCount:int?`,
  ],
  [
    'SystemStatus/Pbx.SystemDatabaseInformation()',
    'Id:int CallsUsedSpace:int? ChatsUsedSpace:int? ChatFilesCount:int? EventLogUsedSpace:int?',
  ],
  ['Defs', 'Id:int Codecs:list GatewayParameters:list GatewayParameterValues:list TimeZones:list'],
  [
    'Defs/Pbx.GetSystemParameters()',
    `Version:text? FQDN:text? HttpPort:int? HttpsPort:int? SipPort:int? SipsPort:int? License:item?
    ENL:int? IsHosted:bool? IsHosted3CX:bool? IsMulticompanyMode:bool? PbxExternalHost:text?
    ProcessorCount:int?`,
  ],
  [
    'LicenseStatus',
    `LicenseKey:text Activated:bool? LicenseActive:bool? ProductCode:text? MaxSimCalls:int?
    Version:text? CompanyName:text? ExpirationDate:time? MaintenanceExpiresAt:time?
    ActiveModules:list`,
  ],
  [
    'CDRSettings',
    `Enabled:bool? LogType:text? SocketIpAddress:text? SocketPort:int? LogSize:int?
    EnabledFields:list PossibleFields:list RemoveCommaDelimiters:bool?`,
  ],
];

const RIGHTS_OF_MEMBER = 'Rights:item? GroupRights:item?';

/** Parts of entities: where they hang, and their fields. */
const PARTS: [string, string, string][] = [
  [
    'Users',
    'Phones',
    `Id:int Name:text? MacAddress:text? TemplateName:text? Interface:text?
    ProvisioningLinkExt:text? ProvisioningLinkLocal:text? Settings:item?`,
  ],
  [
    'Users',
    'ForwardingProfiles',
    `Id:int Name:text? CustomName:text? CustomMessage:text? NoAnswerTimeout:int?
    AcceptMultipleCalls:bool? RingMyMobile:bool? BlockPushCalls:bool? DisableRingGroupCalls:bool?
    OfficeHoursAutoQueueLogOut:bool? AvailableRoute:item? AwayRoute:item?`,
  ],
  [
    'Users',
    'Groups',
    'GroupId:int? Number:text? Name:text? MemberName:text? Type:text? CanDelete:bool?',
  ],
  [
    'Groups',
    'Members',
    'GroupId:int? Number:text? Name:text? MemberName:text? Type:text? CanDelete:bool?',
  ],
  [
    'Groups',
    'Rights',
    `RoleName:text CanSeeGroupMembers:bool CanSeeGroupCalls:bool CanSeeGroupRecordings:bool
    CanBargeIn:bool CanIntercom:bool PerformOperations:bool ShowMyPresence:bool ShowMyCalls:bool
    AllowToChangePresence:bool AllowToManageCompanyBook:bool AllowIVR:bool AllowParking:bool
    AssignClearOperations:bool ShowMyPresenceOutside:bool Invalid:bool`,
  ],
  ['Queues', 'Agents', 'Number:text Name:text? SkillGroup:text? Tags:list'],
  ['RingGroups', 'Members', 'Id:int Number:text? Name:text?'],
  ['Peers', 'MemberOf', 'GroupID:int IsPrimary:bool? Name:text? Number:text? RoleName:text?'],
  ['Trunks', 'Gateway', 'Id:int Name:text? Host:text? Port:int? Type:text? Lines:int? Codecs:list'],
  ['Defs', 'TimeZones', 'Id:text Name:text IanaName:text WindowsName:text'],
  ['CDRSettings', 'EnabledFields', 'Name:text Length:int'],
];

/** What is wrong with an item by the published fields; nothing when all are there as published. */
function faultsOf(item: Item, fields: string): string[] {
  return fields.split(/\s+/).flatMap((field) => {
    const [name = '', kind = ''] = field.split(':');
    if (!(name in item)) return [`${name} is not there`];
    const value = item[name];
    if (value === null) return kind.endsWith('?') ? [] : [`${name} is null`];
    const holds = KINDS[kind.replace('?', '')]?.(value) ?? false;
    return holds ? [] : [`${name} is no ${kind}: ${JSON.stringify(value)}`];
  });
}

/** Each table of fields that is published of XAPI, on the newest version. */
describe('the published fields of XAPI', () => {
  let pbx: Pbx;
  let client: PbxClient;
  beforeAll(async () => {
    pbx = await Pbx.start({ args: ['--speed', '20', '--pbx-version', '20.0.10'] });
    client = await PbxClient.signIn(pbx);
    await pbx.call({ from: '105', to: '106', answer: 'auto', talkMs: 2_000, record: true });
    await until('a call was recorded', async () => (await client.list('Recordings')).length > 0);
    await client.post('/xapi/v1/Contacts', { FirstName: 'Ida', PhoneNumber: '+493012399999' });
    await pbx.setDn('107', { answer: 'manual' });
    await pbx.call({ from: '108', to: '107' });
    await client.leg('107', 'Ringing');
  });
  afterAll(() => pbx.stop());

  const itemsOf = async (set: string): Promise<Item[]> => {
    const { body } = await client.get(`/xapi/v1/${set}?$expand=*`);
    const { value } = body as { value?: Item[] };
    return value ?? [body as Item];
  };

  it.each(ENTITIES)('%s have them all', async (set, fields) => {
    const items = await itemsOf(set);
    expect(items.flatMap((item) => faultsOf(item, fields))).toEqual([]);
    expect(items).not.toEqual([]);
  });

  it.each(SINGLES)('%s has them all', async (path, fields) => {
    const { body } = await client.get(`/xapi/v1/${path}`);
    const expanded = path === 'Defs' ? (await itemsOf('Defs'))[0] : (body as Item);
    expect(faultsOf(expanded ?? {}, fields)).toEqual([]);
  });

  it('users have rights in their groups when those are asked for', async () => {
    const users = await client.list('Users?$expand=Groups($expand=Rights,GroupRights)');
    for (const { Groups } of users) {
      for (const group of Groups as Item[]) expect(faultsOf(group, RIGHTS_OF_MEMBER)).toEqual([]);
    }
  });

  it.each(PARTS)('%s have them in their %s', async (set, part, fields) => {
    const items = await itemsOf(set);
    const parts = items.flatMap((item) => [item[part]].flat() as Item[]);
    expect(parts.flatMap((one) => faultsOf(one, fields))).toEqual([]);
    expect(parts).not.toEqual([]);
  });
});
