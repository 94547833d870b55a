import type { Row } from '../../odata';
import { isoTime, NOTHING, type Resource, type XapiContext } from '../context';
import { PEER_TYPES } from '../dn-rows';
import type { DnFacts, DnKind } from '../pbx-port';
import { fqdnOf, fullVersion } from './defs';
import { LICENSE_FACTS } from './license';
import { recordingsSize } from './recordings';

const GIB = 1_073_741_824;
const HOUR_MS = 3_600_000;
/** Rough size of a stored section; nothing depends on it but the number shown. */
const BYTES_PER_SECTION = 600;

const USERS: ReadonlySet<DnKind> = new Set<DnKind>(['extension']);
const SYSTEM: ReadonlySet<DnKind> = new Set<DnKind>([
  'queue',
  'ringGroup',
  'ivr',
  'parking',
  'fax',
  'routePoint',
  'conference',
]);

const storage = (context: XapiContext): Row => ({
  DiskUsage: 40,
  FreeDiskSpace: 60 * GIB,
  TotalDiskSpace: 100 * GIB,
  LogUsedSpace: context.pbx.sections().length * BYTES_PER_SECTION,
  ChatUsedSpace: 0,
  RecordingUsedSpace: recordingsSize(context),
  RecordingQuota: 10 * GIB,
  RecordingQuotaReached: false,
  RecordingStopped: false,
  VoicemailQuotaReached: false,
  VoicemailStopped: false,
  RemoteStorageEnabled: false,
  RemoteStorageStatus: 'NotConfigured',
  RemoteConfigurationRequired: false,
});

const counts = (context: XapiContext): Row => {
  const dns = context.pbx.dns();
  const extensions = dns.filter(({ kind }) => USERS.has(kind));
  const trunks = dns.filter(({ kind }) => kind === 'trunk');
  return {
    CallsActive: context.pbx.activeCalls().length,
    ExtensionsTotal: extensions.length,
    ExtensionsRegistered: extensions.filter(({ registered }) => registered).length,
    UserExtensions: extensions.length,
    MaxUserExtensions: 2_000,
    TrunksTotal: trunks.length,
    TrunksRegistered: trunks.filter(({ registered }) => registered).length,
    OutboundRules: context.state.outboundRules.all().length,
    HasUnregisteredSystemExtensions: dns.some(
      ({ kind, registered }) => SYSTEM.has(kind) && !registered,
    ),
  };
};

const systemStatus = (context: XapiContext): Row => ({
  Id: 0,
  FQDN: fqdnOf(context),
  Version: fullVersion(context.version),
  Ip: '127.0.0.1',
  IpV4: '127.0.0.1',
  IpV6: '',
  CurrentLocalIp: '127.0.0.1',
  AvailableLocalIps: '127.0.0.1',
  LocalIpValid: true,
  OS: 'Linux',
  ...LICENSE_FACTS,
  ...counts(context),
  ...storage(context),
  HasNotRunningServices: false,
  BackupScheduled: false,
  LastBackupDateTime: null,
  LastCheckForUpdates: isoTime(context.pbx.now() - HOUR_MS),
  LastSuccessfulUpdate: null,
  AutoUpdateEnabled: false,
  DBMaintenanceInProgress: false,
  IsAuditLogEnabled: true,
  IsChatLogEnabled: context.state.settingsOf('SystemStatus', {})['ChatLog'] ?? true,
  IsRecordingArchiveEnabled: false,
});

const systemExtension = (dn: DnFacts): Row => ({
  Number: dn.number,
  Name: dn.name,
  Type: PEER_TYPES[dn.kind],
  IsRegistered: dn.registered,
});

/** How the PBX is: counted from what is simulated, where there is something to count. */
export const systemStatusResource: Resource = {
  name: 'SystemStatus',
  type: 'SystemStatus',
  single: systemStatus,
  functions: {
    SystemHealthStatus: {
      gives: 'SystemHealthStatus',
      parameters: {},
      run: ({ pbx }) => {
        const healthy = (kind: DnKind): boolean =>
          pbx.dns().every((dn) => dn.kind !== kind || dn.registered);
        const row: Row = {
          Id: 0,
          Firewall: true,
          Phones: healthy('extension'),
          Trunks: healthy('trunk'),
          CustomTemplatesCount: 0,
          UnsupportedFirmwaresCount: 0,
        };
        return { kind: 'entity', type: 'SystemHealthStatus', row };
      },
    },
    SystemDatabaseInformation: {
      gives: 'SystemDatabaseInformation',
      parameters: {},
      run: ({ pbx, state }) => {
        const row: Row = {
          Id: 0,
          CallsUsedSpace: pbx.sections().length * BYTES_PER_SECTION,
          ChatsUsedSpace: 0,
          ChatFilesCount: 0,
          EventLogUsedSpace: state.eventLogs.all().length * BYTES_PER_SECTION,
        };
        return { kind: 'entity', type: 'SystemDatabaseInformation', row };
      },
    },
    SystemExtensions: {
      gives: 'SystemExtensionStatus[]',
      parameters: {},
      run: ({ pbx }) => ({
        kind: 'collection',
        type: 'SystemExtensionStatus',
        rows: pbx
          .dns()
          .filter(({ kind }) => SYSTEM.has(kind))
          .map(systemExtension),
      }),
    },
    GetVersionType: {
      gives: 'VersionUpdateType',
      parameters: {},
      run: () => ({ kind: 'entity', type: 'VersionUpdateType', row: { Type: 'Release' } }),
    },
  },
  actions: {
    SetChatLogStatus: {
      parameters: { enable: 'boolean' },
      run: ({ state }, { enable }) => {
        state.changeSettings('SystemStatus', { ChatLog: enable });
        return NOTHING;
      },
    },
    SetMultiCompanyMode: {
      parameters: { enable: 'boolean' },
      run: ({ state }, { enable }) => {
        state.changeSettings('SystemStatus', { MultiCompany: enable });
        return NOTHING;
      },
    },
    StartDBMaintenance: { parameters: {}, run: () => NOTHING },
  },
};
