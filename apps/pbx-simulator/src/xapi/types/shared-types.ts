import type { StructSource } from '../../odata';

export const sharedTypes = {
  DN: {
    key: 'Id',
    'nav UserGroup[]': 'Groups',
    int32: 'Id',
    'string?': 'Number',
    'TranscriptionType?': 'TranscriptionMode',
  },
  ClickToCall: {
    base: 'DN',
    'boolean?': 'CallUsEnableChat CallUsEnablePhone CallUsEnableVideo',
    'Authentication?': 'CallUsRequirement',
    'string?': 'ClickToCallId',
  },
  UserGroup: {
    key: 'Id',
    'boolean?': 'CanDelete',
    'int32?': 'GroupId Id',
    'nav Rights?': 'GroupRights Rights',
    'string?': 'MemberName Name Number',
    'UserTag[]': 'Tags',
    'TranscriptionType?': 'TranscriptionMode',
    'PeerType?': 'Type',
  },
  Rights: {
    'boolean?': `
      AllowIVR AllowParking AllowToChangePresence AllowToManageCompanyBook AssignClearOperations
      CanBargeIn CanIntercom CanSeeGroupCalls CanSeeGroupMembers CanSeeGroupRecordings Invalid
      PerformOperations ShowMyCalls ShowMyPresence ShowMyPresenceOutside
    `,
    string: 'RoleName',
  },
  Destination: {
    'string?': 'External Name Number',
    'UserTag[]': 'Tags',
    'DestinationType?': 'To',
    'PeerType?': 'Type',
  },
  Route: {
    'boolean?': 'IsPromptEnabled',
    'string?': 'Prompt',
    'Destination?': 'Route',
  },
  Schedule: {
    'boolean?': 'IgnoreHolidays',
    'Period[]': 'Periods',
    RuleHoursType: 'Type',
  },
  Period: {
    'DayOfWeek?': 'DayOfWeek',
    'time?': 'Start Stop',
  },
  Holiday: {
    key: 'Id',
    uint8: 'Day DayEnd Month MonthEnd',
    'string?': 'Group HolidayPrompt',
    int32: 'Id Year YearEnd',
    'boolean?': 'IsRecurrent',
    string: 'Name',
    duration: 'TimeOfEndDate TimeOfStartDate',
  },
  Peer: {
    key: 'Id',
    'boolean?': 'Hidden',
    int32: 'Id',
    'nav PeerGroup[]': 'MemberOf',
    'string?': 'Name Number',
    'UserTag[]': 'Tags',
    'PeerType?': 'Type',
  },
  PeerGroup: {
    int32: 'GroupID',
    'boolean?': 'IsPrimary',
    'string?': 'Name Number RoleName',
  },
  FirstAvailableNumber: {
    'string?': 'Number',
  },
  ConcealedPassword: {
    'boolean?': 'Concealed',
    'string?': 'Value',
  },
  Variable: {
    string: 'Name Value',
  },
} satisfies Readonly<Record<string, StructSource>>;
