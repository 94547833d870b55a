import type { Row } from '../../odata';
import { rowById, type Resource, type XapiContext } from '../context';
import {
  destinationNumber,
  dnRow,
  dnsOfKind,
  firstFreeNumber,
  memberRow,
  NO_DESTINATION,
  requireFreeNumber,
  requireUsers,
} from '../dn-rows';
import { requireGroups } from '../memberships';
import type { DnChange, DnFacts } from '../pbx-port';
import { fault, WARNINGS } from '../warnings';

const RING_GROUP_DEFAULTS: Row = {
  RingStrategy: 'RingAll',
  RingTime: 20,
  ForwardNoAnswer: NO_DESTINATION,
  GreetingFile: '',
  MulticastAddress: '',
  MulticastCodec: '',
  MulticastPacketTime: 0,
  MulticastPort: 0,
  VMEmailOptions: 'None',
  VMEmailList: '',
};

const ringGroupRow = (context: XapiContext, dn: DnFacts): Row => {
  const stored = dnRow(context, dn, RING_GROUP_DEFAULTS);
  const strategy = stored['RingStrategy'];
  const ringAll = dn.ringAll ?? true;
  return {
    ...stored,
    Name: dn.name,
    IsRegistered: dn.registered,
    RingTime: dn.ringSeconds ?? stored['RingTime'],
    RingStrategy: (strategy === 'Hunt') === !ringAll ? strategy : ringAll ? 'RingAll' : 'Hunt',
    Members: dn.members.map((number) => memberRow(context, number)),
  };
};

const ringGroupRows = (context: XapiContext): Row[] =>
  dnsOfKind(context, 'ringGroup').map((dn) => ringGroupRow(context, dn));

const toChange = (context: XapiContext, patch: Row): DnChange => {
  const strategy = patch['RingStrategy'];
  const ringTime = patch['RingTime'];
  const noAnswerTo = destinationNumber(patch['ForwardNoAnswer']);
  return {
    ...(typeof patch['Name'] === 'string' ? { name: patch['Name'] } : {}),
    ...('Members' in patch ? { members: requireUsers(context, 'Members', patch['Members']) } : {}),
    ...(typeof strategy === 'string' ? { ringAll: strategy !== 'Hunt' } : {}),
    ...(typeof ringTime === 'number' ? { ringSeconds: ringTime } : {}),
    ...(noAnswerTo === undefined ? {} : { noAnswerTo }),
  };
};

const check = (context: XapiContext, patch: Row): void => {
  requireGroups(context, patch['Groups']);
  if (patch['Name'] === '') throw fault('Name', WARNINGS.empty);
  const ringTime = patch['RingTime'];
  if (typeof ringTime === 'number' && (ringTime < 1 || ringTime > 86_400)) {
    throw fault('RingTime', WARNINGS.outOfRange);
  }
};

const properties = (patch: Row): Row => {
  const { Id: _id, Number: _number, Name: _name, Members: _members, ...rest } = patch;
  return rest;
};

const createRingGroup = (context: XapiContext, body: Row): Row => {
  const number = requireFreeNumber(context, body['Number']);
  check(context, body);
  const change = { ...RING_GROUP_DEFAULTS, Members: [], Name: `Ring group ${number}`, ...body };
  context.pbx.addDn('ringGroup', number, toChange(context, change));
  context.state.dns.change(number, properties(body));
  return rowById(ringGroupRows(context), context.state.dns.idOf(number));
};

/** Ring groups: members ring all at once or one after another. */
export const ringGroups: Resource = {
  name: 'RingGroups',
  type: 'RingGroup',
  alternateKey: { property: 'Number' },
  list: ringGroupRows,
  create: createRingGroup,
  update: (context, current, patch) => {
    const number = String(current['Number']);
    if (patch['Number'] !== undefined && patch['Number'] !== number) {
      throw fault('Number', WARNINGS.forbiddenChange);
    }
    check(context, patch);
    context.pbx.changeDn(number, toChange(context, patch));
    context.state.dns.change(number, properties(patch));
  },
  remove: ({ pbx, state }, current) => {
    pbx.removeDn(String(current['Number']));
    state.dns.forget(String(current['Number']));
  },
  functions: {
    GetFirstAvailableRingGroupNumber: {
      parameters: {},
      run: (context) => ({
        kind: 'entity',
        type: 'FirstAvailableNumber',
        row: { Number: firstFreeNumber(context, 820, 829) },
      }),
    },
  },
};
