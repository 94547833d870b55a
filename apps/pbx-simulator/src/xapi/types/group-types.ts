import type { StructSource } from '../../odata';

export const groupTypes = {
  Group: {
    base: 'ClickToCall',
    'boolean?': `
      AllowCallService DisableCustomPrompt GloballyVisible HasMembers IsDefault OverrideHolidays
    `,
    'int32?': 'AnswerAfter',
    'Route?': 'BreakRoute HolidaysRoute OfficeRoute OutOfOfficeRoute',
    'Schedule?': 'BreakTime Hours',
    'CallHandlingFlags[]': 'CallHandlingMode',
    'GroupHoursMode?': 'CurrentGroupHours',
    'Destination?': 'CustomOperator',
    'string?': 'CustomPrompt Language MusicOnHold Name PromptSet TimeZoneId',
    'instant?': 'LastLoginTime OverrideExpiresAt',
    'nav UserGroup[]': 'Members',
    'nav Holiday[]': 'OfficeHolidays',
    'GroupProps?': 'Props',
    'nav Rights[]': 'Rights',
  },
  GroupProps: {
    'int32?': `
      DectMaxCount DepartmentContactsMaxCount LiveChatMaxCount OutboundRulesMaxCount
      PersonalContactsMaxCount PromptsMaxCount SbcMaxCount TrunksMaxCount
    `,
    'string?': `
      Fqdn ResellerId ResellerName StartupOwnerEmail Subscription SubscriptionType
      SystemNumberFrom SystemNumberTo TrunkNumberFrom TrunkNumberTo UserNumberFrom UserNumberTo
    `,
    'StartupLicense?': 'StartupLicense',
    'instant?': 'SubcriptionExpireDate',
  },
  Queue: {
    base: 'ClickToCall',
    'boolean?': `
      AgentAvailabilityMode AnnounceEstimatedWaitTime AnnounceQueuePosition CallbackOfferOnly
      ComfortPromptsEnabled EnableIntro IsRegistered MaxWaitStrategyEnabled PlayFullPrompt
      PriorityQueue ResetStatisticsScheduleEnabled SkillBasedRingAllCumulativePollingEnabled
      StopBackgroundWhenPrompt
    `,
    'nav QueueAgent[]': 'Agents',
    'int32?': `
      AnnounceEstimatedWaitTimeInterval AnnouncementInterval AutoLogoutMissedCalls
      CallbackEnableTime ComfortPromptsInterval MasterTimeout MaxCallersInQueue RingTimeout
      SLATime WrapUpTime
    `,
    'Route?': 'BreakRoute HolidaysRoute OutOfOfficeRoute',
    'string?': `
      CallbackOfferPrompt CallbackPrefix DestinationNoAnswerPrompt GreetingFile IntroFile Name
      OnHoldFile PromptSet VMEmailList
    `,
    'string[]': 'ComfortPrompts',
    'Destination?': 'ForwardNoAnswer',
    'nav QueueManager[]': 'Managers',
    'int32[]': 'MaxWaitTimeSkillGroupValues',
    'QueueNotifyCode[]': 'NotifyCodes',
    'PollingStrategyType?': 'PollingStrategy',
    'QueueRecording?': 'Recording',
    'ResetQueueStatisticsSchedule?': 'ResetQueueStatisticsSchedule',
    'TypeOfChatOwnershipType?': 'TypeOfChatOwnershipType',
    'VMEmailOptionsType?': 'VMEmailOptions',
  },
  QueueAgent: {
    key: 'Id',
    'int32?': 'Id',
    'string?': 'Name SkillGroup',
    string: 'Number',
    'UserTag[]': 'Tags',
  },
  QueueManager: {
    key: 'Id',
    'int32?': 'Id',
    'string?': 'Name',
    string: 'Number',
    'UserTag[]': 'Tags',
  },
  ResetQueueStatisticsSchedule: {
    'DayOfWeek?': 'Day',
    'ResetQueueStatisticsFrequency?': 'Frequency',
    'time?': 'Time',
  },
  RingGroup: {
    base: 'ClickToCall',
    'Route?': 'BreakRoute HolidaysRoute OutOfOfficeRoute',
    'Destination?': 'ForwardNoAnswer',
    'string?': 'GreetingFile MulticastAddress MulticastCodec Name VMEmailList',
    'boolean?': 'IsRegistered',
    'nav RingGroupMember[]': 'Members',
    'int32?': 'MulticastPacketTime MulticastPort RingTime',
    'StrategyType?': 'RingStrategy',
    'VMEmailOptionsType?': 'VMEmailOptions',
  },
  RingGroupMember: {
    key: 'Id',
    int32: 'Id',
    'string?': 'Name Number',
    'UserTag[]': 'Tags',
  },
  Receptionist: {
    base: 'DN',
    'Route?': 'BreakRoute HolidaysRoute OutOfOfficeRoute',
    'nav ReceptionistForward[]': 'Forwards',
    'string?': `
      ForwardSmsTo InvalidKeyForwardDN Name PromptFilename PromptSet TimeoutForwardDN
    `,
    'boolean?': 'IsRegistered TransferEnable UseMSExchange',
    'IVRType?': 'IVRType',
    'int32?': 'Timeout',
    'PeerType?': 'TimeoutForwardPeerType',
    'IVRForwardType?': 'TimeoutForwardType',
  },
  ReceptionistForward: {
    key: 'Id',
    'string?': 'CustomData ForwardDN Input',
    IVRForwardType: 'ForwardType',
    int32: 'Id',
    'PeerType?': 'PeerType',
  },
  Parking: {
    base: 'DN',
  },
  Fax: {
    base: 'DN',
    'string?': 'AuthID AuthPassword OutboundCallerId',
    'boolean?': 'FaxServer',
  },
  ServicePrincipal: {
    base: 'DN',
    'boolean?': 'CallControlEnabled IsSystem MyPhoneEnabled XAPIEnabled',
    'instant?': 'LastUsed',
    'nav Peer[]': 'Peers',
  },
  Contact: {
    key: 'Id',
    'string?': `
      Business Business2 BusinessFax CompanyName Department Email FirstName Home LastName Mobile2
      Other Pager PhoneNumber Tag Title
    `,
    'ContactSource?': 'ContactType',
    int32: 'Id',
  },
  RetreivePeersRequest: {
    'string[]': 'DnNumbers',
    boolean: 'IsReportPeers',
  },
  ContactsDirSearchSettings: {
    'boolean?': 'ExchangeCalendarProfileSwitching',
    'string[]': 'ExchangeEmailAddresses ExchangeFolders',
    'ConcealedPassword?': 'ExchangePassword',
    'string?': 'ExchangeServerUrl ExchangeUser',
  },
} satisfies Readonly<Record<string, StructSource>>;
