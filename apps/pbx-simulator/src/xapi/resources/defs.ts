import type { Row } from '../../odata';
import { NOTHING, type Resource, type XapiContext } from '../context';
import { LICENSE } from './license';

const CODECS = [
  ['PCMA', 'G.711 A-law'],
  ['PCMU', 'G.711 U-law'],
  ['G722', 'G.722'],
  ['OPUS', 'Opus'],
] as const;

const TIME_ZONES = [
  ['1', 'UTC', 'Etc/UTC', 'UTC'],
  ['2', 'London', 'Europe/London', 'GMT Standard Time'],
  ['3', 'Berlin', 'Europe/Berlin', 'W. Europe Standard Time'],
  ['4', 'New York', 'America/New_York', 'Eastern Standard Time'],
] as const;

const GATEWAY_PARAMETERS = [
  ['CalledNum', 'Number that has been dialled'],
  ['CallerNum', "Caller's number"],
  ['CallerName', "Caller's name"],
] as const;

/** Name and address by which the PBX calls itself. */
export const fqdnOf = (context: XapiContext): string => context.options.fqdn ?? 'localhost';

/** Four-part version as the PBX prints it: `20.0.7` is `20.0.7.0`. */
export const fullVersion = (version: string): string => {
  const parts = version.split('.');
  return [...parts, '0', '0', '0', '0'].slice(0, Math.max(4, parts.length)).join('.');
};

const systemParameters = (context: XapiContext): Row => ({
  Version: fullVersion(context.version),
  FQDN: fqdnOf(context),
  PbxExternalHost: fqdnOf(context),
  HttpPort: context.options.httpPort ?? 5002,
  HttpsPort: context.options.httpsPort ?? 5001,
  SipPort: 5060,
  SipsPort: 5061,
  TunnnelPort: 5090,
  FirstExternalPort: 9000,
  WebrtcLastPort: 10_999,
  ENL: 3,
  ENLRange: { From: 3, To: 5 },
  IsHosted: false,
  IsHosted3CX: false,
  Is3CXFQDN: false,
  IsMulticompanyMode: context.state.settingsOf('SystemStatus', {})['MultiCompany'] ?? false,
  IsRemoteBackup: false,
  IsStaticIp: true,
  StaticIp: '127.0.0.1',
  IpV6: '',
  StunIp: '',
  IsChatLogEnabled: true,
  IsTranscriptionEnabled: false,
  RpsEnabled: false,
  MaxDIDPerTrunk: 100,
  ProcessorCount: 2,
  EmRuleCreationAllowed: true,
  GlobalLanguage: 'EN',
  GlobalACPRMSET: '',
  AIVersion: '',
  Custom1Name: 'Custom 1',
  Custom2Name: 'Custom 2',
  License: LICENSE,
  RemoteStorageStatus: 'NotConfigured',
});

/** Definitions that do not change. Every role may read them: a cheap probe of the version header. */
export const defs: Resource = {
  name: 'Defs',
  type: 'Defs',
  single: () => ({
    Id: 0,
    Codecs: CODECS.map(([RfcName, Name], Id) => ({ Id: Id + 1, Name, RfcName })),
    GatewayParameters: GATEWAY_PARAMETERS.map(([Name, Description], Id) => ({
      Id: Id + 1,
      Name,
      Description,
      CanHaveDID: Name === 'CalledNum',
      InboundPossibleValues: [],
      OutboundPossibleValues: [],
      SourceIDPossibleValues: [],
    })),
    GatewayParameterValues: [
      { Id: 1, Name: 'RequestLineURIUser', Description: 'User part of the request URI' },
    ],
    TimeZones: TIME_ZONES.map(([Id, Name, IanaName, WindowsName]) => ({
      Id,
      Name,
      IanaName,
      WindowsName,
    })),
  }),
  functions: {
    GetSystemParameters: {
      gives: 'SystemParameters',
      parameters: {},
      run: (context) => ({
        kind: 'entity',
        type: 'SystemParameters',
        row: systemParameters(context),
      }),
    },
    GetLicenseParameters: {
      gives: 'License',
      parameters: {},
      run: () => ({ kind: 'entity', type: 'License', row: LICENSE }),
    },
    HasSystemOwner: {
      gives: 'boolean',
      parameters: {},
      run: (context) => ({
        kind: 'value',
        value: context.pbx.clients().some(({ role }) => role === 'system_owners'),
      }),
    },
  },
  actions: {
    ReportLogEvent: {
      parameters: { request: 'ReportLogEvent' },
      run: ({ state, pbx }, { request }) => {
        const event = request as Row;
        state.eventLogs.add({
          EventId: event['EventId'],
          Type: event['Type'] ?? 'Info',
          Source: event['Source'],
          Params: event['Params'] ?? [],
          Message: 'Reported by a client',
          TimeGenerated: new Date(pbx.now()).toISOString(),
        });
        return NOTHING;
      },
    },
  },
};
