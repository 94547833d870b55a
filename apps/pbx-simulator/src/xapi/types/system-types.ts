import type { StructSource } from '../../odata';

export const systemTypes = {
  SystemStatus: {
    key: 'Id',
    'boolean?': `
      Activated AutoUpdateEnabled BackupScheduled DBMaintenanceInProgress HasNotRunningServices
      HasUnregisteredSystemExtensions IsAuditLogEnabled IsChatLogEnabled IsRecordingArchiveEnabled
      LicenseActive LocalIpValid RecordingQuotaReached RecordingStopped
      RemoteConfigurationRequired RemoteStorageEnabled Support VoicemailQuotaReached
      VoicemailStopped
    `,
    'string?': `
      AvailableLocalIps CurrentLocalIp FQDN Ip IpV4 IpV6 LicenseKey ProductCode ResellerName
      Version
    `,
    'int32?': `
      CallsActive DiskUsage ExtensionsRegistered ExtensionsTotal MaxSimCalls MaxUserExtensions
      OutboundRules TrunksRegistered TrunksTotal UserExtensions
    `,
    'int64?': `
      ChatUsedSpace FreeDiskSpace LogUsedSpace RecordingQuota RecordingUsedSpace TotalDiskSpace
    `,
    'instant?': `
      ExpirationDate LastBackupDateTime LastCheckForUpdates LastSuccessfulUpdate
      MaintenanceExpiresAt
    `,
    int32: 'Id',
    'XOperatingSystemType?': 'OS',
    'RemoteStorageStatus?': 'RemoteStorageStatus',
  },
  SystemHealthStatus: {
    key: 'Id',
    'int32?': 'CustomTemplatesCount Id UnsupportedFirmwaresCount',
    'boolean?': 'Firewall Phones Trunks',
  },
  SystemDatabaseInformation: {
    key: 'Id',
    'int64?': 'CallsUsedSpace ChatFilesCount ChatsUsedSpace EventLogUsedSpace',
    'int32?': 'Id',
  },
  SystemExtensionStatus: {
    'boolean?': 'IsRegistered',
    'string?': 'Name Number Type',
  },
  VersionUpdateType: {
    'UpdateType?': 'Type',
  },
  Defs: {
    key: 'Id',
    'nav Codec[]': 'Codecs',
    'nav GatewayParameter[]': 'GatewayParameters',
    'nav GatewayParameterValue[]': 'GatewayParameterValues',
    int32: 'Id',
    'nav TimeZone[]': 'TimeZones',
  },
  Codec: {
    key: 'Id',
    int32: 'Id',
    'string?': 'Name RfcName',
  },
  GatewayParameter: {
    key: 'Id',
    'boolean?': 'CanHaveDID',
    'string?': 'Description Name',
    int32: 'Id',
    'string[]': 'InboundPossibleValues OutboundPossibleValues SourceIDPossibleValues',
  },
  GatewayParameterValue: {
    key: 'Id',
    'string?': 'Description Name',
    int32: 'Id',
  },
  TimeZone: {
    key: 'Id',
    string: 'IanaName Id Name WindowsName',
  },
  SystemParameters: {
    'string?': `
      AIVersion Custom1Name Custom2Name FQDN GlobalACPRMSET GlobalLanguage IpV6 PbxExternalHost
      StaticIp StunIp Version
    `,
    'boolean?': `
      EmRuleCreationAllowed Is3CXFQDN IsChatLogEnabled IsHosted IsHosted3CX IsMulticompanyMode
      IsRemoteBackup IsStaticIp IsTranscriptionEnabled RpsEnabled
    `,
    'int32?': `
      ENL FirstExternalPort HttpPort HttpsPort MaxDIDPerTrunk ProcessorCount SipPort SipsPort
      TunnnelPort WebrtcLastPort
    `,
    'ENL?': 'ENLRange',
    'License?': 'License',
    'RemoteStorageStatus?': 'RemoteStorageStatus',
  },
  ENL: {
    int32: 'From To',
  },
  License: {
    'string?': 'CountryCode ProductCode',
    'boolean?': `
      IsBrandingEnabled IsCfdEnabled IsEnterprise IsMaintainceExpired IsProfessional
    `,
    'int32?': 'MaxSimCalls',
  },
  LicenseStatus: {
    'boolean?': 'Activated LicenseActive Support',
    'string[]': 'ActiveModules',
    'string?': `
      AdminEMail CompanyName ContactName CountryCode CountryName EMail ProductCode ResellerName
      Telephone Version
    `,
    'instant?': 'ExpirationDate MaintenanceExpiresAt',
    string: 'LicenseKey',
    'int32?': 'MaxSimCalls SimMeetingParticipants',
  },
  CallParkingSettings: {
    'boolean?': 'AutoPickupEnabled',
    'string?': 'AutoPickupForwardDN AutoPickupForwardExternalNumber MusicOnHold',
    'TypeOfAutoPickupForward?': 'AutoPickupForwardType',
    'int32?': 'AutoPickupTimeout MaximumParkedCalls',
  },
  CDRSettings: {
    'boolean?': 'Enabled RemoveCommaDelimiters',
    'CDRSettingsField[]': 'EnabledFields',
    'int32?': 'LogSize SocketPort',
    'TypeOfCDRLog?': 'LogType',
    'string[]': 'PossibleFields',
    'string?': 'SocketIpAddress',
  },
  CDRSettingsField: {
    'int32?': 'Length',
    'string?': 'Name',
  },
  Parameter: {
    key: 'Id',
    'string?': 'Description Name Value',
    int32: 'Id',
  },
  ReportLogEvent: {
    int32: 'EventId',
    'string[]': 'Params',
    string: 'Source',
    EventLogType: 'Type',
  },
} satisfies Readonly<Record<string, StructSource>>;
