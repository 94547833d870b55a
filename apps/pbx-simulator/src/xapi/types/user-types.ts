import type { StructSource } from '../../odata';

export const userTypes = {
  User: {
    base: 'ClickToCall',
    'string?': `
      AccessPassword AuthID AuthPassword Blfs ContactImage CurrentProfileName DeskphonePassword
      DisplayName EmailAddress EmergencyAdditionalInfo EmergencyLocationId FirstName
      HotdeskingAssignment Language LastName Mobile OutboundCallerID PromptSet SIPID VMPIN
      WebMeetingFriendlyName
    `,
    'AgentSettings?': 'AgentSettings',
    'boolean?': `
      AIAgent AllowLanOnly AllowOwnRecordings BlockTunnel CallScreening DatevEnabled Enable2FA
      Enabled EnableHotdesking ForbidRecording GoogleCalendarEnabled GoogleContactsEnabled
      GoogleSignInEnabled HideInPhonebook Internal IsRegistered MS365CalendarEnabled
      MS365ContactsEnabled MS365SignInEnabled MS365TeamsEnabled MyPhoneAllowDeleteRecordings
      MyPhoneHideForwardings MyPhonePush MyPhoneShowRecordings PbxDeliversAudio PinProtected
      RecordCalls RecordEmailNotify RecordExternalCallsOnly Require2FA SendEmailMissedCalls
      VMDisablePinAuth VMEnabled VMPlayCallerID WebMeetingApproveParticipants
    `,
    'Schedule?': 'BreakTime Hours',
    'nav ExtensionRule[]': 'ForwardingExceptions',
    'nav ForwardingProfile[]': 'ForwardingProfiles',
    'nav Greeting[]': 'Greetings',
    'OfficeHoursBits[]': 'OfficeHoursProps',
    'nav Phone[]': 'Phones',
    'int32?': 'PinProtectTimeout PrimaryGroupId',
    'QueueStatusType?': 'QueueStatus',
    'SRTPModeType?': 'SRTPMode',
    'UserTag[]': 'Tags',
    'VMEmailOptionsType?': 'VMEmailOptions',
    'VMPlayMsgDateTimeType?': 'VMPlayMsgDateTime',
  },
  Phone: {
    key: 'Id',
    int32: 'Id',
    'string?': `
      Interface MacAddress Name ProvisioningLinkExt ProvisioningLinkLocal TemplateName
    `,
    'PhoneSettings?': 'Settings',
  },
  PhoneSettings: {
    'boolean?': 'AllowCustomQueueRingtones IsLogoCustomizable IsSBC',
    'string?': `
      Backlight CustomLogo DateFormat Firmware FirmwareLang LogoDescription PhoneLanguage PowerLed
      ProvisionExtendedData QueueRingTone RemoteSpmHost RingTone SbcName ScreenSaver Secret Srtp
      TimeFormat TimeZone
    `,
    'string[]': 'Codecs LogoFileExtensionAllowed',
    'CustomQueueRingtone[]': 'CustomQueueRingtones',
    'PhoneLldpInfo?': 'LlDpInfo',
    'int32?': 'LocalRTPPortEnd LocalRTPPortStart LocalSipPort RemoteSpmPort',
    'ProvType?': 'ProvisionType',
    'PhoneDeviceVlanInfo[]': 'VlanInfos',
    'XferTypeEnum?': 'XferType',
  },
  PhoneLldpInfo: {
    'boolean?': 'Configurable Value',
  },
  PhoneDeviceVlanInfo: {
    'boolean?': 'Configurable Enabled PriorityConfigurable',
    'int32?': 'Priority PriorityMax PriorityMin VlanId VlanIdMax VlanIdMin',
    'PhoneDeviceVlanType?': 'Type',
  },
  CustomQueueRingtone: {
    'string?': 'Queue Ringtone',
  },
  ForwardingProfile: {
    key: 'Id',
    'boolean?': `
      AcceptMultipleCalls BlockPushCalls DisableRingGroupCalls OfficeHoursAutoQueueLogOut
      RingMyMobile
    `,
    'AvailableRouting?': 'AvailableRoute',
    'AwayRouting?': 'AwayRoute',
    'string?': 'CustomMessage CustomName Name',
    int32: 'Id',
    'int32?': 'NoAnswerTimeout',
  },
  AvailableRouting: {
    'boolean?': 'BusyAllCalls NoAnswerAllCalls NotRegisteredAllCalls',
    'Destination?': `
      BusyExternal BusyInternal NoAnswerExternal NoAnswerInternal NotRegisteredExternal
      NotRegisteredInternal
    `,
  },
  AwayRouting: {
    'boolean?': 'AllHoursExternal AllHoursInternal',
    'Destination?': 'External Internal',
  },
  ExtensionRule: {
    key: 'Id',
    'RuleCallTypeType?': 'CallType',
    'RuleConditionType?': 'Condition',
    'string?': 'Data',
    'Destination?': 'Destination',
    'boolean?': 'Enabled',
    'Schedule?': 'Hours',
    int32: 'Id',
  },
  Greeting: {
    'string?': 'DisplayName Filename',
    ProfileType: 'Type',
  },
  AgentSettings: {
    'AgentRoutingAction?': `
      AbusiveCallerAction AgentFallback CallerDoesNotRespondAction SpamAction
    `,
    'string?': `
      AgentType AllowedExtensions FirstMessage Language SpamInstructions SystemPrompt Voice
    `,
    'boolean?': `
      AllowWebsearch CheckStatusBeforeTransfer EnableNameMatching SwitchLanguage
    `,
    'BossInterruptionSettings?': 'BossInterruptionSettings',
    'AgentRoutingDirectory?': 'HumanHandoff',
    'string[]': 'Knowledgebase',
    'int32?': 'MaxCallDuration',
    'nav Peer?': 'PhonebookOverride',
    'AgentRoutingDirectory[]': 'RoutingDirectory',
  },
  AgentRoutingAction: {
    string: 'Action',
    'string?': 'Name Number',
    'UserTag[]': 'Tags',
    'PeerType?': 'Type',
  },
  AgentRoutingDirectory: {
    string: 'Description',
    'string?': 'Name Number',
    'UserTag[]': 'Tags',
    'PeerType?': 'Type',
  },
  BossInterruptionSettings: {
    'InterruptionDecision?': 'Block Interrupt Notify',
  },
  InterruptionDecision: {
    'string?': 'Action Instructions',
  },
  UserDeleteError: {
    'string?': 'Error ExtensionNumber',
  },
  CallControlResultResponse: {
    string: 'FinalStatus Reason ReasonText',
    'CallParticipant?': 'Result',
    'string?': 'VttId',
  },
  CallParticipant: {
    key: 'Id',
    int32: 'CallId Id LegId',
    string: 'DeviceId DN PartyCallerId PartyCallerName PartyDn PartyDnType Status',
    boolean: 'DirectControl',
  },
  SipDevice: {
    key: 'Id',
    'nav Peer?': 'DN',
    int32: 'Id',
    'string?': 'PhoneWebPassword ProvLink',
    'PhoneRegistrar?': 'Registrar',
  },
  PhoneRegistrar: {
    'int32?': 'Capabilities',
    'string?': `
      FirmwareAvailable FirmwareVersion InterfaceLink IpAddress MAC Model UserAgent Vendor
    `,
  },
  RegenerateOptions: {
    boolean: `
      ConfigurationLink DeskphonePassword RpsKey SendWelcomeEmail SipAuth VoicemailPIN
      WebclientPassword
    `,
  },
  MultiEditUserData: {
    'AgentSettings?': 'AgentSettings',
    'boolean?': `
      AllowLanOnly AllowOwnRecordings BossSecretaryRequiresFullEdit CallScreening
      CanMoveForwardingExceptions DatevEnabled Enabled EnableHotdesking ForbidRecording
      GoogleCalendarEnabled GoogleContactsEnabled GoogleSignInEnabled HideInPhonebook Internal
      MS365CalendarEnabled MS365ContactsEnabled MS365SignInEnabled MS365TeamsEnabled
      MyPhoneAllowDeleteRecordings MyPhoneHideForwardings MyPhoneShowRecordings PbxDeliversAudio
      PinProtected RecordCalls RecordEmailNotify RecordExternalCallsOnly SendEmailMissedCalls
      VMDisablePinAuth VMEnabled VMPlayCallerID
    `,
    'string?': `
      Blfs DisplayNumbers EmergencyAdditionalInfo EmergencyLocationId Mobile Number PromptSet
    `,
    'nav ExtensionRule[]': 'ForwardingExceptions',
    'nav ForwardingProfile[]': 'ForwardingProfiles',
    'nav Greeting[]': 'Greetings',
    'nav UserGroup[]': 'Groups',
    'int32?': 'PinProtectTimeout',
    'SRTPModeType?': 'SRTPMode',
    'TranscriptionType?': 'TranscriptionMode',
    'VMEmailOptionsType?': 'VMEmailOptions',
    'VMPlayMsgDateTimeType?': 'VMPlayMsgDateTime',
  },
  GreetingFile: {
    'string?': 'DisplayName',
    string: 'Filename',
  },
} satisfies Readonly<Record<string, StructSource>>;
