import { ODataError, type Row } from '../odata';
import { VOICEMAIL } from '../pbx';
import type { XapiContext, XapiWorld } from './context';
import { DEFAULT_RIGHTS, groupRow, membershipsOf } from './memberships';
import type { DnFacts, DnKind } from './pbx-port';
import { fault, WARNINGS } from './warnings';

/** XAPI's word for each kind of DN. */
export const PEER_TYPES: Readonly<Record<DnKind, string>> = {
  extension: 'Extension',
  queue: 'Queue',
  ringGroup: 'RingGroup',
  ivr: 'IVR',
  trunk: 'ExternalLine',
  parking: 'Parking',
  fax: 'Fax',
  routePoint: 'RoutePoint',
  voicemail: 'SpecialMenu',
  conference: 'Conference',
};

const CLICK_TO_CALL: Row = {
  CallUsEnablePhone: true,
  CallUsEnableChat: true,
  CallUsEnableVideo: false,
  CallUsRequirement: 'Both',
};

/** Groups that a DN belongs to, as its `Groups` shows them. */
export const groupsOfDn = (context: XapiContext, dn: DnFacts): Row[] =>
  membershipsOf(context, dn.number).map(({ groupId, rights }) => {
    const group = groupRow(context, groupId);
    return {
      Id: groupId,
      GroupId: groupId,
      Number: group['Number'],
      Name: group['Name'],
      MemberName: dn.name,
      Type: PEER_TYPES[dn.kind],
      CanDelete: group['IsDefault'] !== true,
      Tags: [],
      TranscriptionMode: 'Inherit',
      Rights: rights,
      GroupRights: DEFAULT_RIGHTS,
    };
  });

/** What all DNs have: what clients set, over the defaults, with the PBX's own facts over all. */
export const dnRow = (context: XapiContext, dn: DnFacts, defaults: Row): Row => {
  const { dns } = context.state;
  return {
    TranscriptionMode: 'Inherit',
    ...CLICK_TO_CALL,
    ClickToCallId: `dn${dn.number}`,
    ...defaults,
    ...dns.propertiesOf(dn.number),
    Id: dns.idOf(dn.number),
    Number: dn.number,
    Groups: groupsOfDn(context, dn),
  };
};

/** DNs of one kind, in directory order. Ids are given out to all kinds in that order. */
export const dnsOfKind = (context: XapiContext, kind: DnKind): readonly DnFacts[] => {
  const all = context.pbx.dns();
  context.state.dns.meet(all);
  return all.filter((dn) => dn.kind === kind);
};

export const findDn = (context: XapiWorld, number: string): DnFacts | undefined =>
  context.pbx.dns().find((dn) => dn.number === number);

/** Digits; parking places are called `SP100` and the like. */
const NUMBER_PATTERN = /^(?:SP)?[0-9*#]{1,10}$/;

/** A number for a new DN: not empty, digits, and nobody else's. */
export const requireFreeNumber = (context: XapiContext, value: unknown): string => {
  if (typeof value !== 'string') throw fault('Number', WARNINGS.required);
  if (value === '') throw fault('Number', WARNINGS.empty);
  if (!NUMBER_PATTERN.test(value)) throw fault('Number', WARNINGS.invalid);
  if (findDn(context, value) !== undefined) throw fault('Number', WARNINGS.alreadyInUse);
  return value;
};

/** The lowest number of the range that nobody has. */
export const firstFreeNumber = (
  context: XapiContext,
  from: number,
  to: number,
  prefix = '',
): string => {
  const taken = new Set(context.pbx.dns().map((dn) => dn.number));
  for (let number = from; number <= to; number += 1) {
    if (!taken.has(`${prefix}${number}`)) return `${prefix}${number}`;
  }
  throw new ODataError(400, WARNINGS.noMoreNumbers, '', 'Number');
};

/** Numbers named by a list such as `Agents` or `Members`; each has to be a user's. */
export const requireUsers = (context: XapiContext, field: string, value: unknown): string[] => {
  const extensions = new Set(dnsOfKind(context, 'extension').map((dn) => dn.number));
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const numbers = items.map((item, index) => {
    const given = item as Row;
    const number = given['Number'] ?? numberOfId(context, given['Id']);
    if (typeof number !== 'string' || !extensions.has(number)) {
      throw fault(`${field}/${index}/Number`, WARNINGS.extensionMissing);
    }
    return number;
  });
  if (new Set(numbers).size !== numbers.length) throw fault(field, WARNINGS.duplicate);
  return numbers;
};

const numberOfId = (context: XapiContext, id: unknown): string | undefined =>
  context.pbx.dns().find((dn) => context.state.dns.idOf(dn.number) === id)?.number;

/** A user as a member of a queue or ring group. */
export const memberRow = (context: XapiContext, number: string): Row => ({
  Id: context.state.dns.idOf(number),
  Number: number,
  Name: findDn(context, number)?.name ?? number,
  Tags: [],
});

/** The number a `Destination` leads to; `null` for the end of the call, `undefined` if nothing is said. */
export const destinationNumber = (value: unknown): string | null | undefined => {
  if (value === undefined) return undefined;
  if (value === null) return null;
  const { To: to, Number: number, External: external } = value as Row;
  if (to === 'None' || to === undefined || to === null) return null;
  if (to === 'VoiceMail' || to === 'VoiceMailOfDestination') return VOICEMAIL;
  if (to === 'External') return typeof external === 'string' ? external : null;
  return typeof number === 'string' && number !== '' ? number : null;
};

/** A `Destination` that ends the call. */
export const NO_DESTINATION: Row = {
  To: 'None',
  Number: '',
  Name: '',
  External: '',
  Type: 'None',
  Tags: [],
};
