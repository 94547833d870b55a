import type { Row } from '../../odata';
import { NOTHING, rowById, type Resource, type XapiContext } from '../context';
import { boundedNumber, dnResource, withoutIdentity } from '../dn-resource';
import { firstFreeNumber } from '../dn-rows';
import { trunkNumberOf } from '../inbound-rules';
import type { DnFacts } from '../pbx-port';
import { fault, WARNINGS } from '../warnings';

const GATEWAY: Row = {
  Name: 'Simulated provider',
  Host: '127.0.0.1',
  Port: 5_060,
  ProxyHost: '',
  ProxyPort: 5_060,
  Type: 'Provider',
  Lines: 100,
  Internal: false,
  IsCustom: true,
  DeliverAudio: true,
  SRTPMode: 'SRTPDisabled',
  SupportReinvite: true,
  SupportReplaces: true,
  TimeBetweenReg: 120,
  TemplateFilename: 'simulator.pv.xml',
  RequireRegistrationFor: 'InOutCalls',
  IPInRegistrationContact: 'External',
  MatchingStrategy: 'MatchAnyFields',
  SpecifiedIPForRegistrationContact: '',
  OutboundCallerID: '',
  DestNumberInRemotePartyIDCalled: false,
  DestNumberInRequestLineURI: true,
  DestNumberInTo: true,
  UseIPInContact: false,
  Codecs: ['PCMA', 'PCMU'],
  InboundParams: [],
  OutboundParams: [],
  SourceIdentification: [],
  VariableChoices: [],
};

const DEFAULTS: Row = {
  AuthID: '',
  Direction: 'Both',
  EnableInboundCalls: true,
  EnableOutboundCalls: true,
  SimultaneousCalls: 100,
  ExternalNumber: '',
  OutboundCallerID: '',
  ConfigurationIssue: '',
  DisableCallTransfer: false,
  DisableVideo: true,
  DiversionHeader: false,
  IPRestriction: 'Any',
  TransportRestriction: 'Any',
  PublishInfo: false,
  ReceiveInfo: false,
  SecondaryRegistrar: '',
  SeparateAuthId: '',
  UseSeparateAuthId: false,
  TunnelEnabled: false,
  E164ProcessIncomingNumber: false,
  EmergencyGeoLocations: [],
  ReceiveExtensions: [],
};

const NUMBERS = { from: 10_000, to: 10_999 } as const;

const didsOf = (patch: Row): readonly string[] => patch['DidNumbers'] as readonly string[];

const check = (context: XapiContext, patch: Row): void => {
  boundedNumber(patch, 'SimultaneousCalls', 1, 10_000);
  if (!Array.isArray(patch['DidNumbers'])) return;
  const dids = didsOf(patch);
  if (dids.includes('')) throw fault('DidNumbers', WARNINGS.empty);
  if (new Set(dids).size !== dids.length) throw fault('DidNumbers', WARNINGS.duplicate);
};

const facts = (context: XapiContext, dn: DnFacts, stored: Row): Row => ({
  IsOnline: dn.registered,
  DidNumbers: dn.dids,
  ExternalNumber: stored['ExternalNumber'] === '' ? (dn.dids[0] ?? '') : stored['ExternalNumber'],
  Gateway: {
    ...GATEWAY,
    Id: context.state.partId(`gateway/${dn.number}`),
    Name: dn.name,
    ...(stored['Gateway'] as Row | undefined),
  },
  AuthPassword: { Concealed: true, Value: null },
  RoutingRules: context.state.inboundRules
    .all()
    .filter((rule) => trunkNumberOf(context, rule) === dn.number),
});

/** A trunk has no name of its own: its gateway's is used. */
const nameOf = (patch: Row): { name?: string } => {
  const gateway = patch['Gateway'] as Row | null | undefined;
  return typeof gateway?.['Name'] === 'string' ? { name: gateway['Name'] } : {};
};

type CallSwitch = 'EnableInboundCalls' | 'EnableOutboundCalls';

const isNamed = (patch: Row, name: CallSwitch): boolean => name in patch || 'Direction' in patch;

const directionOf = (patch: Row) => patch['Direction'] as string | null | undefined;

const isAllowed = (patch: Row, name: CallSwitch, direction: string): boolean =>
  patch[name] !== false && ['Both', direction, undefined, null].includes(directionOf(patch));

/** Trunks and their DIDs. */
export const trunks: Resource = dnResource({
  name: 'Trunks',
  type: 'Trunk',
  kind: 'trunk',
  defaults: DEFAULTS,
  facts,
  check,
  change: (_context, patch) => ({
    ...nameOf(patch),
    ...(Array.isArray(patch['DidNumbers']) ? { dids: didsOf(patch) } : {}),
    ...(isNamed(patch, 'EnableInboundCalls')
      ? { takesInbound: isAllowed(patch, 'EnableInboundCalls', 'Inbound') }
      : {}),
    ...(isNamed(patch, 'EnableOutboundCalls')
      ? { takesOutbound: isAllowed(patch, 'EnableOutboundCalls', 'Outbound') }
      : {}),
  }),
  keep: (_context, patch) => {
    const {
      DidNumbers: _dids,
      RoutingRules: _rules,
      AuthPassword: _secret,
      ...kept
    } = withoutIdentity(patch);
    return kept;
  },
  numbers: { ...NUMBERS, function: 'GetFirstAvailableTrunkNumber' },
  more: {
    functions: {
      InitTrunk: {
        gives: 'Trunk',
        parameters: { template: 'text' },
        run: (context, { template }) => ({
          kind: 'entity',
          type: 'Trunk',
          row: {
            ...DEFAULTS,
            Id: 0,
            Number: firstFreeNumber(context, NUMBERS.from, NUMBERS.to),
            Gateway: { ...GATEWAY, TemplateFilename: template },
          },
        }),
      },
    },
    actions: {
      RefreshRegistration: {
        parameters: { id: 'int32' },
        run: (context, { id }) => {
          rowById(trunks.list?.(context) ?? [], Number(id));
          return NOTHING;
        },
      },
    },
  },
});

/** The DIDs of all trunks. */
export const didNumbers: Resource = {
  name: 'DidNumbers',
  type: 'DidNumber',
  byKey: false,
  list: (context) =>
    (trunks.list?.(context) ?? []).flatMap((trunk) =>
      (trunk['DidNumbers'] as readonly string[]).map((number) => ({
        Number: number,
        TrunkId: trunk['Id'],
        TemplateFileName: (trunk['Gateway'] as Row)['TemplateFilename'],
        RoutingRule:
          (trunk['RoutingRules'] as readonly Row[]).findLast((rule) => rule['Data'] === number) ??
          null,
      })),
    ),
};
