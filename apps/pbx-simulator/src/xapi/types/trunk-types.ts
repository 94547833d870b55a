import type { StructSource } from '../../odata';

export const trunkTypes = {
  Trunk: {
    base: 'DN',
    'string?': `
      AuthID Certificate CertificateExpirationDate CertificateName ConfigurationIssue
      E164CountryCode ExternalNumber OutboundCallerID PublicIPinSIP RemoteMyPhoneUriHost
      RemotePBXPreffix ScriptName SecondaryRegistrar SeparateAuthId TunnelRemoteAddr
    `,
    'ConcealedPassword?': 'AuthPassword',
    'string[]': 'DidNumbers PublicInfoGroups',
    'DirectionType?': 'Direction',
    'boolean?': `
      DisableCallTransfer DisableVideo DiversionHeader E164ProcessIncomingNumber
      EnableInboundCalls EnableOutboundCalls IsOnline PublishInfo ReceiveInfo TunnelEnabled
      UseSeparateAuthId
    `,
    'nav EmergencyGeoTrunkLocation[]': 'EmergencyGeoLocations',
    'Gateway?': 'Gateway',
    'CIDFormatting[]': 'InCIDFormatting OutCIDFormatting',
    'TypeOfIPRestriction?': 'IPRestriction',
    'TrunkMessaging?': 'Messaging',
    'nav Peer[]': 'ReceiveExtensions',
    'nav InboundRule[]': 'RoutingRules',
    'int32?': 'SimultaneousCalls TunnelRemotePort',
    'UserTag[]': 'Tags',
    'TypeOfTransportRestriction?': 'TransportRestriction',
    'Variable[]': 'TrunkRegTimes',
  },
  Gateway: {
    key: 'Id',
    'string[]': 'Codecs',
    'boolean?': `
      DeliverAudio DestNumberInRemotePartyIDCalled DestNumberInRequestLineURI DestNumberInTo
      Internal IsCustom SupportReinvite SupportReplaces UseIPInContact
    `,
    'string?': `
      Host Name OutboundCallerID ProxyHost SpecifiedIPForRegistrationContact TemplateFilename
    `,
    'int32?': 'Id Lines Port ProxyPort TimeBetweenReg',
    'GatewayParameterBinding[]': 'InboundParams OutboundParams SourceIdentification',
    'IPInRegistrationContactType?': 'IPInRegistrationContact',
    'MatchingStrategyType?': 'MatchingStrategy',
    'RequireRegistrationForType?': 'RequireRegistrationFor',
    'SRTPModeType?': 'SRTPMode',
    'GatewayType?': 'Type',
    'Choice[]': 'VariableChoices',
  },
  GatewayParameterBinding: {
    'string?': 'Custom',
    int32: 'ParamId ValueId',
  },
  Choice: {
    string: 'Key Value',
  },
  CIDFormatting: {
    'string?': 'ReplacePattern SourcePattern',
  },
  TrunkMessaging: {
    'boolean?': 'Enabled NumberLengthEnabled',
    'int32?': 'NumberLength',
    'string?': 'Provider Webhook',
  },
  EmergencyGeoTrunkLocation: {
    key: 'Id',
    string: 'Id ProviderUri',
    EmergencyGeoLocation: 'Location',
    'string?': 'TrunkDn',
  },
  EmergencyGeoLocation: {
    key: 'Id',
    string: 'FriendlyName Id',
  },
  OutboundRule: {
    key: 'Id',
    'DNRange[]': 'DNRanges',
    'boolean?': 'EmergencyRule',
    'int32[]': 'GroupIds',
    'string[]': 'GroupNames',
    int32: 'Id',
    'string?': 'Name NumberLengthRanges Prefix',
    'int32?': 'Priority',
    'OutboundRoute[]': 'Routes',
  },
  OutboundRoute: {
    'string?': 'Append CallerID Prepend TrunkName',
    'uint8?': 'StripDigits',
    'int32?': 'TrunkId',
  },
  DNRange: {
    'string?': 'From To',
  },
  InboundRule: {
    key: 'Id',
    'boolean?': 'AlterDestinationDuringHolidays AlterDestinationDuringOutOfOfficeHours',
    'RuleCallTypeType?': 'CallType',
    'RuleConditionType?': 'Condition',
    'string?': 'CustomData Data RuleName',
    'Destination?': `
      HolidaysDestination OfficeHoursDestination OutOfOfficeHoursDestination
    `,
    'Schedule?': 'Hours',
    int32: 'Id',
    'nav Peer?': 'TrunkDN',
  },
  DidNumber: {
    string: 'Number',
    'nav InboundRule?': 'RoutingRule',
    'string?': 'TemplateFileName',
    int32: 'TrunkId',
  },
  XOutboundRulePurge: {
    'int32[]': 'Ids',
  },
} satisfies Readonly<Record<string, StructSource>>;
