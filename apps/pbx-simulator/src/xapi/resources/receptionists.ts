import type { Row } from '../../odata';
import type { XapiContext } from '../context';
import { boundedNumber, dnResource } from '../dn-resource';
import { findDn } from '../dn-rows';
import { fault, WARNINGS } from '../warnings';

const DEFAULTS: Row = {
  IVRType: 'Default',
  Forwards: [],
  ForwardSmsTo: '',
  InvalidKeyForwardDN: '',
  PromptFilename: 'onhold.wav',
  PromptSet: '',
  Timeout: 15,
  TimeoutForwardDN: '',
  TimeoutForwardPeerType: 'None',
  TimeoutForwardType: 'EndCall',
  TransferEnable: false,
  UseMSExchange: false,
};

/** Keys that lead to a DN; each of them has to lead somewhere. */
const TO_DN = new Set<unknown>(['Extension', 'RingGroup', 'Queue', 'IVR', 'VoiceMail']);

const requireTarget = (context: XapiContext, field: string, type: unknown, dn: unknown): void => {
  if (!TO_DN.has(type)) return;
  if (typeof dn !== 'string' || findDn(context, dn) === undefined) {
    throw fault(field, WARNINGS.extensionMissing);
  }
};

const forwardsOf = (patch: Row): readonly Row[] =>
  Array.isArray(patch['Forwards']) ? (patch['Forwards'] as readonly Row[]) : [];

const check = (context: XapiContext, patch: Row): void => {
  boundedNumber(patch, 'Timeout', 1, 3_600);
  const keys = forwardsOf(patch).map((forward) => forward['Input']);
  if (new Set(keys).size !== keys.length) throw fault('Forwards', WARNINGS.duplicate);
  for (const [index, forward] of forwardsOf(patch).entries()) {
    const field = `Forwards/${index}/ForwardDN`;
    requireTarget(context, field, forward['ForwardType'], forward['ForwardDN']);
  }
  requireTarget(
    context,
    'TimeoutForwardDN',
    patch['TimeoutForwardType'],
    patch['TimeoutForwardDN'],
  );
};

const menuOf = (patch: Row): Record<string, string> =>
  Object.fromEntries(
    forwardsOf(patch).flatMap((forward) => {
      const { Input: key, ForwardDN: to } = forward;
      return typeof key === 'string' && typeof to === 'string' ? [[key, to]] : [];
    }),
  );

/** Digital receptionists (IVRs): what a key leads to, and what follows when none is pressed. */
export const receptionists = dnResource({
  name: 'Receptionists',
  type: 'Receptionist',
  kind: 'ivr',
  defaults: DEFAULTS,
  facts: (context, dn, stored) => ({
    Timeout: dn.ringSeconds ?? stored['Timeout'],
    Forwards: ('Forwards' in context.state.dns.propertiesOf(dn.number)
      ? forwardsOf(stored)
      : Object.entries(dn.menu ?? {}).map(([key, to]) => forwardRow(context, key, to))
    ).map((forward) => ({
      ...forward,
      Id: context.state.partId(`forward/${dn.number}/${String(forward['Input'])}`),
    })),
  }),
  change: (_context, patch) => {
    const to = patch['TimeoutForwardDN'];
    const timeout = patch['Timeout'];
    return {
      ...('Forwards' in patch ? { menu: menuOf(patch) } : {}),
      ...(typeof timeout === 'number' ? { ringSeconds: timeout } : {}),
      ...(typeof to === 'string' ? { noAnswerTo: to === '' ? null : to } : {}),
    };
  },
  check,
  numbers: { from: 830, to: 839, function: 'GetFirstAvailableReceptionistNumber' },
});

const FORWARD_TYPES = {
  extension: 'Extension',
  queue: 'Queue',
  ringGroup: 'RingGroup',
  ivr: 'IVR',
} as const;

const forwardRow = (context: XapiContext, key: string, to: string): Row => {
  const kind = findDn(context, to)?.kind;
  const known = kind === 'extension' || kind === 'queue' || kind === 'ringGroup' || kind === 'ivr';
  const type = known ? FORWARD_TYPES[kind] : 'CustomInput';
  return {
    Input: key,
    ForwardDN: to,
    ForwardType: type,
    PeerType: known ? type : 'None',
    CustomData: '',
  };
};
