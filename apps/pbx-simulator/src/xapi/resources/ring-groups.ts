import type { Row } from '../../odata';
import type { XapiContext } from '../context';
import { boundedNumber, dnResource, withoutIdentity } from '../dn-resource';
import { destinationNumber, memberRow, NO_DESTINATION, requireUsers } from '../dn-rows';
import type { DnChange, DnFacts } from '../pbx-port';

const DEFAULTS: Row = {
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

const facts = (context: XapiContext, dn: DnFacts, stored: Row): Row => {
  const strategy = stored['RingStrategy'];
  const ringAll = dn.ringAll ?? true;
  const agrees = (strategy === 'Hunt') !== ringAll;
  return {
    RingTime: dn.ringSeconds ?? stored['RingTime'],
    RingStrategy: agrees ? strategy : ringAll ? 'RingAll' : 'Hunt',
    Members: dn.members.map((number) => memberRow(context, number)),
  };
};

const change = (context: XapiContext, patch: Row): DnChange => {
  const strategy = patch['RingStrategy'];
  const ringSeconds = boundedNumber(patch, 'RingTime', 1, 86_400);
  const noAnswerTo = destinationNumber(patch['ForwardNoAnswer']);
  return {
    ...('Members' in patch ? { members: requireUsers(context, 'Members', patch['Members']) } : {}),
    ...(typeof strategy === 'string' ? { ringAll: strategy !== 'Hunt' } : {}),
    ...(ringSeconds === undefined ? {} : { ringSeconds }),
    ...(noAnswerTo === undefined ? {} : { noAnswerTo }),
  };
};

/** Ring groups: members ring all at once or one after another. */
export const ringGroups = dnResource({
  name: 'RingGroups',
  type: 'RingGroup',
  kind: 'ringGroup',
  defaults: DEFAULTS,
  facts,
  change,
  keep: (_context, patch) => {
    const { Members: _members, ...kept } = withoutIdentity(patch);
    return kept;
  },
  numbers: { from: 820, to: 829, function: 'GetFirstAvailableRingGroupNumber' },
});
