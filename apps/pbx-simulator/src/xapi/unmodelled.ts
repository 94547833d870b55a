/**
 * Every set, singleton and unbound operation that the vendor describes, with the names of its bound
 * operations. What of this has no resource or operation of ours is answered with 501 instead of 404.
 */
const DESCRIBED: Readonly<Record<string, string>> = {
  ActiveCalls: 'DropCall',
  ActivityLog: 'GetFilter GetLogs PurgeLogs',
  AISettings:
    'GetAIResources GetCurrentAIResources GetAITemplateContents GetVectorStores GetVectorStoreFiles GetVectorStore CreateVectorStore UpdateVectorStore DeleteVectorStore DeleteVectorStoreFile DeleteOpenAiFile AddVectorStoreFiles BatchDeleteFiles',
  AmazonIntegrationSettings: 'GenerateIamPolicyFile',
  AntiHackingSettings: '',
  Backups:
    'GetBackupExtras Restore Backup GetCanCreateBackup GetBackupSettings GetBackupFailoverSettings SetBackupFailoverSettings GetFailoverScripts SetBackupSettings GetBackupRepositorySettings SetBackupRepositorySettings GetSftpHostKey GetRestoreSettings SetRestoreSettings GetLocalBackupSize PurgeLocalBackups',
  BlackListNumbers: 'BulkNumbersDelete',
  Blocklist: 'BulkIpsDelete',
  CallCostSettings: 'UpdateCost ExportCallCosts',
  CallFlowApps: 'GetFiles DeleteFile',
  CallFlowScripts: '',
  CallHistoryView: 'DownloadCallHistory',
  CallParkingSettings: '',
  CallTypesSettings: '',
  CDRSettings: '',
  ChatHistoryView: 'DownloadChatHistory',
  ChatLogSettings: '',
  ChatMessagesHistoryView: 'DownloadChatMessagesHistory',
  CodecsSettings: '',
  ConferenceSettings:
    'GetWebMeetingZones GenerateApiKey DeleteApiKey GetMCURequestStatus GetOnboardMcuData GetOnboardMeetings GetMCURows GetMCURow UpdateMCURequestStatus',
  ConsoleRestrictions: '',
  Contacts:
    'GetContactsByNumber CreateContactByNumber SetDirSearchSettings GetDirSearchSettings DeleteContactsById DeleteDepartmentContactsByType DeletePersonalContactsByType DeleteContactsByType',
  Countries: '',
  CountryCodes: '',
  CrmIntegration: 'Test DeleteCrmContacts SetOAuthState GetOAuth GetCrmTemplateSource',
  CrmTemplates: 'GeCrmtTemplates',
  CustomPrompts: 'MakeCallRecordCustomPrompt',
  DataConnectorSettings: 'Synchronize TestDataConnector',
  Defs: 'GetSystemParameters GetLicenseParameters HasSystemOwner GetRoutes ReportLogEvent SendEmail',
  DeviceInfos: 'Provision',
  DialCodeSettings: '',
  DidNumbers: '',
  DNProperties:
    'GetPropertiesByDn CreateDNProperty UpdateDNProperty DeleteDNProperty GetDNPropertyByName',
  E164Settings: '',
  EmailTemplate: 'SetDefault',
  EmergencyGeoLocations: 'Update',
  EmergencyNotificationsSettings: '',
  EventLogs: 'DownloadEventLogs PurgeEventLog',
  Fax: 'InitFax BulkFaxDelete',
  FaxServerSettings: 'GetFaxFilesSize CleanUpFax',
  Firewall: 'GetLastResult StartCheck StopCheck',
  Firmwares: 'PushFirmwareForPhones GetFirmwareState CleanUp',
  Fxs: 'RegenerateWebCredentials',
  FxsTemplates: '',
  GeneralSettingsForApps: '',
  GeneralSettingsForPbx: '',
  GoogleSettings: 'GetGoogleUsers',
  Groups:
    'GetRestrictions DeleteCompanyByNumber DeleteCompanyById ReplaceGroupLicenseKey LinkGroupPartner UnlinkGroupPartner',
  Holidays: '',
  HotelServices: '',
  InboundRules: 'BulkInboundRulesDelete ExportCallerIdRules',
  LastCdrAndChatMessageTimestamp: '',
  LicenseStatus:
    'RefreshLicenseStatus UnlinkPartner LinkPartner PartnerInfo ReplaceLicenseKey EditLicenseInfo',
  LoggingSettings: '',
  MailSettings: 'TestEmail',
  McpServers: 'GetServerMetadata Register Exchange',
  Microsoft365Integration:
    'TestSubscription AuthorizePresence TestPresence DeauthorizePresence GetMicrosoftAccessToken GetMicrosoft365Directory GetM365Users GetM365Groups GetUsersByPrincipalNames',
  Microsoft365TeamsIntegration:
    'CheckFqdnRecord GetDialPlanScript GetMapUsersScript CheckMapUsersScript',
  MusicOnHoldSettings: '',
  MyGroup:
    'GetRestrictions ReplaceMyGroupLicenseKey GetMyGroupPartnerInfo UnlinkMyGroupPartner LinkMyGroupPartner',
  MyTokens: 'RevokeToken',
  MyUser: 'GenerateProvLink IssueDownloadTicket',
  NetworkInterfaces: '',
  NetworkSettings: 'GetIfaces',
  NotificationSettings: '',
  OAuthClients: 'RefreshClientMetadata',
  OfficeHours: '',
  OutboundRules: 'GetEmergencyOutboundRules Purge MoveUpDown',
  Parameters: 'GetParameterByName',
  Parkings: '',
  Peers: 'GetReportPeers RetreivePeersByNumbers',
  PhoneBookSettings: '',
  PhoneLogos: '',
  PhonesSettings: '',
  PhoneTemplates: '',
  Playlists: 'DeletePlaylistFile DownloadPlaylistFile',
  PromptSets: 'GetActive SetActive SetAlternatePronunciation Copy PlayPrompt RecordPrompt',
  PurgeCalls: '',
  PurgeChats: '',
  PurgeAllLogs: '',
  Queues: 'ResetQueueStatistics GetFirstAvailableQueueNumber',
  Receptionists: 'GetFirstAvailableReceptionistNumber',
  Recordings:
    'DownloadRecording GetRecordingRepositorySettings SetRecordingRepositorySettings PurgeLocal PurgeArchive Archive BulkRecordingsDelete BulkRecordingsArchive TranscribeRecordings',
  SystemStatus:
    'GetRemoteAccessStatus RevokeRemoteAccess IsRequestHelpEnabled RequestHelp GetRequestHelpLink SystemExtensions SystemDatabaseInformation GetVersionType SetChatLogStatus StartDBMaintenance SystemHealthStatus APIToken SetMultiCompanyMode SystemTelemetry ServiceTelemetry NetworkTelemetry MyPhoneRequestIdTelemetry',
  RemoteArchivingSettings: 'ArchiveRecordings ArchiveChats ArchiveFaxes ArchiveVoicemail',
  ReportAbandonedChatsStatistics:
    'GetAbandonedChatsStatisticsData DownloadAbandonedChatsStatistics',
  ReportAbandonedQueueCalls: 'GetAbandonedQueueCallsData DownloadAbandonedQueueCalls',
  ReportAgentLoginHistory: 'GetAgentLoginHistoryData DownloadAgentLoginHistory',
  ReportAgentsInQueueStatistics: 'GetAgentsInQueueStatisticsData DownloadAgentsInQueueStatistics',
  ReportAuditLog: 'GetAuditLogData DownloadAuditLog',
  ReportAverageQueueWaitingTime:
    'GetAverageQueueWaitingTimeData DownloadAverageQueueWaitingTimeReport',
  ReportBreachesSla: 'GetBreachesSlaData DownloadBreachesSla',
  ReportCallCostByExtensionGroup:
    'GetCallCostByExtensionGroupData DownloadCallCostByExtensionGroup',
  ReportCallDistribution: 'GetCallDistribution DownloadGetGetCallDistribution',
  ReportCallLogData:
    'GetCallLogData GetOldCallLogData DownloadCallLog GetCallQualityReport GetOldCallQualityReport',
  ReportDetailedQueueStatistics: 'GetDetailedQueueStatisticsData DownloadDetailedQueueStatistics',
  ReportExtensionsStatisticsByRingGroups:
    'GetExtensionsStatisticsByRingGroupsData DownloadExtensionsStatisticsByRingGroups',
  ReportExtensionStatisticsByGroup:
    'GetExtensionStatisticsByGroupData DownloadExtensionStatisticsByGroup',
  ReportExtensionStatistics: 'GetExtensionStatisticsData DownloadExtensionStatistics',
  ReportInboundRules: 'GetInboundRulesData DownloadInboundRules',
  ReportQueueAgentsChatStatistics:
    'GetQueueAgentsChatStatisticsData DownloadQueueAgentsChatStatistics',
  ReportQueueAgentsChatStatisticsTotals:
    'GetQueueAgentsChatStatisticsTotalsData DownloadQueueAgentsChatStatisticsTotals',
  ReportQueueAnsweredCallsByWaitTime:
    'GetQueueAnsweredCallsByWaitTimeData DownloadQueueAnsweredCallsByWaitTime',
  ReportQueueAnUnCalls: 'GetQueueAnUnCallsData DownloadQueueAnUnCallsReport',
  ReportQueueCallbacks: 'GetQueueCallbacksData DownloadQueueCallbacks',
  ReportQueueChatPerformance: 'GetQueueChatPerformanceData DownloadQueueChatPerformance',
  ReportQueueFailedCallbacks: 'GetQueueFailedCallbacksData DownloadQueueFailedCallbacks',
  ReportQueuePerformanceOverview:
    'GetQueuePerformanceOverviewData DownloadQueuePerformanceOverview',
  ReportQueuePerformanceTotals: 'GetQueuePerformanceTotalsData DownloadQueuePerformanceTotals',
  ReportRingGroupStatistics: 'GetRingGroupStatisticsData DownloadRingGroupStatistics',
  ReportStatisticSla: 'GetStatisticSlaData DownloadStatisticSla',
  ReportTeamQueueGeneralStatistics:
    'GetTeamQueueGeneralStatisticsData DownloadTeamQueueGeneralStatistics',
  ScheduledReports: '',
  RingGroups: 'GetFirstAvailableRingGroupNumber',
  Sbcs: 'PushConfig',
  SecureSipSettings: '',
  SecurityTokens: 'RevokeToken',
  ServicePrincipals: 'GenerateAppToken',
  Services: 'GarbageCollect Start Stop Enable Disable Restart RestartOperatingSystem',
  SipDevices: 'PushFirmware',
  SyslogSettings: 'TestConnection',
  GetDirectoryInfo: '',
  TenantProperties: '',
  Trunks:
    'GetFirstAvailableTrunkNumber InitMasterBridge InitSlaveBridge InitTrunk ExportTrunk RefreshRegistration SetRoutes RunAnalysis TestInboundCall TestOutboundCall GetProviderPhones FinalizeTrunkProvisioning',
  TrunkTemplates: '',
  GetUpdateSettings: '',
  SetUpdateSettings: '',
  HasDebianUpgrade: '',
  UpgradeDebian: '',
  GetUpdates: '',
  GetPromptSetUpdates: '',
  GetServerCrmUpdates: '',
  InstallUpdates: '',
  GetUpdateDetails: '',
  GetUpdatesStats: '',
  Users:
    'HasDuplicatedEmail GetDuplicatedEmails GetFirstAvailableExtensionNumber GetFirstAvailableHotdeskingNumber SendWelcomeEmail GetPhoneSecret Regenerate RegeneratePasswords ExportExtensions GetPhoneRegistrar BulkUpdate GetPhoneRegistrars RebootPhone ReprovisionPhone UpgradePhone GenerateProvLink MakeCallUserRecordGreeting DownloadGreeting BatchDelete MakeCall SetMonitorStatus InstallFirmware MultiUserUpdate ReprovisionAllPhones GetMultiEditGreetings MultiDeleteGreeting',
  VoicemailSettings:
    'GetTranscribeLanguages DeleteAllUserVoicemails GetConverterRequestStatus CreateConverterConfiguration DeleteConverterConfiguration GetConnectedConvertersData GetConfiguredConverters',
  WebsiteLinks: 'ValidateLink BulkLinksDelete',
  ReportChatLog: 'GetChatLog DownloadChatLog',
  ReportInboundCalls: 'GetInboundCalls DownloadGetInboundCalls',
  ReportOutboundCalls: 'GetOutboundCalls DownloadGetOutboundCalls',
  ReportUserActivity: 'GetUserActivity DownloadGetUserActivity',
};

/** Whether the vendor describes this set, or this operation of it. */
export const isUnmodelled = (set: string, operation?: string): boolean => {
  const operations = Object.hasOwn(DESCRIBED, set) ? DESCRIBED[set] : undefined;
  if (operations === undefined) return false;
  return operation === undefined || operations.split(' ').includes(operation);
};
