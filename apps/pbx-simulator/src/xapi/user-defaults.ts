import type { Row } from '../odata';
import type { DnFacts } from './pbx-port';

/** What a user has before anyone sets it. */
export const USER_DEFAULTS: Row = {
  Enabled: true,
  Internal: false,
  EmailAddress: '',
  Mobile: '',
  FirstName: '',
  LastName: '',
  OutboundCallerID: '',
  Language: 'EN',
  HideInPhonebook: false,
  RecordCalls: false,
  RecordExternalCallsOnly: false,
  RecordEmailNotify: false,
  AllowOwnRecordings: false,
  ForbidRecording: false,
  VMEnabled: true,
  VMEmailOptions: 'Notification',
  VMPlayCallerID: true,
  VMPlayMsgDateTime: 'None',
  VMDisablePinAuth: false,
  VMPIN: '',
  SendEmailMissedCalls: true,
  Require2FA: false,
  Enable2FA: false,
  AIAgent: false,
  AllowLanOnly: true,
  BlockTunnel: false,
  CallScreening: false,
  EnableHotdesking: false,
  HotdeskingAssignment: '',
  PbxDeliversAudio: false,
  PinProtected: false,
  PinProtectTimeout: 15,
  SRTPMode: 'SRTPDisabled',
  MyPhonePush: true,
  MyPhoneShowRecordings: true,
  MyPhoneAllowDeleteRecordings: false,
  MyPhoneHideForwardings: false,
  DatevEnabled: false,
  GoogleSignInEnabled: true,
  GoogleCalendarEnabled: false,
  GoogleContactsEnabled: false,
  MS365SignInEnabled: true,
  MS365CalendarEnabled: false,
  MS365ContactsEnabled: false,
  MS365TeamsEnabled: false,
  WebMeetingApproveParticipants: false,
  WebMeetingFriendlyName: '',
  OfficeHoursProps: [],
  Tags: [],
  ForwardingExceptions: [],
  Greetings: [],
  CurrentProfileName: 'Available',
  QueueStatus: 'LoggedIn',
  Hours: { Type: 'OfficeHours', IgnoreHolidays: false, Periods: [] },
  BreakTime: { Type: 'Never', IgnoreHolidays: false, Periods: [] },
};

export const PROFILE_NAMES = [
  'Available',
  'Away',
  'Out of office',
  'Custom 1',
  'Custom 2',
] as const;

const VOICEMAIL: Row = {
  To: 'VoiceMail',
  Number: '',
  Name: '',
  External: '',
  Type: 'Extension',
  Tags: [],
};

/** The five presence profiles of a user; `idOf` numbers them. */
export const defaultProfiles = (number: string, idOf: (key: string) => number): Row[] =>
  PROFILE_NAMES.map((name, index) => {
    const to = { ...VOICEMAIL, Number: number };
    const present = index === 0 || index === 3;
    return {
      Id: idOf(`profile/${number}/${name}`),
      Name: name,
      CustomName: '',
      CustomMessage: '',
      NoAnswerTimeout: 20,
      AcceptMultipleCalls: true,
      RingMyMobile: false,
      BlockPushCalls: false,
      DisableRingGroupCalls: false,
      OfficeHoursAutoQueueLogOut: false,
      AvailableRoute: present
        ? {
            NoAnswerAllCalls: true,
            NoAnswerExternal: to,
            NoAnswerInternal: to,
            BusyAllCalls: true,
            BusyExternal: to,
            BusyInternal: to,
            NotRegisteredAllCalls: true,
            NotRegisteredExternal: to,
            NotRegisteredInternal: to,
          }
        : null,
      AwayRoute: present
        ? null
        : { AllHoursExternal: true, AllHoursInternal: true, External: to, Internal: to },
    };
  });

/** Devices of an extension, as phones provisioned for the user. */
export const phonesOf = (dn: DnFacts, idOf: (key: string) => number): Row[] =>
  dn.devices.map((device, index) => {
    const id = idOf(`phone/${dn.number}/${index}`);
    return {
      Id: id,
      Name: device.userAgent,
      MacAddress: (0x00_15_65_00_00_00 + id).toString(16).padStart(12, '0').toUpperCase(),
      TemplateName: 'simulator.ph.xml',
      Interface: '127.0.0.1',
      ProvisioningLinkExt: null,
      ProvisioningLinkLocal: null,
      Settings: null,
    };
  });
